"""The books are sealed each night.

Revision ID: 0046
"""

import sqlalchemy as sa
from alembic import op

from storage.seal_rules import SEAL_RULES

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("entries >= 0 AND last_id >= 0", name="ck_ledger_seal_counts"),
        sa.CheckConstraint("length(digest) = 64", name="ck_ledger_seal_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_seal"),
        sa.UniqueConstraint("night", name="uq_ledger_seal_night"),
    )
    for rule in SEAL_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_table("ledger_seal")
