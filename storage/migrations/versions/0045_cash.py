"""What was counted in the drawers.

Revision ID: 0045
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.added_rules import only_added

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "cash_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("float_minor", sa.Integer(), nullable=False),
        sa.Column("expected_minor", sa.Integer(), nullable=False),
        sa.Column("counted_minor", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted_minor >= 0 AND float_minor >= 0", name="ck_cash_count_counted"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_cash_count_trainer_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_cash_count_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cash_count"),
    )
    op.create_index("ix_cash_count_trainer_id_day", "cash_count", ["trainer_id", "day"])
    for rule in only_added("cash_count")[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_table("cash_count")
