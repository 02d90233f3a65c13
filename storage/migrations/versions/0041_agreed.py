"""Each night's comparison with the provider, and why an event was not applied.

Revision ID: 0041
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.agreed_rules import AGREED_RULES

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("night", name="pk_reconciliation"),
    )
    op.create_table(
        "money_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("intent_id", sa.String(length=80), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("theirs_minor", sa.Integer(), nullable=False),
        sa.Column("ours_minor", sa.Integer(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.CheckConstraint("theirs_minor <> ours_minor", name="ck_money_difference_differs"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_money_difference_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_money_difference"),
        sa.UniqueConstraint("name", name="uq_money_difference_name"),
    )
    op.create_index("ix_money_difference_payment_id", "money_difference", ["payment_id"])
    op.add_column("provider_event", sa.Column("problem", sa.String(length=40), nullable=True))
    for rule in AGREED_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_column("provider_event", "problem")
    op.drop_table("money_difference")
    op.drop_table("reconciliation")
