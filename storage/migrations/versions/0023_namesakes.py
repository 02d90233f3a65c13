"""Trainers who share a first name are shown by more of it; no two are shown alike.

Revision ID: 0023
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_NAMES = sa.text(
    "SELECT trainer.id, person.name FROM trainer JOIN person ON person.id = trainer.person_id"
    " ORDER BY trainer.id"
)


def upgrade() -> None:
    op.add_column("trainer", sa.Column("called", sa.String(length=60), nullable=True))
    op.create_index("uq_trainer_called", "trainer", ["called"], unique=True)
    by_first: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for trainer, name in op.get_bind().execute(_NAMES):
        by_first[name.split()[0].casefold()].append((trainer, name))
    for alike in by_first.values():
        if len(alike) > 1:
            _tell_apart(alike)


def _tell_apart(alike: list[tuple[int, str]]) -> None:
    taken: set[str] = set()
    for trainer, name in alike:
        called, n = name[:56], 1
        while called in taken:
            n += 1
            called = f"{name[:56]} {n}"
        taken.add(called)
        op.get_bind().execute(
            sa.text("UPDATE trainer SET called = :called WHERE id = :id"), {"called": called, "id": trainer}
        )


def downgrade() -> None:
    op.drop_index("uq_trainer_called", "trainer")
    op.drop_column("trainer", "called")
