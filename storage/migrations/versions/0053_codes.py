"""Promo codes and gift codes.

Revision ID: 0053
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.code_rules import CODE_RULES

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    _promos()
    _gifts()
    op.create_table(
        "code_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_code_try_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code_try"),
    )
    op.create_index("ix_code_try_person_id_at", "code_try", ["person_id", "at"])
    for rule in CODE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _promos() -> None:
    op.create_table(
        "promo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("(percent IS NULL) <> (amount_minor IS NULL)", name="off"),
        sa.CheckConstraint("(amount_minor IS NULL) = (currency IS NULL)", name="currency"),
        sa.CheckConstraint("percent BETWEEN 1 AND 90", name="percent"),
        sa.CheckConstraint("amount_minor > 0 AND most > 0", name="positive"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_promo_trainer_id"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_promo_package_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_promo_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_promo"),
        sa.UniqueConstraint("word", name="uq_promo_word"),
    )
    op.create_index("ix_promo_trainer_id", "promo", ["trainer_id"])
    op.create_table(
        "promo_use",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("promo_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("off_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0 AND off_minor > 0", name="positive"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_promo_use_payment_id"),
        sa.ForeignKeyConstraint(["promo_id"], ["promo.id"], name="fk_promo_use_promo_id"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_promo_use_client_id"),
        sa.PrimaryKeyConstraint("payment_id", name="pk_promo_use"),
        sa.UniqueConstraint("promo_id", "client_id", name="uq_promo_use_promo_id_client_id"),
        sa.UniqueConstraint("promo_id", "number", name="uq_promo_use_promo_id_number"),
    )


def _gifts() -> None:
    op.create_table(
        "gift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=24), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("redeemed_by", sa.Integer(), nullable=True),
        sa.Column("redeemed_at", Instant(), nullable=True),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(redeemed_by IS NULL) = (lot_id IS NULL)", name="redeemed"),
        sa.CheckConstraint("sessions > 0", name="sessions"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_gift_package_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_gift_trainer_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_gift_made_by"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_gift_payment_id"),
        sa.ForeignKeyConstraint(["redeemed_by"], ["person.id"], name="fk_gift_redeemed_by"),
        sa.ForeignKeyConstraint(["lot_id"], ["credit_lot.id"], name="fk_gift_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gift"),
        sa.UniqueConstraint("word", name="uq_gift_word"),
        sa.UniqueConstraint("payment_id", name="uq_gift_payment_id"),
        sa.UniqueConstraint("lot_id", name="uq_gift_lot_id"),
    )


def downgrade() -> None:
    for table in ("code_try", "gift", "promo_use", "promo"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_use")
