"""What came twice goes back, and a credit note of a refund that failed is void.

Revision ID: 0049
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.surplus_rules import SURPLUS_RULES

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "surplus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("difference_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("refused", sa.String(length=200), nullable=False),
        sa.CheckConstraint("refused = '' OR ended_at IS NOT NULL", name="refused"),
        sa.ForeignKeyConstraint(["difference_id"], ["money_difference.id"], name="fk_surplus_difference_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_surplus_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_surplus"),
        sa.UniqueConstraint("difference_id", name="uq_surplus_difference_id"),
        sa.UniqueConstraint("key", name="uq_surplus_key"),
    )
    _index("ix_surplus_due", "surplus", "id", "ended_at IS NULL")
    names = "CONSTRAINT fk_receipt_voids_id REFERENCES receipt (id)"
    op.execute(f"ALTER TABLE receipt ADD COLUMN voids_id INTEGER {names}")
    op.create_index("uq_receipt_voids", "receipt", ["voids_id"], unique=True)
    op.drop_index("uq_receipt_payment", "receipt")
    _index(
        "uq_receipt_payment", "receipt", "payment_id", "refund_id IS NULL AND voids_id IS NULL", unique=True
    )
    _index("ix_refund_void", "refund", "id", "status = 'failed' AND numbered")
    for rule in SURPLUS_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_index("ix_refund_void", "refund")
    op.drop_index("uq_receipt_payment", "receipt")
    _index("uq_receipt_payment", "receipt", "payment_id", "refund_id IS NULL", unique=True)
    op.drop_index("uq_receipt_voids", "receipt")
    op.drop_column("receipt", "voids_id")
    op.drop_table("surplus")


def _index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=only, postgresql_where=only)
