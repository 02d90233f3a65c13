"""What was settled is found by when: for the report about it, and to forget it.

Revision ID: 0059
"""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notification_settled", "notification", ["settled_at"])


def downgrade() -> None:
    op.drop_index("ix_notification_settled", "notification")
