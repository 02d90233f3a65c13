"""What became of what was said, for an admin: by kind and channel."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.base import Role
from domain.errors import NotYours
from domain.intervals import Interval
from domain.notifications.kinds import Night, kind_of
from domain.notifications.model import State
from domain.notifications.ports import Tally
from domain.people.model import Person
from domain.work import Work

# The last words of a provider about a message that it had taken.
_ARRIVED = {"delivered", "read"}
_LOST = {"undelivered", "failed", "canceled"}


@dataclass(frozen=True, slots=True)
class Fate:
    """Of how many messages. ``sent``: a provider took them, and said that so many were ``delivered`` or
    ``lost``; of the others it says nothing. ``refused``: it never took them. ``doubtful``: nobody knows.
    """

    sent: int
    delivered: int
    lost: int
    refused: int
    doubtful: int
    unwanted: int


def tallies(work: Work, actor: Person, span: Interval) -> list[Tally]:
    """Of messages that ring, settled within ``span``. An admin's to ask for: raises NotYours."""
    if not actor.roles & Role.ADMIN:
        raise NotYours
    found = work.outbox.tallies(span.start, span.end)
    return [each for each in found if kind_of(each.kind).night is not Night.SILENT]


def fate(found: Iterable[Tally]) -> Fate:
    """Of all these together."""
    ends, said = Counter[State](), Counter[str]()
    for each in found:
        ends[each.state] += each.times
        if each.state is State.SENT and each.status:
            said[each.status] += each.times
    return Fate(
        sent=ends[State.SENT],
        delivered=sum(said[status] for status in _ARRIVED),
        lost=sum(said[status] for status in _LOST),
        refused=ends[State.FAILED] + ends[State.DEAD],
        doubtful=ends[State.UNKNOWN],
        unwanted=ends[State.SUPPRESSED],
    )


def reasons(found: Iterable[Tally]) -> Counter[str]:
    """Why nothing was sent, and how often."""
    whys = Counter[str]()
    for each in found:
        if each.state is State.SUPPRESSED and each.problem:
            whys[each.problem] += each.times
    return whys
