"""Another time that a trainer suggested for a request.

Revision ID: 0006
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("booking", sa.Column("suggested", Instant(), nullable=True))
    # What a message shows, looked for when it is answered or changed.
    op.create_index("ix_card_address_id_message_id", "card", ["address_id", "message_id"])


def downgrade() -> None:
    op.drop_index("ix_card_address_id_message_id", "card")
    op.drop_column("booking", "suggested")
