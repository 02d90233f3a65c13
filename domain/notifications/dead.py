"""Messages that were given up, after many tries or because their words lack something: an admin is told, and
has them tried again.
"""

from datetime import datetime, timedelta
from itertools import count
from zlib import crc32

from domain.access import require_admin
from domain.base import Role
from domain.notifications.model import Notification, Purpose
from domain.notifications.service import tell
from domain.people.model import Person
from domain.work import Work

ALERT = "admin_dead"
TRIED = "tried"  # in an alert's data: what it tells of was tried again
REMEMBERED = timedelta(days=2)  # for which what was given up can be tried again


def tell_dead(work: Work, row: Notification, problem: str, *, now: datetime) -> None:
    """Once a day for what of a kind has the same problem, and once more where it was tried again in vain. A
    campaign's card counts its own, and nobody is told that such an alert was given up.
    """
    if row.kind == ALERT or row.purpose is Purpose.PROMOTIONAL:
        return
    data = {"kind": row.kind, "problem": problem}
    for admin in work.people.admins():
        key = _key(work, admin, row.kind, problem, now)
        tell(work, admin.id, Role.ADMIN, ALERT, key, due=now, subject=("dead", row.id), data=data)


def again(work: Work, actor: Person, kind: str, problem: str, *, now: datetime) -> int:
    """Try those that are still worth saying; answers how many."""
    require_admin(actor)
    for admin in work.people.admins():
        alert = work.outbox.find(f"{_key(work, admin, kind, problem, now)}:{admin.id}")
        if alert:
            alert.data = alert.data | {TRIED: True}
    return work.outbox.revive(kind, problem, now)


def _key(work: Work, admin: Person, kind: str, problem: str, now: datetime) -> str:
    """Of the first alert of this day after which nobody tried again."""
    day = f"dead:{kind}:{crc32(problem.encode()):08x}:{now:%y%m%d}"
    keys = (f"{day}:{nth}" for nth in count(1))
    return next(key for key in keys if not _is_tried(work.outbox.find(f"{key}:{admin.id}")))


def _is_tried(alert: Notification | None) -> bool:
    return alert is not None and TRIED in alert.data
