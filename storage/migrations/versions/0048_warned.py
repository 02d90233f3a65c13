"""Which warning of their end credits have had.

Revision ID: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("credit_lot", sa.Column("warned", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("credit_lot", "warned")
