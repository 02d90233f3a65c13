"""The use cases of records: a trainer's numbers, and a session found again."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, GONE, OVER
from domain.people.model import Person
from domain.records.metrics import Metrics
from domain.schedule.vocabulary import plain, tidy
from domain.trainers.model import Trainer
from domain.work import Work

ENOUGH = 10  # completed sessions, from which on clients are shown a share of them
MOST_FOUND = 2000  # looked through by words; a stretch of time finds what is older
_YEAR = timedelta(days=366)
_CENTURY = timedelta(days=36525)


class Kind(enum.StrEnum):
    """Which sessions are looked for."""

    AHEAD = "a"
    PAST = "p"
    CANCELLED = "c"
    REQUESTS = "r"
    COMPLETED = "d"
    MISSED = "m"
    ALL = "e"


_STATUSES = {
    Kind.AHEAD: FIRM,
    Kind.PAST: (Status.CONFIRMED, *OVER),
    Kind.CANCELLED: GONE,
    Kind.REQUESTS: (Status.REQUESTED,),
    Kind.COMPLETED: (Status.COMPLETED,),
    Kind.MISSED: (Status.NO_SHOW,),
    Kind.ALL: (*FIRM, *OVER, *GONE),
}
_COMING = (Kind.AHEAD, Kind.REQUESTS)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, its number from 0, and how many there are in all."""

    sheets: list[Sheet]
    page: int
    total: int


def metrics(
    work: Work, actor: Person, trainer: Trainer, days: int | None, *, now: datetime
) -> tuple[Metrics, int]:
    """Of the sessions that began in the last so many days, or ever; and how many are booked ahead."""
    require_trainer(actor, trainer)
    since = now - (timedelta(days=days) if days else _CENTURY)
    ahead = work.records.tally(trainer.id, now, now + _YEAR)
    return work.records.tally(trainer.id, since, now), ahead.open


def track_record(work: Work, trainer: Trainer) -> Metrics | None:
    """Of all the trainer's sessions, once there are enough for a share to mean something."""
    found = work.records.total(trainer.id)
    return found if found.completed >= ENOUGH else None


def find(
    work: Work,
    actor: Person,
    trainer: Trainer,
    kind: Kind,
    words: Sequence[str],
    *,
    since: datetime | None,
    until: datetime | None,
    now: datetime,
    page: int,
    size: int,
) -> Found:
    """The trainer's sessions of which each of ``words`` begins a word of a name, of the service, of the note
    or of what was planned. What is ahead has the next one first, all else the latest. Past the last page is
    the last page.
    """
    require_trainer(actor, trainer)
    coming = kind in _COMING
    first = since or (now if coming else now - _CENTURY)
    last = until or (now if kind is Kind.PAST else now + _YEAR)
    said = work.records.words(
        trainer.id, first, last, _STATUSES[kind], latest_first=not coming, limit=MOST_FOUND
    )
    ids = [each.booking_id for each in said if _says(each.said, words)]
    page = min(page, max(0, (len(ids) - 1) // size))
    return Found(work.records.sheets(ids[page * size : (page + 1) * size]), page, len(ids))


def _says(said: str, words: Sequence[str]) -> bool:
    heard = searchable(said)
    return all(any(each.startswith(word) for each in heard) for word in words)


def searchable(text: str) -> list[str]:
    """Its words without case and accents."""
    return "".join(each if each.isalnum() else " " for each in plain(tidy(text))).split()
