"""Messages that were given up, after many tries or because their words lack something: an admin is told, and
has them tried again.
"""

from datetime import datetime, timedelta
from zlib import crc32

from domain.access import require_admin
from domain.base import Role
from domain.notifications.model import Notification, Purpose
from domain.notifications.service import tell
from domain.people.model import Person
from domain.work import Work

ALERT = "admin_dead"
REMEMBERED = timedelta(days=2)  # for which what was given up can be tried again


def tell_dead(work: Work, row: Notification, problem: str, *, now: datetime) -> None:
    """Once a day for what of a kind has the same problem. A campaign's card counts its own, and nobody is
    told that such an alert was given up.
    """
    if row.kind == ALERT or row.purpose is Purpose.PROMOTIONAL:
        return
    key = f"dead:{row.kind}:{crc32(problem.encode()):08x}:{now:%y%m%d}"
    data = {"kind": row.kind, "problem": problem}
    for admin in work.people.admins():
        tell(work, admin.id, Role.ADMIN, ALERT, key, due=now, subject=("dead", row.id), data=data)


def again(work: Work, actor: Person, kind: str, problem: str, *, now: datetime) -> int:
    """Try those that are still worth saying; answers how many."""
    require_admin(actor)
    return work.outbox.revive(kind, problem, now)
