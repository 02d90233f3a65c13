"""When a session is paid, what not coming costs, and payments of more than packages.

Revision ID: 0047
"""

import sqlalchemy as sa
from alembic import op

from storage.pay_rules import PAY_RULES, PAY_RULES_END
from storage.reshaping import reshape

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

OUTCOME = "uq_ledger_entry_outcome"
IS_DEPOSIT = "(pay = 'deposit') = (deposit_minor IS NOT NULL OR deposit_share IS NOT NULL)"
DEPOSIT = (
    "deposit_minor > 0 AND deposit_share IS NULL"
    " OR deposit_share BETWEEN 1 AND 99 AND deposit_minor IS NULL"
    " OR coalesce(deposit_minor, deposit_share) IS NULL"
)
POLICY = {  # each with its check in one statement, which SQLite can do without a copy of the table
    "pay": "VARCHAR(16) NOT NULL DEFAULT 'later'",
    "deposit_minor": "INTEGER",
    "deposit_share": (
        f"INTEGER CONSTRAINT ck_policy_pay CHECK ({IS_DEPOSIT})"
        f" CONSTRAINT ck_policy_deposit CHECK ({DEPOSIT})"
    ),
    "missed": "VARCHAR(16)",
    "missed_minor": (
        "INTEGER CONSTRAINT ck_policy_missed"
        " CHECK ((coalesce(missed, '') = 'fee') = (missed_minor IS NOT NULL))"
        " CONSTRAINT ck_policy_missed_minor CHECK (missed_minor > 0)"
    ),
}
WAS = {
    "positive": "price_minor > 0 AND sessions > 0",
    "way": "(status = 'open') = (way IS NULL)",
    "lot": "(status = 'open') = (lot_id IS NULL)",
    "paid_at": "(status = 'open') = (paid_at IS NULL)",
}
NOW = {
    "positive": "price_minor > 0 AND sessions >= 0",
    "way": "(status IN ('open', 'dropped')) = (way IS NULL)",
    "lot": (
        "(status NOT IN ('open', 'dropped') AND purpose IN ('package', 'session')) = (lot_id IS NOT NULL)"
    ),
    "paid_at": "(status IN ('open', 'dropped')) = (paid_at IS NULL)",
}
NEW = {
    "package": "(purpose IN ('package', 'gift')) = (package_id IS NOT NULL)",
    "sessions": "(purpose IN ('package', 'session', 'gift')) = (sessions > 0)",
    "booking": "purpose NOT IN ('deposit', 'rest', 'fee') OR booking_id IS NOT NULL",
}


def upgrade() -> None:
    for name, kind in POLICY.items():
        op.execute(f"ALTER TABLE policy ADD COLUMN {name} {kind}")
    op.execute("ALTER TABLE booking ADD COLUMN pay VARCHAR(16) NOT NULL DEFAULT 'later'")
    op.execute("ALTER TABLE payment ADD COLUMN purpose VARCHAR(16) NOT NULL DEFAULT 'package'")
    _widen()
    op.create_index(
        OUTCOME,
        "ledger_entry",
        ["booking_id", "version"],
        unique=True,
        sqlite_where=sa.text("step IN ('used', 'fee')"),
        postgresql_where=sa.text("step IN ('used', 'fee')"),
    )
    for rule in PAY_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def _widen() -> None:
    added = "".join(f", {_new(name)}" for name in NEW)
    last = _check("payment", "paid_at", NOW["paid_at"])
    changes = {_check("payment", name, WAS[name]): _check("payment", name, NOW[name]) for name in WAS}
    changes["package_id INTEGER NOT NULL"] = "package_id INTEGER"
    changes[last] = last + added
    if op.get_bind().dialect.name == "sqlite":
        reshape(op.get_bind(), "payment", changes)
        return
    _replace("payment", NOW)
    for name in NEW:
        op.execute(f"ALTER TABLE payment ADD {_new(name)}")
    op.execute("ALTER TABLE payment ALTER package_id DROP NOT NULL")


def _check(table: str, name: str, check: str) -> str:
    """As the earlier migrations had them named."""
    return f"CONSTRAINT ck_{table}_ck_{table}_{name} CHECK ({check})"


def _new(name: str) -> str:
    return f"CONSTRAINT ck_payment_{name} CHECK ({NEW[name]})"


def _replace(table: str, checks: dict[str, str]) -> None:
    for name, check in checks.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_ck_{table}_{name}")
        op.execute(f"ALTER TABLE {table} ADD {_check(table, name, check)}")


def downgrade() -> None:
    for rule in PAY_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index(OUTCOME, "ledger_entry")
    _narrow()
    op.drop_column("payment", "purpose")
    op.drop_column("booking", "pay")
    for name in reversed(POLICY):
        op.drop_column("policy", name)


def _narrow() -> None:
    if op.get_bind().dialect.name == "sqlite":
        changes = {"".join(f", {_new(name)}" for name in NEW): ""}
        changes |= {_check("payment", name, NOW[name]): _check("payment", name, WAS[name]) for name in WAS}
        changes["package_id INTEGER"] = "package_id INTEGER NOT NULL"
        reshape(op.get_bind(), "payment", changes)
        return
    for name in NEW:
        op.execute(f"ALTER TABLE payment DROP CONSTRAINT ck_payment_{name}")
    _replace("payment", WAS)
    op.execute("ALTER TABLE payment ALTER package_id SET NOT NULL")
