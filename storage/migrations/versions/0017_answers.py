"""How much a phone is answered, when it was last heard, and since when a text is on its way.

Revision ID: 0017
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("address", sa.Column("answers", sa.JSON(), nullable=True))
    op.add_column("address", sa.Column("heard_at", Instant(), nullable=True))
    op.add_column("delivery", sa.Column("since", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("delivery", "since")
    op.drop_column("address", "heard_at")
    op.drop_column("address", "answers")
