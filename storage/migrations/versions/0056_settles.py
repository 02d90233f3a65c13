"""When what was paid of a missed session is settled.

Revision ID: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def upgrade() -> None:
    check = "CONSTRAINT ck_booking_settles_at CHECK (settles_at IS NULL OR status = 'no_show')"
    op.execute(f"ALTER TABLE booking ADD COLUMN settles_at {INSTANT[op.get_bind().dialect.name]} {check}")
    only = sa.text("settles_at IS NOT NULL")
    op.create_index(
        "ix_booking_settles_at", "booking", ["settles_at"], sqlite_where=only, postgresql_where=only
    )


def downgrade() -> None:
    op.drop_index("ix_booking_settles_at", "booking")
    op.drop_column("booking", "settles_at")
