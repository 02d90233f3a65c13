"""Where a service and a session are, a place or a link.

Revision ID: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service", sa.Column("place", sa.String(length=120), nullable=True))
    op.add_column("training_session", sa.Column("place", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("training_session", "place")
    op.drop_column("service", "place")
