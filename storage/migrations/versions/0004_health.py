"""Health forms, and which trainers want them.

Revision ID: 0004
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.add_column("trainer", sa.Column("health_since", Instant(), nullable=True))
    op.create_table(
        "health_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("questions_version", sa.Integer(), nullable=False),
        sa.Column("waiver_version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_health_form_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_health_form"),
    )
    op.create_index("ix_health_form_person_id", "health_form", ["person_id"])


def downgrade() -> None:
    op.drop_table("health_form")
    op.drop_column("trainer", "health_since")
