"""When a question that nobody answers is asked on another channel.

Revision ID: 0065
"""

import sqlalchemy as sa
from alembic import op

from storage.ladder_rules import LADDER_RULES, LADDER_RULES_END

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notification", sa.Column("climbs_at", sa.DateTime(timezone=True), nullable=True))
    only = sa.text("climbs_at IS NOT NULL")
    op.create_index(
        "ix_notification_climbs_at", "notification", ["climbs_at"], sqlite_where=only, postgresql_where=only
    )
    for rule in LADDER_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in LADDER_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index("ix_notification_climbs_at", "notification")
    op.drop_column("notification", "climbs_at")
