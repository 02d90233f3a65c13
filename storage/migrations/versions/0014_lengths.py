"""Services of several lengths, and prices that no later change of a rate touches.

Revision ID: 0014
"""

from alembic import op

from storage.constraints import PRICE_RULES, PRICE_RULES_END

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Each with its check in one statement, which SQLite can do without a copy of the table.
COLUMNS = {
    "shortest": "",
    "longest": "CONSTRAINT ck_service_lengths"
    " CHECK (0 < shortest AND shortest <= minutes AND minutes <= longest)",
    "length_step": "CONSTRAINT ck_service_length_step CHECK (length_step > 0"
    " AND (minutes - shortest) % length_step = 0 AND (longest - shortest) % length_step = 0)"
    " CONSTRAINT ck_service_one_or_several"
    " CHECK ((shortest IS NULL) = (longest IS NULL) AND (longest IS NULL) = (length_step IS NULL))",
}


def upgrade() -> None:
    for column, checks in COLUMNS.items():
        op.execute(f"ALTER TABLE service ADD COLUMN {column} INTEGER {checks}")
    for rule in PRICE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in PRICE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    for column in reversed(COLUMNS):
        op.drop_column("service", column)
