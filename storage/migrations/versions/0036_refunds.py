"""Refunds.

Revision ID: 0036
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.payment_rules import REFUND_RULES

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=True),
        sa.CheckConstraint("credits > 0 AND amount_minor > 0", name="ck_refund_positive"),
        sa.CheckConstraint("(status = 'asked') = (decided_at IS NULL)", name="ck_refund_decided"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_refund_payment_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_refund_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_refund"),
        sa.UniqueConstraint("provider_id", name="uq_refund_provider_id"),
    )
    op.create_index("ix_refund_payment_id", "refund", ["payment_id"])
    asked, approved = sa.text("status = 'asked'"), sa.text("status = 'approved'")
    op.create_index(
        "uq_refund_asked",
        "refund",
        ["payment_id"],
        unique=True,
        sqlite_where=asked,
        postgresql_where=asked,
    )
    op.create_index("ix_refund_due", "refund", ["id"], sqlite_where=approved, postgresql_where=approved)
    op.drop_index("ix_payment_open", "payment")
    op.create_index("ix_payment_client_id_status", "payment", ["client_id", "status"])
    for rule in REFUND_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    op.drop_index("ix_payment_client_id_status", "payment")
    is_open = sa.text("status = 'open'")
    op.create_index(
        "ix_payment_open", "payment", ["client_id"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.drop_table("refund")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_refund")
