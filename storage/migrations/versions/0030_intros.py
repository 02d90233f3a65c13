"""What is for those who have not trained with a trainer before.

Revision ID: 0030
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE service ADD COLUMN intro BOOLEAN NOT NULL DEFAULT FALSE")


def downgrade() -> None:
    op.drop_column("service", "intro")
