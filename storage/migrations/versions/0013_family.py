"""Who speaks for whom, and for whom a chat is booking.

Revision ID: 0013
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "speaks_for",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("agreed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["person.id"], name="fk_speaks_for_speaker_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_speaks_for_person_id"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_speaks_for_ended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_speaks_for"),
    )
    op.create_index("ix_speaks_for_speaker_id", "speaks_for", ["speaker_id"])
    op.create_index("ix_speaks_for_person_id", "speaks_for", ["person_id"])
    op.create_index("ix_speaks_for_until", "speaks_for", ["until"])
    op.add_column("address", sa.Column("whom", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("address", "whom")
    op.drop_table("speaks_for")
