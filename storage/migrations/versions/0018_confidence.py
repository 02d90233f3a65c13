"""What was heard or answered in confidence is marked, and blanked once it is settled.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    confidential: sa.Column[bool] = sa.Column(
        "confidential", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("inbox_event", confidential)
    op.create_index(
        "ix_inbox_event_confidential",
        "inbox_event",
        ["id"],
        sqlite_where=sa.text("confidential"),
        postgresql_where=sa.text("confidential"),
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_event_confidential", "inbox_event")
    op.drop_column("inbox_event", "confidential")
