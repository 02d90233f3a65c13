"""Who gets a campaign, who does not and why, and when each of them may be told. Pure policy."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.campaigns.fields import Field
from domain.campaigns.model import Status, Why
from domain.campaigns.ports import Known, Spot
from domain.consent.model import Act
from domain.notifications.quiet import Quiet, night_at
from domain.zones import at, wall

FOLLOWS = {
    Status.DRAFT: {Status.AWAITING, Status.RUNNING},
    Status.AWAITING: {Status.DRAFT, Status.RUNNING},
    Status.RUNNING: {Status.PAUSED, Status.FINISHED, Status.STOPPED},
    Status.PAUSED: {Status.RUNNING, Status.STOPPED},
    Status.FINISHED: set[Status](),
    Status.STOPPED: set[Status](),
}
WEEK = timedelta(days=7)  # of the budget
SOON = timedelta(minutes=1)  # what is put off by less is told now
_LOOKS = 8  # at the hours and the quiet in turn: some days of both


@dataclass(frozen=True, slots=True)
class Hours:
    """Of a day, in minutes on each person's own clock."""

    opens: int
    closes: int
    at_best: bool = False  # of these, the one in which each of them mostly answers


@dataclass(frozen=True, slots=True)
class Sorted:
    """One person of the segment: where and when they are told, or why not. ``at_best``: their hour is
    waited for.
    """

    who: Known
    spot: Spot | None = None
    due: datetime | None = None
    why: Why | None = None
    at_best: bool = False


@dataclass(slots=True)
class Audience:
    """Each person of a segment once: told now, told later, or left out for a reason."""

    now: list[Sorted] = field(default_factory=list)
    later: list[Sorted] = field(default_factory=list)
    out: list[Sorted] = field(default_factory=list)

    @property
    def told(self) -> list[Sorted]:
        return [*self.now, *self.later]

    @property
    def size(self) -> int:
        return len(self.now) + len(self.later) + len(self.out)

    def reasons(self) -> list[tuple[Why, int]]:
        """In the order of `Why`."""
        counts = Counter(each.why for each in self.out)
        return [(why, counts[why]) for why in Why if counts[why]]


def sort_out(
    people: Iterable[Known], fields: Collection[Field], hours: Hours, *, most: int, now: datetime
) -> Audience:
    """``most`` is how many messages a week are enough for anybody."""
    found = Audience()
    for who in people:
        each = _sorted(who, fields, hours, most, now)
        if each.why is not None or each.due is None:
            found.out.append(each)
        elif each.due > now + SOON:
            found.later.append(each)
        else:
            found.now.append(each)
    return found


def _sorted(who: Known, fields: Collection[Field], hours: Hours, most: int, now: datetime) -> Sorted:
    spot = next((each for each in who.spots if may_go(each)), None)
    if spot is None:
        return Sorted(who, why=_unasked(who))
    if who.told >= most:
        return Sorted(who, why=Why.OVER_BUDGET)
    if any(lacks(who, each) for each in fields):
        return Sorted(who, why=Why.NO_VALUE)
    best = best_at(now, who, hours)
    due = send_at(best or now, who.zone, hours, who.quiet)
    return Sorted(who, spot, due, at_best=due == best) if due else Sorted(who, why=Why.NEVER_AWAKE)


def best_at(now: datetime, who: Known, hours: Hours) -> datetime | None:
    """When the hour comes in which they mostly answer; None where it is not waited for."""
    if not hours.at_best or who.best is None or not hours.opens <= who.best * 60 < hours.closes:
        return None
    shown = wall(now, who.zone)
    if shown.hour == who.best:
        return now
    return _next(shown, who.best * 60, who.zone)


def may_go(spot: Spot) -> bool:
    """Whether promotions are welcome there, and arrive."""
    return not spot.dead and not spot.stopped and spot.act is Act.GIVEN


def _unasked(who: Known) -> Why:
    if any(each.stopped or each.act is Act.WITHDRAWN for each in who.spots):
        return Why.OPTED_OUT
    if all(each.dead for each in who.spots):
        return Why.UNREACHED
    return Why.NOT_ASKED


def lacks(who: Known, wanted: Field) -> bool:
    """Whether nothing is known that a field could say."""
    match wanted:
        case Field.NAME:
            return not who.name.strip() or who.name.startswith("+")
        case Field.TRAINER:
            return not who.trainer
        case Field.LAST_VISIT:
            return who.last_visit is None
        case _:
            return False


def send_at(now: datetime, zone: str, hours: Hours, quiet: Quiet | None) -> datetime | None:
    """The first instant from now on within the hours and outside of the quiet, both on this zone's clock;
    None where their quiet leaves none of the hours.
    """
    instant = now
    for _look in range(_LOOKS):
        opened = _opened(instant, zone, hours)
        night = night_at(quiet, zone, opened) if quiet else None
        if night is None:
            return opened
        instant = night.end
    return None


def _opened(instant: datetime, zone: str, hours: Hours) -> datetime:
    shown = wall(instant, zone)
    if hours.opens <= _minute(shown) < hours.closes:
        return instant
    return _next(shown, hours.opens, zone)


def _next(shown: datetime, minute: int, zone: str) -> datetime:
    """When clocks that show this come to a minute of the day: today, or tomorrow."""
    days = 1 if _minute(shown) >= minute else 0
    return at(zone, shown.date() + timedelta(days=days), minute)


def _minute(shown: datetime) -> int:
    return shown.hour * 60 + shown.minute
