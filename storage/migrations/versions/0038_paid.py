"""What is decided about money stays so, and a payment is entered once.

Revision ID: 0038
"""

import sqlalchemy as sa
from alembic import op

from storage.paid_rules import PAID_RULES, PAID_RULES_END

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ONCE = "uq_ledger_entry_once"


def upgrade() -> None:
    entered = sa.text("payment_id IS NOT NULL AND step IN ('sold', 'paid', 'given')")
    op.create_index(
        ONCE,
        "ledger_entry",
        ["payment_id", "step"],
        unique=True,
        sqlite_where=entered,
        postgresql_where=entered,
    )
    for rule in PAID_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in PAID_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index(ONCE, "ledger_entry")
