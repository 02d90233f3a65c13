"""Each priority is looked at by itself, and so is what was claimed, whatever else waits.

Revision ID: 0054
"""

import sqlalchemy as sa
from alembic import op

from storage.reshaping import reshape

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

WAS = "priority INTEGER NOT NULL"
CHECK = "priority BETWEEN 1 AND 9"


def upgrade() -> None:
    _index("ix_notification_claimed", "state = 'claimed'", "lane")
    _due("lane", "priority", "due_at", "id")
    if op.get_bind().dialect.name == "sqlite":
        reshape(op.get_bind(), "notification", {WAS: _CHECKED})
    else:
        op.create_check_constraint("priority", "notification", CHECK)


def downgrade() -> None:
    op.drop_index("ix_notification_claimed", "notification")
    _due("lane", "priority", "due_at")
    if op.get_bind().dialect.name == "sqlite":
        reshape(op.get_bind(), "notification", {_CHECKED: WAS})
    else:
        op.drop_constraint("priority", "notification")


def _due(*columns: str) -> None:
    op.drop_index("ix_notification_due", "notification")
    _index("ix_notification_due", "state IN ('pending', 'claimed')", *columns)


def _index(name: str, said: str, *columns: str) -> None:
    where = sa.text(said)
    op.create_index(name, "notification", columns, sqlite_where=where, postgresql_where=where)


_CHECKED = f"{WAS} CONSTRAINT ck_notification_priority CHECK ({CHECK})"
