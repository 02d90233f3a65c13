"""What texting needs: a menu for each phone, opt-outs, and what became of each message.

Revision ID: 0002
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("address", sa.Column("menu", sa.JSON(), nullable=True))
    op.add_column("address", sa.Column("stopped_at", Instant(), nullable=True))
    op.create_table(
        "delivery",
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.String(length=16), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "message_id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_key", "delivery", ["key"])


def downgrade() -> None:
    op.drop_table("delivery")
    op.drop_column("address", "stopped_at")
    op.drop_column("address", "menu")
