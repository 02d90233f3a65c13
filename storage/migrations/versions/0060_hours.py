"""In which hours of their day people answer.

Revision ID: 0060
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address", sa.Column("hours", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("address", "hours")
