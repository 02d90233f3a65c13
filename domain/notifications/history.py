"""What somebody was told unasked, for them to read whenever they like: their inbox.

A message is in the inbox of whose address it was written to, whoever has that address later; what only
redraws a card is in none. It is read once they opened it, pressed something in it, answered it, were shown
what it is about, or said so of all.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.errors import NotFound, NotYours
from domain.notifications.ports import Told
from domain.people.model import Address, Person
from domain.work import Work

KEPT = timedelta(days=90)  # then it is forgotten, read or not
MANY = 99  # more are not counted

# Why something was not sent that was still true: the rest is nobody's news.
TURNED_OFF = "they turned it off"
TOO_LATE = "too late"
STOPPED = "they said STOP"
UNREACHED = "nobody is reached there any more"
NOT_SENT = (TURNED_OFF, TOO_LATE, STOPPED, UNREACHED)


class Page(NamedTuple):
    """A part of an inbox, the latest first, and whether there are older ones."""

    told: list[Told]
    is_last: bool


def page_of(work: Work, person: Person, page: int, *, size: int) -> Page:
    """Pages count from 0; one that is empty by now is as the last."""
    found = work.history.told(person.id, limit=size + 1, skip=page * size)
    return Page(found[:size], len(found) <= size)


def unread(work: Work, person: Person) -> int:
    """How many they have not read; `MANY` and one for more than are counted."""
    return work.history.unread(person.id, most=MANY + 1)


def open_one(work: Work, person: Person, notification_id: int, *, now: datetime) -> Told:
    """One that was told them, which is read from now on. Raises NotYours, and NotFound."""
    told = work.outbox.told(notification_id)
    if told.row.reader_id != person.id:
        raise NotYours
    if told.row.settled_at is None:
        raise NotFound
    told.row.read_at = told.row.read_at or now
    return told


def digest_of(work: Work, person: Person, digest_id: int) -> list[Told]:
    """What was told them as one message, as it went on. Raises NotYours, and NotFound."""
    told = work.outbox.told(digest_id)
    rows = [row for row in work.outbox.gathered(told.row) if row.reader_id == person.id and row.settled_at]
    if not rows:
        raise NotYours
    return [Told(row, told.channel) for row in rows]


def read_all(work: Work, person: Person, *, now: datetime) -> int:
    """Answers how many they had not read."""
    return work.history.read_all(person.id, now)


def seen(
    work: Work,
    person: Person,
    *,
    message: tuple[int, str] | None = None,
    subject: tuple[str, int] | None = None,
    now: datetime,
) -> None:
    """They pressed or answered this message of an address, where alone its id says which it is, or were shown
    what is about this subject as it stands.
    """
    if message or subject:
        work.history.read_about(person.id, now, message=message, subject=subject)


def take_along(work: Work, address: Address, after: Person) -> None:
    """Whose chat it turns out to be has what was told there, and what waits to be."""
    before = address.person_id
    for row in work.outbox.waiting_for(before):
        if row.address_id == address.id and row.reader_id == before:
            row.reader_id = after.id
    work.history.hand_over(address.id, before, after.id)
