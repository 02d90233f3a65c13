"""By how much later than planned sessions begin.

Revision ID: 0031
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "delay",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 60", name="ck_delay_minutes"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_delay_session_id"),
        sa.PrimaryKeyConstraint("session_id", name="pk_delay"),
    )


def downgrade() -> None:
    op.drop_table("delay")
