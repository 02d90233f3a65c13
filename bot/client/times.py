"""Free times as choices: the next three, a day's, and the days that have any."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

from bot.client.bookable import none_free
from bot.client.places import places_left, why_no_class
from bot.client.views import OpenSession
from bot.client.waiting import JoinWaitlist, way_to_wait
from bot.dialogue.actions import Action, Home, Minute
from bot.dialogue.routes import on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, clock, day, local, voice, when, whole_day
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.bookings.rules import may_move_until
from domain.schedule.rules import days_with_times, nearest, spread
from domain.schedule.service import times
from domain.trainers.model import Service, Trainer

OFFERED = 3
OFFERED_TO_MOVE = 6
DAYS_SHOWN = 14
TIMES_SHOWN = 24


class PickTime(Action, code="bt", acts=True):
    """Hold a time, for whom where that was asked; for the usual length where none is named."""

    service: int
    starts: Minute
    whom: int | None = None
    minutes: int | None = None


class MoveTo(Action, code="mt", acts=True):
    """Move a booking, as it was shown, to a time; ``late`` where what that costs by now was shown."""

    booking: int
    version: int
    starts: Minute
    late: bool = False


class Days(Action, code="bk", word=N_("MORE")):
    """The days that have free times, for a new booking or for one that moves; in a text the times ``after``
    one.
    """

    service: int
    moving: int | None = None
    since: date | None = None
    after: Minute | None = None
    minutes: int | None = None


class Day(Action, code="bd"):
    """The free times of one day of the person's."""

    service: int
    day: date
    moving: int | None = None
    minutes: int | None = None


def free(
    scene: Scene,
    trainer: Trainer,
    service: Service,
    moving: Sheet | None = None,
    since: datetime | None = None,
) -> Iterator[datetime]:
    return times(
        scene.work,
        trainer,
        service,
        now=scene.now,
        since=since,
        client_id=scene.person.id,
        session_id=moving.booking.session.id if moving else 0,
        reach=may_move_until(moving.booking) if moving else None,
    )


def pick(service: Service, starts: datetime, moving: Sheet | None, label: str) -> Choice:
    """A choice that takes this time, or moves the booking there."""
    if moving is None:
        return choice(label, PickTime(service.id, Minute(starts), minutes=service.chosen))
    return choice(label, MoveTo(moving.booking.id, moving.booking.version, Minute(starts)))


def offer(
    scene: Scene,
    service: Service,
    trainer: Trainer,
    found: Sequence[datetime],
    moving: Sheet | None = None,
) -> tuple[Row, ...]:
    """Times as choices of one row each, and the way to all the others."""
    left = places_left(scene, service, found)
    said = (
        (starts, list_of([when(starts, trainer.zone_at(starts)), left.get(starts, "")])) for starts in found
    )
    picks = [pick(service, starts, moving, label) for starts, label in said]
    last = Minute(max(found)) if voice().terse and found else None
    days = days_of(service, moving.booking.id if moving else None, after=last)
    return rows([*picks, choice(_("More times"), days)], wide=2 if moving and not left else 1)


def picked(sheet: Sheet) -> PickTime:
    """What would hold the same once more."""
    return PickTime(sheet.service.id, Minute(sheet.booking.starts), minutes=sheet.service.chosen)


def days_of(
    service: Service, moving: int | None = None, since: date | None = None, after: Minute | None = None
) -> Days:
    """The calendar for that length; a booking that moves keeps the length that it has."""
    return Days(service.id, moving, since, after, None if moving else service.chosen)


def _day(service: Service, which: date, moving: int | None) -> Day:
    return Day(service.id, which, moving, None if moving else service.chosen)


def next_times(
    scene: Scene, trainer: Trainer, service: Service, moving: Sheet | None = None
) -> list[datetime]:
    """The answers to offer first: three, or six to one who moves, since moving should take two taps."""
    if moving is None:
        return spread(free(scene, trainer, service), OFFERED)
    others = (starts for starts in free(scene, trainer, service, moving) if starts != moving.booking.starts)
    return nearest(others, moving.booking.starts, OFFERED_TO_MOVE)


def near(
    scene: Scene,
    trainer: Trainer,
    service: Service,
    wanted: datetime,
    moving: Sheet | None = None,
    count: int = OFFERED,
) -> list[datetime]:
    """The free times nearest to one that was wanted and can't be had."""
    others = (starts for starts in free(scene, trainer, service, moving) if starts != wanted)
    return nearest(others, wanted, count)


def last_day(scene: Scene, trainer: Trainer) -> date:
    """The last day, in the person's zone, that bookings are taken for."""
    return local(scene.now + timedelta(days=trainer.horizon_days)).date()


def until_when(scene: Scene, trainer: Trainer) -> str:
    return _("{name} takes bookings until {day}.", name=trainer.name, day=day(last_day(scene, trainer)))


@on(Days, who=Role.CLIENT)
def show_days(turn: Turn, wanted: Days) -> Screen:
    """A calendar of the days that have free times, page by page up to the last one that can be booked."""
    service, trainer, moving = _looked_for(turn, wanted)
    if turn.by_text:
        return _later(turn, trainer, service, moving, wanted.after)
    since = whole_day(wanted.since).start if wanted.since else None
    live = days_with_times(free(turn, trainer, service, moving, since), turn.voice.living_by)
    found = list(islice(live, DAYS_SHOWN + 1))
    if not found and not since:
        return none_free(turn, trainer, why=why_no_class(turn, trainer, service))
    days, more = found[:DAYS_SHOWN], found[DAYS_SHOWN:]
    pages = [choice(_("First days"), days_of(service, wanted.moving))] if since else []
    pages += [choice(_("Later days"), days_of(service, wanted.moving, each)) for each in more]
    return Screen(
        title=trainer.name,
        text=lines(_("Which day suits you?"), "" if more else until_when(turn, trainer)),
        choices=(
            *rows((choice(day(each), _day(service, each, wanted.moving)) for each in days), 2),
            *rows(pages, 2),
            _ways_back(moving),
        ),
    )


def _later(
    turn: Turn, trainer: Trainer, service: Service, moving: Sheet | None, after: datetime | None
) -> Screen:
    """The next three times after those that were shown; a text has no room for a calendar."""
    since = after + timedelta(minutes=1) if after else None
    found = spread(free(turn, trainer, service, moving, since), OFFERED)
    if not found:
        why = until_when(turn, trainer) if after else why_no_class(turn, trainer, service)
        return none_free(turn, trainer, why=why)
    return Screen(
        title=trainer.name,
        text=_("Or text when, such as: thu 6pm"),
        choices=offer(turn, service, trainer, found, moving),
    )


@on(Day, who=Role.CLIENT)
def show_day(turn: Turn, wanted: Day) -> Screen:
    """The free times of one day."""
    service, trainer, moving = _looked_for(turn, wanted)
    span = whole_day(wanted.day)
    live = times(
        turn.work,
        trainer,
        service,
        now=turn.now,
        since=span.start,
        until=span.end - timedelta(minutes=1),
        client_id=turn.person.id,
        session_id=moving.booking.session.id if moving else 0,
        reach=may_move_until(moving.booking) if moving else None,
    )
    found = list(islice(live, TIMES_SHOWN))
    left = places_left(turn, service, found)
    said = ((starts, list_of([clock(starts), left.get(starts, "")])) for starts in found)
    picks = [pick(service, starts, moving, label) for starts, label in said]
    back = choice(_("Other days"), days_of(service, wanted.moving))
    text = (
        _("Free on {day}:", day=day(wanted.day))
        if picks
        else _("Nothing is free on {day}.", day=day(wanted.day))
    )
    wish = JoinWaitlist(service.id, wanted.day) if moving is None and not picks else None
    wait = way_to_wait(turn, trainer, service, wish)
    return Screen(
        title=trainer.name,
        text=text,
        choices=(*rows(picks, 1 if left else 3), *wait, (back,), _ways_back(moving)),
    )


def _ways_back(moving: Sheet | None) -> Row:
    menu = choice(_("Menu"), Home())
    return (choice(_("Keep it as it is"), OpenSession(moving.booking.id)), menu) if moving else (menu,)


def _looked_for(turn: Turn, wanted: Days | Day) -> tuple[Service, Trainer, Sheet | None]:
    """A length that there is no more is the usual one."""
    service, trainer = turn.work.trainers.service(wanted.service)
    service = service.of(wanted.minutes)
    if wanted.moving is None:
        return service, trainer, None
    sheet = turn.work.bookings.sheet(wanted.moving)
    if sheet.booking.client_id != turn.person.id:  # the turn is for whose it is, if it is anybody's here
        return service, trainer, None
    return sheet.service, sheet.trainer, sheet
