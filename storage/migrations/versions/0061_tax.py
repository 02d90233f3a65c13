"""The tax that is in a price.

Revision ID: 0061
"""

from alembic import op

from storage.tax_rules import TAX_RULES, TAX_RULES_END

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_OFFERED = ("service", "package")
_SOLD = ("booking", "payment")
_TAXED = "tax_minor BETWEEN 0 AND amount AND (tax_minor = 0 OR commodity <> 'CREDIT')"


def upgrade() -> None:
    for table in (*_OFFERED, *_SOLD):
        check = f"CONSTRAINT ck_{table}_tax_rate CHECK (tax_rate BETWEEN 0 AND 100000)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN tax_rate INTEGER {check}")
    for table in _SOLD:
        op.execute(f"ALTER TABLE {table} ADD COLUMN tax_name VARCHAR(20) DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE receipt ADD COLUMN tax_number VARCHAR(40) DEFAULT '' NOT NULL")
    check = f"CONSTRAINT ck_ledger_entry_tax CHECK ({_TAXED})"
    op.execute(f"ALTER TABLE ledger_entry ADD COLUMN tax_minor INTEGER DEFAULT 0 NOT NULL {check}")
    for rule in TAX_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in TAX_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_column("ledger_entry", "tax_minor")
    op.drop_column("receipt", "tax_number")
    for table in _SOLD:
        op.drop_column(table, "tax_name")
    for table in (*_OFFERED, *_SOLD):
        op.drop_column(table, "tax_rate")
