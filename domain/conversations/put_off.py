"""A trainer's words that wait, for the end of their client's quiet hours or until that client has had fewer
messages: they may go before or be taken back.

Their row in the outbox is all there is of it: what is on its way already is never changed.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from domain.conversations.model import Message
from domain.errors import NotFound, NotYours
from domain.notifications.model import Notification, State
from domain.notifications.quiet import Why, step
from domain.people.model import Person, Relationship
from domain.work import Work
from domain.zones import at, wall

SEVEN = 7 * 60  # minutes of the day at which those who train early are up, though their quiet hours go on
TALKING = timedelta(days=1)  # since a client's own words: what answers them is not unasked
TAKEN_BACK = "taken back"


class Fate(Enum):
    WAITS = "for the end of quiet hours, for fewer messages, or for when its author chose"
    LEAVES = "as soon as its lane carries it"
    WENT = "a channel took it"
    TAKEN_BACK = "by its author, before it went"
    ENDED = "some other way"


class Words(NamedTuple):
    """What was written at once, how it stands, and since or until when."""

    message_id: int
    client: Person
    zone: str  # of whoever reads them
    fate: Fate
    at: datetime
    chosen: bool  # its author said when
    seven: datetime | None  # when it could go before the quiet hours end
    number: int = 0  # of the week's messages that it would have been, where it waits for that


def latest(work: Work, author: Person, relationship: Relationship, *, now: datetime) -> Words | None:
    """What a trainer has just written, where it waits."""
    said = work.conversations.messages(relationship.id)
    message = next((each for each in said if each.author_id == author.id), None)
    words = _words(work, relationship, message, _rows(work, relationship, message), now) if message else None
    return words if words and words.fate is Fate.WAITS else None


def spare(work: Work, author: Person, between: Relationship, *, most: int, now: datetime) -> None:
    """What a trainer has just written unasked waits until their client had fewer than ``most`` messages in a
    week.
    """
    said = work.conversations.messages(between.id)
    if any(each.author_id == between.client_id and each.at > now - TALKING for each in said):
        return
    room = work.campaigns.room_at(between.client_id, most, now=now)
    message = next((each for each in said if each.author_id == author.id), None)
    for row in _rows(work, between, message) if message and room > now else ():
        number = work.campaigns.told(between.client_id, now=now) + 1
        row.path = [*row.path, step(Why.BUDGET, since=now, number=number)]
        row.due_at = max(row.due_at, room)
    work.flush()


def send(work: Work, author: Person, message_id: int, *, now: datetime) -> Words:
    """They go at once; those that do not wait any more stay as they are. Raises NotFound, NotYours."""
    return _choose(work, author, message_id, now, now=now)


def send_at_seven(work: Work, author: Person, message_id: int, *, now: datetime) -> Words:
    """They go at seven on the client's clock; where that is over, or their quiet hours are, they stay as they
    are. Raises NotFound, NotYours.
    """
    words = _of(work, author, message_id, now=now)
    return _choose(work, author, message_id, words.seven, now=now) if words.seven else words


def take_back(work: Work, author: Person, message_id: int, *, now: datetime) -> Words:
    """They never go; those that do not wait any more stay as they are. Raises NotFound, NotYours."""
    for row in _waiting(work, author, message_id):
        row.state, row.problem, row.settled_at = State.SUPPRESSED, TAKEN_BACK, now
    work.flush()
    return _of(work, author, message_id, now=now)


def _choose(work: Work, author: Person, message_id: int, due: datetime, *, now: datetime) -> Words:
    for row in _waiting(work, author, message_id):
        row.path = [*row.path, step(Why.CHOSEN, since=due)]
        row.due_at, row.wanted_at, row.urgent = due, None, True
    work.flush()
    return _of(work, author, message_id, now=now)


def _of(work: Work, author: Person, message_id: int, *, now: datetime) -> Words:
    message, between = _mine(work, author, message_id)
    return _words(work, between, message, _rows(work, between, message), now)


def _waiting(work: Work, author: Person, message_id: int) -> list[Notification]:
    """All of them, or none once the first of them has left."""
    message, between = _mine(work, author, message_id)
    rows = _rows(work, between, message)
    return [row for row in rows if row.state is State.PENDING] if rows[0].state is State.PENDING else []


def _mine(work: Work, author: Person, message_id: int) -> tuple[Message, Relationship]:
    """Only whoever wrote to a client decides about it."""
    message = work.conversations.message(message_id)
    between = work.people.relationship_by_id(message.relationship_id)
    if message.author_id != author.id or author.id == between.client_id:
        raise NotYours
    return message, between


def _rows(work: Work, between: Relationship, message: Message) -> list[Notification]:
    """Of what was too long for one message there are several, the first one in front."""
    row = _row(work, between, message.id)
    others = [each for each in row.data.get("parts", [message.id]) if each != message.id] if row else []
    found = [row, *(_row(work, between, each) for each in others)]
    return sorted((each for each in found if each), key=lambda each: each.id)


def _row(work: Work, between: Relationship, message_id: int) -> Notification | None:
    return work.outbox.hold(f"message:{message_id}:{between.client_id}")


def _words(
    work: Work, between: Relationship, message: Message, rows: list[Notification], now: datetime
) -> Words:
    if not rows:
        raise NotFound
    row, zone = rows[0], work.people.address(rows[0].address_id).person.zone
    fate, seven = _fate(row, now), at(zone, wall(row.due_at, zone).date(), SEVEN)
    spared = row.path[-1] if row.path and row.path[-1]["why"] == Why.BUDGET and not row.urgent else {}
    early = fate is Fate.WAITS and not row.urgent and not spared
    return Words(
        message_id=message.id,
        client=work.people.person(between.client_id),
        zone=zone,
        fate=fate,
        at=row.settled_at or row.due_at,
        chosen=row.urgent,
        seven=seven if early and now < seven < row.due_at else None,
        number=spared.get("number", 0),
    )


def _fate(row: Notification, now: datetime) -> Fate:
    if row.state in (State.PENDING, State.CLAIMED):
        return Fate.WAITS if row.state is State.PENDING and row.due_at > now else Fate.LEAVES
    if row.state is State.SENT:
        return Fate.WENT
    return Fate.TAKEN_BACK if row.problem == TAKEN_BACK else Fate.ENDED
