"""Disputes, and the credits that they freeze.

Revision ID: 0044
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.dispute_rules import DISPUTE_RULES, DISPUTE_RULES_END

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("proof", sa.JSON(), nullable=True),
        sa.Column("proof_by", sa.Integer(), nullable=True),
        sa.Column("proof_at", Instant(), nullable=True),
        sa.Column("proof_ended_at", Instant(), nullable=True),
        sa.Column("proof_refused", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name="positive"),
        sa.CheckConstraint("(state IN ('won', 'lost')) = (closed_at IS NOT NULL)", name="closed"),
        sa.CheckConstraint("(proof IS NULL) = (proof_at IS NULL)", name="proof"),
        sa.CheckConstraint("(proof_at IS NULL) = (proof_by IS NULL)", name="proof_by"),
        sa.CheckConstraint("proof_ended_at IS NULL OR proof_at IS NOT NULL", name="proof_ended"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_dispute_payment_id"),
        sa.ForeignKeyConstraint(["proof_by"], ["person.id"], name="fk_dispute_proof_by"),
        sa.PrimaryKeyConstraint("id", name="pk_dispute"),
        sa.UniqueConstraint("provider_id", name="uq_dispute_provider_id"),
    )
    op.create_index("ix_dispute_payment_id", "dispute", ["payment_id"])
    to_send = sa.text("proof_at IS NOT NULL AND proof_ended_at IS NULL")
    op.create_index("ix_dispute_to_send", "dispute", ["id"], sqlite_where=to_send, postgresql_where=to_send)
    for rule in DISPUTE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in DISPUTE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_table("dispute")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION freeze")
