"""Receipts and their numbers.

Revision ID: 0037
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.payment_rules import RECEIPT_RULES

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_receipt_payment_id"),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name="fk_receipt_refund_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
        sa.UniqueConstraint("year", "number", name="uq_receipt_year_number"),
        sa.UniqueConstraint("refund_id", name="uq_receipt_refund_id"),
    )
    _index("uq_receipt_payment", "receipt", "payment_id", "refund_id IS NULL", unique=True)
    op.create_index("ix_receipt_payment_id", "receipt", ["payment_id"])
    for table in ("payment", "refund"):
        op.add_column(table, sa.Column("numbered", sa.Boolean(), nullable=False, server_default=sa.false()))
        _index(f"ix_{table}_unnumbered", table, "status", "NOT numbered")
    for rule in RECEIPT_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for table in ("payment", "refund"):
        op.drop_index(f"ix_{table}_unnumbered", table)
        op.drop_column(table, "numbered")
    op.drop_table("receipt")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_receipt")


def _index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=only, postgresql_where=only)
