"""How many make a class take place, and whether a date does.

Revision ID: 0022
"""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Instant = partial(sa.DateTime, timezone=True)


def upgrade() -> None:
    # With their checks in one statement each, which SQLite can do without a copy of the table.
    least = "CONSTRAINT ck_group_class_minimum CHECK (minimum BETWEEN 1 AND capacity)"
    op.execute(f"ALTER TABLE group_class ADD COLUMN minimum INTEGER {least}")
    hours = "CONSTRAINT ck_group_class_decide_hours CHECK (decide_hours > 0)"
    op.execute(f"ALTER TABLE group_class ADD COLUMN decide_hours INTEGER NOT NULL DEFAULT 12 {hours}")
    op.execute("ALTER TABLE group_class ADD COLUMN runs_unanswered BOOLEAN NOT NULL DEFAULT FALSE")
    op.execute("ALTER TABLE class_date ADD COLUMN standing VARCHAR(16) NOT NULL DEFAULT 'open'")
    instant = Instant().compile(op.get_bind().dialect)
    due = "CONSTRAINT ck_class_date_due CHECK (due_at IS NULL OR standing IN ('open', 'asked'))"
    op.execute(f"ALTER TABLE class_date ADD COLUMN due_at {instant} {due}")
    op.execute("UPDATE class_date SET standing = 'called_off' WHERE called_off_at IS NOT NULL")
    op.drop_column("class_date", "called_off_at")
    is_due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_class_date_due", "class_date", ["due_at"], sqlite_where=is_due, postgresql_where=is_due
    )


def downgrade() -> None:
    op.add_column("class_date", sa.Column("called_off_at", Instant(), nullable=True))
    op.execute("UPDATE class_date SET called_off_at = day WHERE standing = 'called_off'")
    op.drop_index("ix_class_date_due", "class_date")
    op.drop_column("class_date", "due_at")
    op.drop_column("class_date", "standing")
    for column in ("runs_unanswered", "decide_hours", "minimum"):
        op.drop_column("group_class", column)
