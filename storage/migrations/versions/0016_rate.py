"""The studio's rate, which services cost that have no price of their own.

Revision ID: 0016
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    op.create_table(
        "studio_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name="ck_studio_rate_price"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_studio_rate_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_studio_rate"),
    )
    # With its reference in one statement, which SQLite can do without a copy of the table.
    op.execute(
        "ALTER TABLE service ADD COLUMN rate_id INTEGER"
        " CONSTRAINT fk_service_rate_id REFERENCES studio_rate (id)"
    )


def downgrade() -> None:
    op.drop_column("service", "rate_id")
    op.drop_table("studio_rate")
