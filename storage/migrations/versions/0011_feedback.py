"""What clients say about sessions.

Revision ID: 0011
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="ck_rating_stars"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name="fk_rating_booking_id"),
        sa.ForeignKeyConstraint(["client_id"], ["person.id"], name="fk_rating_client_id"),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name="fk_rating_trainer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rating"),
        sa.UniqueConstraint("booking_id", name="uq_rating_booking_id"),
    )
    op.create_index("ix_rating_client_id", "rating", ["client_id"])
    op.create_index("ix_rating_trainer_id", "rating", ["trainer_id"])


def downgrade() -> None:
    op.drop_table("rating")
