"""Pictures, and the one that a campaign may have.

Revision ID: 0072
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

from storage.picture_rules import PICTURE_RULES, PICTURE_RULES_END

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.CheckConstraint("content IS NULL OR length(content) BETWEEN 1 AND 1048576", name="size"),
        sa.CheckConstraint("width BETWEEN 1 AND 1600 AND height BETWEEN 1 AND 1600", name="sides"),
        sa.PrimaryKeyConstraint("digest", name="pk_picture"),
    )
    op.create_table(
        "picture_upload",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["picture.digest"], name="fk_picture_upload_digest"),
        sa.PrimaryKeyConstraint("digest", "lane", name="pk_picture_upload"),
    )
    names = "CONSTRAINT fk_campaign_picture REFERENCES picture (digest)"
    op.execute(f"ALTER TABLE campaign ADD COLUMN picture VARCHAR(64) {names}")
    op.create_index("ix_campaign_picture", "campaign", ["picture"])
    for rule in PICTURE_RULES[op.get_bind().dialect.name]:
        op.execute(rule)


def downgrade() -> None:
    for rule in PICTURE_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    op.drop_index("ix_campaign_picture", "campaign")
    op.drop_column("campaign", "picture")
    op.drop_table("picture_upload")
    op.drop_table("picture")
