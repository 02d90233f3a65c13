"""Each campaign has a name of its own, or none.

Revision ID: 0074
"""

from itertools import count

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tell_apart()
    named = sa.text("name <> ''")
    op.create_index(
        "uq_campaign_name",
        "campaign",
        ["name"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )


def downgrade() -> None:
    op.drop_index("uq_campaign_name", "campaign")


def _tell_apart() -> None:
    """The first of those of one name keeps it, and the others get a number that no other has."""
    bind = op.get_bind()
    names = {each.id: each.name.strip() for each in bind.execute(sa.text("SELECT id, name FROM campaign"))}
    known, kept = {name.lower() for name in names.values()}, set[str]()
    for number, name in sorted(names.items()):
        own = name
        if name and name.lower() in kept:
            own = next(each for n in count(2) if (each := f"{name[:50]} {n}").lower() not in known)
        kept.add(own.lower())
        known.add(own.lower())
        bind.execute(sa.text("UPDATE campaign SET name = :own WHERE id = :id"), {"own": own, "id": number})
