"""The studio's own words for what is told unasked.

Revision ID: 0066
"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> '' AND length(words) <= 400", name="words"),
        sa.CheckConstraint("template = kind OR template LIKE kind || '.%'", name="kind"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_wording_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_wording"),
        sa.UniqueConstraint("kind", "language", "medium", "template", name="uq_wording_template"),
    )


def downgrade() -> None:
    op.drop_table("wording")
