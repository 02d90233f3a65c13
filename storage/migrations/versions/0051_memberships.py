"""Memberships, their bills, and wallets.

Revision ID: 0051
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.membership_rules import MEMBERSHIP_RULES, MEMBERSHIP_RULES_END

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("package", sa.Column("monthly", sa.Boolean(), server_default=sa.false(), nullable=False))
    _membership()
    op.create_table(
        "membership_service",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name="fk_membership_service_membership_id"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_membership_service_service_id"),
        sa.PrimaryKeyConstraint("membership_id", "service_id", name="pk_membership_service"),
    )
    _bill()
    op.create_table(
        "wallet",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("customer_id", sa.String(length=80), nullable=True),
        sa.Column("cards", sa.JSON(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_wallet_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_wallet"),
        sa.UniqueConstraint("token", name="uq_wallet_token"),
        sa.UniqueConstraint("customer_id", name="uq_wallet_customer_id"),
    )
    for rule in MEMBERSHIP_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=80), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("subscription_id", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("period_end", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("rests", sa.Boolean(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in ("asked", "done", "looks", "seen")),
        sa.CheckConstraint("price_minor > 0 AND sessions > 0", name="ck_membership_positive"),
        sa.CheckConstraint(
            "state IN ('open', 'active', 'past_due', 'paused', 'cancelled', 'expired')",
            name="ck_membership_state",
        ),
        sa.CheckConstraint("(state = 'open') = (subscription_id IS NULL)", name="ck_membership_subscription"),
        sa.CheckConstraint("state = 'open' OR period_end IS NOT NULL", name="ck_membership_period"),
        sa.CheckConstraint(
            "(state IN ('cancelled', 'expired')) = (ended_at IS NOT NULL)", name="ck_membership_ended"
        ),
        sa.CheckConstraint("done <= asked AND seen <= looks", name="ck_membership_counted"),
        sa.ForeignKeyConstraint(["payer_id"], ["person.id"], name="fk_membership_payer_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_membership_trainer_id"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_membership_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint("token", name="uq_membership_token"),
        sa.UniqueConstraint("session_id", name="uq_membership_session_id"),
        sa.UniqueConstraint("subscription_id", name="uq_membership_subscription_id"),
    )
    op.create_index("ix_membership_payer_id", "membership", ["payer_id"])
    op.create_index("ix_membership_trainer_id", "membership", ["trainer_id"])
    behind = sa.text("done < asked")
    op.create_index(
        "ix_membership_to_tell", "membership", ["id"], sqlite_where=behind, postgresql_where=behind
    )


def _bill() -> None:
    op.create_table(
        "bill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("intent_id", sa.String(length=80), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount_minor > 0 AND starts < ends", name="ck_bill_month"),
        sa.CheckConstraint("(state = 'paid') = (intent_id IS NOT NULL)", name="ck_bill_intent"),
        sa.CheckConstraint("(state = 'paid') = (payment_id IS NOT NULL)", name="ck_bill_payment"),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name="fk_bill_membership_id"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_bill_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bill"),
        sa.UniqueConstraint("invoice_id", name="uq_bill_invoice_id"),
        sa.UniqueConstraint("intent_id", name="uq_bill_intent_id"),
        sa.UniqueConstraint("payment_id", name="uq_bill_payment_id"),
    )
    op.create_index("ix_bill_membership_id", "bill", ["membership_id"])


def downgrade() -> None:
    for table in ("wallet", "bill", "membership_service", "membership"):
        op.drop_table(table)
    for rule in MEMBERSHIP_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_column("package", "monthly")
