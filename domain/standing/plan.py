"""What becomes of each date: free, or not, why, and where it could be instead. Shown before it is written."""

import enum
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.standing.look import Clash, Look


class How(enum.StrEnum):
    """What is done with the dates that clash."""

    SKIP = "s"  # they are left out, or left where they are
    MOVE = "m"  # to the nearest free time, where there is one


@dataclass(frozen=True, slots=True)
class Planned:
    """A date of the rhythm. ``mine`` is the booking that the client has for it already."""

    day: date
    starts: datetime
    why: Clash | None = None
    instead: datetime | None = None
    mine: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All dates up to the last that is booked for, in order."""

    dates: tuple[Planned, ...]

    @property
    def free(self) -> list[Planned]:
        return [each for each in self.dates if each.why is None]

    @property
    def clashes(self) -> list[Planned]:
        return [each for each in self.dates if each.why is not None]

    @property
    def movable(self) -> list[Planned]:
        return [each for each in self.clashes if each.instead is not None]

    @property
    def seen(self) -> int:
        """A number for the plan as it was shown; an action's numbers have 31 bits."""
        said = ((each.day, each.starts, each.why, each.instead, each.mine) for each in self.dates)
        return zlib.crc32(repr(list(said)).encode()) >> 1

    def times(self, how: How) -> list[tuple[Planned, datetime]]:
        """The dates that are had, each with its time."""
        moved = how is How.MOVE
        return [
            (each, each.instead if each.why and each.instead else each.starts)
            for each in self.dates
            if each.why is None or (moved and each.instead)
        ]


def planned(
    look: Look,
    wanted: Iterable[tuple[date, datetime]],
    *,
    offered: bool = True,
    mine: Mapping[datetime, int] | None = None,
) -> Plan:
    """Each date beside those before it; then the nearest time for each of those that clash. ``mine`` are the
    client's own bookings of this kind by their start: they are in nobody's way.
    """
    dates = [_checked(look, day, starts, offered, (mine or {}).get(starts)) for day, starts in wanted]
    return Plan(tuple(_with_instead(look, dates)))


def _checked(look: Look, day: date, starts: datetime, offered: bool, mine: int | None) -> Planned:
    if mine is not None:
        return Planned(day, starts, mine=mine)
    why = look.why_not(starts, offered=offered)
    if why is None:
        look.take(starts)
    return Planned(day, starts, why)


def _with_instead(look: Look, dates: Sequence[Planned]) -> Iterable[Planned]:
    for each in dates:
        instead = look.near(each.starts) if each.why else None
        if instead:
            look.take(instead)
        yield Planned(each.day, each.starts, each.why, instead, each.mine)
