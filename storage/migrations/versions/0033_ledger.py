"""Packages, the credits that clients have of them, and the ledger.

Revision ID: 0033
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.ledger_rules import LEDGER_RULES, LEDGER_RULES_END

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("discount", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("sessions BETWEEN 1 AND 500", name="ck_package_sessions"),
        sa.CheckConstraint("price_minor > 0", name="ck_package_price"),
        sa.CheckConstraint("days BETWEEN 1 AND 3650", name="ck_package_days"),
        sa.CheckConstraint("discount BETWEEN 0 AND 90", name="ck_package_discount"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_package_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
        sa.UniqueConstraint("trainer_id", "name", name="uq_package_trainer_id_name"),
    )
    _services("package_service", "package_id", "package")
    op.create_table(
        "credit_lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.CheckConstraint("package_id IS NULL OR price_minor IS NOT NULL", name="ck_credit_lot_price"),
        sa.CheckConstraint("(price_minor IS NULL) = (currency IS NULL)", name="ck_credit_lot_currency"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_credit_lot_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_credit_lot_trainer_id"),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name="fk_credit_lot_package_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credit_lot"),
    )
    op.create_index("ix_credit_lot_client_id_trainer_id", "credit_lot", ["client_id", "trainer_id"])
    op.create_index("ix_credit_lot_trainer_id", "credit_lot", ["trainer_id"])
    _index("ix_credit_lot_lasting", "credit_lot", ["expires_on"], sa.text("NOT ended"))
    _services("lot_service", "lot_id", "credit_lot")
    op.create_table(
        "lot_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("was < until", name="ck_lot_extension_longer"),
        sa.ForeignKeyConstraint(["lot_id"], ["credit_lot.id"], name="fk_lot_extension_lot_id"),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_lot_extension_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_lot_extension"),
    )
    op.create_index("ix_lot_extension_lot_id", "lot_extension", ["lot_id"])
    names = "CONSTRAINT fk_booking_lot_id REFERENCES credit_lot (id)"
    op.execute(f"ALTER TABLE booking ADD COLUMN lot_id INTEGER {names}")
    _index("ix_booking_lot_id", "booking", ["lot_id"], sa.text("lot_id IS NOT NULL"))
    _ledger()
    for rule in LEDGER_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _ledger() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("commodity", sa.String(length=6), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(commodity = 'CREDIT') = (lot_id IS NOT NULL)", name="ck_ledger_account_lot"),
        sa.CheckConstraint(
            "(commodity = 'CREDIT') = (kind IN ('issued', 'free', 'reserved', 'used', 'expired'))",
            name="ck_ledger_account_kind",
        ),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_ledger_account_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_ledger_account_trainer_id"),
        sa.ForeignKeyConstraint(["lot_id"], ["credit_lot.id"], name="fk_ledger_account_lot_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_account"),
        sa.UniqueConstraint("id", "commodity", name="uq_ledger_account_id_commodity"),
    )
    of_a_lot, of_money = sa.text("lot_id IS NOT NULL"), sa.text("lot_id IS NULL")
    _index("uq_ledger_account_lot", "ledger_account", ["lot_id", "kind"], of_a_lot, unique=True)
    money = ["client_id", "trainer_id", "kind", "commodity"]
    _index("uq_ledger_account_money", "ledger_account", money, of_money, unique=True)
    op.create_index("ix_ledger_account_client_id_trainer_id", "ledger_account", ["client_id", "trainer_id"])
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column("commodity", sa.String(length=6), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount > 0 AND giver_id <> taker_id", name="ck_ledger_entry_moves"),
        sa.CheckConstraint("(booking_id IS NULL) = (version IS NULL)", name="ck_ledger_entry_booking"),
        *(
            sa.ForeignKeyConstraint(
                [side, "commodity"],
                ["ledger_account.id", "ledger_account.commodity"],
                name=f"fk_ledger_entry_{side}_commodity",
            )
            for side in ("giver_id", "taker_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_ledger_entry_actor_id"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_ledger_entry_booking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_entry"),
        sa.UniqueConstraint(
            "booking_id", "version", "step", "giver_id",
            name="uq_ledger_entry_booking_id_version_step_giver_id",
        ),
    )  # fmt: skip
    for side in ("giver_id", "taker_id"):
        op.create_index(f"ix_ledger_entry_{side}", "ledger_entry", [side])


def downgrade() -> None:
    for rule in LEDGER_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_table("ledger_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_entry")
    op.drop_table("ledger_account")
    op.drop_index("ix_booking_lot_id", "booking")
    op.drop_column("booking", "lot_id")
    for table in ("lot_extension", "lot_service", "credit_lot", "package_service", "package"):
        op.drop_table(table)


def _services(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"fk_{table}_{column}"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=f"fk_{table}_service_id"),
        sa.PrimaryKeyConstraint(column, "service_id", name=f"pk_{table}"),
    )


def _index(name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
