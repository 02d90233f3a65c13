"""Where a trainer trains people.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trainer", sa.Column("place", sa.String(length=120), nullable=True))


def downgrade() -> None:
    op.drop_column("trainer", "place")
