"""How far a client is, and tags.

Revision ID: 0068
"""

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "client_level",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        *_said("client_level"),
        sa.CheckConstraint("level IN ('beginner', 'intermediate', 'advanced')", name="level"),
        sa.PrimaryKeyConstraint("person_id", name="pk_client_level"),
    )
    op.create_index("ix_client_level_level", "client_level", ["level"])
    op.create_table(
        "client_tag",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=20), nullable=False),
        *_said("client_tag"),
        sa.CheckConstraint("tag <> '' AND tag = lower(tag)", name="tag"),
        sa.PrimaryKeyConstraint("person_id", "tag", name="pk_client_tag"),
    )
    op.create_index("ix_client_tag_tag", "client_tag", ["tag"])


def _said(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("said_by", sa.Integer(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([each], ["person.id"], name=f"fk_{table}_{each}")
            for each in ("person_id", "said_by")
        ),
    )


def downgrade() -> None:
    for table in ("client_tag", "client_level"):
        op.drop_table(table)
