"""The use of a promo goes with a payment that is dropped.

Revision ID: 0058
"""

from alembic import op

from storage.code_rules import USE_RULES, USE_RULES_END

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for rule in USE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in USE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
