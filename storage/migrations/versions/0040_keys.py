"""What the provider is asked with is kept; what it was asked with until now stays as it was.

Revision ID: 0040
"""

import sqlalchemy as sa
from alembic import op

from storage.key_rules import ASKED_WITH, KEY_RULES, KEY_RULES_END

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ASKED_WITH:
        none = sa.text("''")
        op.add_column(table, sa.Column("key", sa.String(length=48), nullable=False, server_default=none))
    op.execute("UPDATE pay_page SET key = 'pay-' || payment_id || '-' || number")
    op.execute("UPDATE refund SET key = 'refund-' || id")
    for table in ASKED_WITH:
        op.create_index(f"uq_{table}_key", table, ["key"], unique=True)
    for rule in KEY_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in KEY_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    for table in ASKED_WITH:
        op.drop_index(f"uq_{table}_key", table)
        op.drop_column(table, "key")
