"""Who pays for a client, and when a trainer's weekly report is due.

Revision ID: 0052
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.added_rules import only_added

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "payer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_payer_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_payer_trainer_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_payer_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payer"),
    )
    op.create_index("ix_payer_trainer_id_client_id", "payer", ["trainer_id", "client_id"])
    op.create_table(
        "report_due",
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_report_due_trainer_id"),
        sa.PrimaryKeyConstraint("trainer_id", name="pk_report_due"),
    )
    for rule in only_added("payer")[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_table("report_due")
    op.drop_table("payer")
