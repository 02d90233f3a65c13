"""The client's note and the trainer's plan for a session.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("booking", sa.Column("note", sa.String(length=300), nullable=True))
    op.add_column("training_session", sa.Column("agenda", sa.String(length=300), nullable=True))


def downgrade() -> None:
    op.drop_column("training_session", "agenda")
    op.drop_column("booking", "note")
