"""Payments, the pages at which they are made, and what the provider told.

Revision ID: 0034
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.payment_rules import PAYMENT_RULES

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    _payment()
    _pages()
    names = "CONSTRAINT fk_ledger_entry_payment_id REFERENCES payment (id)"
    op.execute(f"ALTER TABLE ledger_entry ADD COLUMN payment_id INTEGER {names}")
    op.add_column("ledger_entry", sa.Column("cause", sa.String(length=80), nullable=True))
    op.create_index("uq_ledger_entry_cause", "ledger_entry", ["cause", "step"], unique=True)
    _index("ix_ledger_entry_payment", "ledger_entry", ["payment_id"], sa.text("payment_id IS NOT NULL"))
    for rule in PAYMENT_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _payment() -> None:
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("paid_at", Instant(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("price_minor > 0 AND sessions > 0", name="ck_payment_positive"),
        sa.CheckConstraint("(status = 'open') = (way IS NULL)", name="ck_payment_way"),
        sa.CheckConstraint("(status = 'open') = (lot_id IS NULL)", name="ck_payment_lot"),
        sa.CheckConstraint("(status = 'open') = (paid_at IS NULL)", name="ck_payment_paid_at"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_payment_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_payment_trainer_id"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_payment_package_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_payment_booking_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["credit_lot.id"], name="fk_payment_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("token", name="uq_payment_token"),
        sa.UniqueConstraint("lot_id", name="uq_payment_lot_id"),
    )
    _index("ix_payment_open", "payment", ["client_id"], sa.text("status = 'open'"))
    _index("ix_payment_booking_id", "payment", ["booking_id"], sa.text("booking_id IS NOT NULL"))


def _pages() -> None:
    op.create_table(
        "pay_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.String(length=80), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("intent_id", sa.String(length=80), nullable=True),
        sa.CheckConstraint("(state = 'paid') = (intent_id IS NOT NULL)", name="ck_pay_page_intent"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_pay_page_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pay_page"),
        sa.UniqueConstraint("payment_id", "number", name="uq_pay_page_payment_id_number"),
        sa.UniqueConstraint("session_id", name="uq_pay_page_session_id"),
        sa.UniqueConstraint("intent_id", name="uq_pay_page_intent_id"),
    )
    op.create_table(
        "provider_event",
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("applied_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "event_id", name="pk_provider_event"),
    )


def downgrade() -> None:
    op.drop_index("ix_ledger_entry_payment", "ledger_entry")
    op.drop_index("uq_ledger_entry_cause", "ledger_entry")
    op.drop_column("ledger_entry", "cause")
    op.drop_column("ledger_entry", "payment_id")
    for table in ("provider_event", "pay_page", "payment"):
        op.drop_table(table)


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
