"""Fees charged to a saved card, where its owner has agreed.

Revision ID: 0064
"""

import sqlalchemy as sa
from alembic import op

from storage.charge_rules import CHARGE_RULES, CHARGE_RULES_END

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

CHARGE = sa.text("method_id IS NOT NULL")
DUE = sa.text("method_id IS NOT NULL AND session_id IS NULL AND state IN ('open', 'processing')")


def upgrade() -> None:
    op.add_column("wallet", sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pay_page", sa.Column("method_id", sa.String(length=80), nullable=True))
    op.create_index(
        "uq_pay_page_charge",
        "pay_page",
        ["payment_id"],
        unique=True,
        sqlite_where=CHARGE,
        postgresql_where=CHARGE,
    )
    op.create_index("ix_pay_page_due", "pay_page", ["begun_at"], sqlite_where=DUE, postgresql_where=DUE)
    for rule in CHARGE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in CHARGE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index("ix_pay_page_due", "pay_page")
    op.drop_index("uq_pay_page_charge", "pay_page")
    op.drop_column("pay_page", "method_id")
    op.drop_column("wallet", "agreed_at")
