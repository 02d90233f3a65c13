"""What was cancelled keeps its place for a minute, in which that can be undone.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

from storage.constraints import KEPT_RULES, KEPT_RULES_END

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}
FREED = "status NOT IN ('cancelled', 'declined', 'expired')"


def upgrade() -> None:
    engine = op.get_bind().dialect.name
    check = "CONSTRAINT ck_booking_kept_until CHECK (kept_until IS NULL OR status = 'cancelled')"
    op.execute(f"ALTER TABLE booking ADD COLUMN kept_until {INSTANT[engine]} {check}")
    _index("ix_booking_kept_until", ["kept_until"], "kept_until IS NOT NULL")
    _places(f"{FREED} OR kept_until IS NOT NULL")
    for rule in KEPT_RULES[engine]:
        op.execute(rule)


def downgrade() -> None:
    for rule in KEPT_RULES_END[op.get_bind().dialect.name]:
        op.execute(rule)
    _places(FREED)
    op.drop_index("ix_booking_kept_until", "booking")
    op.drop_column("booking", "kept_until")


def _places(where: str) -> None:
    """Whose a place is, and who is in a session, once each."""
    for name, column in (("uq_booking_seat", "seat"), ("uq_booking_person", "client_id")):
        op.drop_index(name, "booking")
        _index(name, ["session_id", column], where, unique=True)


def _index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(name, "booking", columns, unique=unique, sqlite_where=only, postgresql_where=only)
