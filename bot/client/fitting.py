"""The times that fit what was said: one that was named exactly is held at once."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import islice

from bot.client.bookable import none_free
from bot.client.booking import hold_time
from bot.client.cards import clash
from bot.client.places import why_no_class, why_not_joined
from bot.client.talked_of import remember
from bot.client.times import OFFERED, MoveTo, PickTime, free, last_day, near, offer, until_when
from bot.client.views import OpenSession
from bot.client.waiting import way_to_wait, wish_of
from bot.dialogue.actions import Minute
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.when import Trouble, When
from bot.dialogue.when_times import END_OF_DAY
from bot.dialogue.words import _, day, instant, local, when
from domain.bookings.ports import Sheet
from domain.schedule.rules import in_turns, nearest, spread
from domain.trainers.model import Service, Trainer


def fitting(
    turn: Turn, trainer: Trainer, service: Service, said: When, moving: Sheet | None = None
) -> Screen:
    """The free times that were meant, or the nearest ones; to book, or to move a booking there."""
    if said.trouble is not None:
        return _no_such(turn, trainer, service, said.trouble, moving)
    wanted = list(islice(_wanted(turn, said), 14))
    found = [starts for starts in free(turn, trainer, service, moving) if _fits(said, starts)]
    remember(turn, said, trainer, moving, service)
    exact = [starts for starts in found if starts in wanted]
    if said.day is not None and len(exact) > 1:
        exact = _as_before(turn, exact)
    if len(exact) == 1 and moving is not None:
        return _ask_to_move(turn, moving, exact[0])
    if len(exact) == 1 and said.day is not None:
        return hold_time(turn, PickTime(service.id, Minute(exact[0]), minutes=service.chosen))
    if exact:
        return _offered(turn, trainer, service, exact[:OFFERED], moving, _which(said, exact))
    shown = nearest(found, wanted[0], OFFERED) if wanted and found else _spread(said, found)
    if shown and not said.times:
        return _offered(turn, trainer, service, shown, moving, lines(_taken(said, shown), _("Free then:")))
    aim = wanted[0] if wanted else _start_of(turn, said)
    others = shown or _others(turn, trainer, service, said, aim, moving)
    wait = way_to_wait(turn, trainer, service, wish_of(turn, service, said)) if moving is None else ()
    if not others:
        far = until_when(turn, trainer) if _is_too_far(turn, trainer, said) else ""
        return none_free(turn, trainer, wait, far or why_no_class(turn, trainer, service))
    why = (why_not_joined(turn, service, wanted[0]) if wanted else "") or _why_not(turn, trainer, said)
    return _offered(turn, trainer, service, others, moving, why, wait)


def _offered(
    turn: Turn,
    trainer: Trainer,
    service: Service,
    found: list[datetime],
    moving: Sheet | None,
    said: str,
    wait: tuple[Row, ...] = (),
) -> Screen:
    """Times to choose from; of a booking that moves, which one it is and the way to leave it there."""
    if moving is None:
        return Screen(title=trainer.name, text=said, choices=(*offer(turn, service, trainer, found), *wait))
    return Screen(
        title=_("Move to when?"),
        text=lines(_where_it_is(moving), said),
        choices=(*offer(turn, service, trainer, found, moving), _kept(moving)),
    )


def _ask_to_move(turn: Turn, moving: Sheet, there: datetime) -> Screen:
    """Words may be about another session than was thought, so it is named before it moves."""
    zone, move = (
        moving.trainer.zone_at(there),
        MoveTo(moving.booking.id, moving.booking.version, Minute(there)),
    )
    turn.may_answer_yes(move, no=OpenSession(moving.booking.id))
    length = moving.booking.session.ends - moving.booking.starts
    return Screen(
        title=_("Move to when?"),
        text=lines(
            _where_it_is(moving),
            clash(turn, there, there + length, but=moving.booking.id),
            _("Move it to {time}?", time=when(there, zone)),
        ),
        choices=(*offer(turn, moving.service, moving.trainer, [there], moving), _kept(moving)),
    )


def _where_it_is(moving: Sheet) -> str:
    is_on = when(moving.booking.starts, moving.trainer.zone_at(moving.booking.starts))
    return _("Your session with {name} is on {time}.", name=moving.trainer.name, time=is_on)


def _kept(moving: Sheet) -> tuple[Choice, ...]:
    return (choice(_("Keep it as it is"), OpenSession(moving.booking.id), word=_("KEEP")),)


def _which(said: When, exact: list[datetime]) -> str:
    """Of several days one is picked first; and what of them is not free is not left out in silence."""
    asked = _("Which one do you mean?")
    return lines(_taken(said, exact) or _("I book one at a time."), asked) if _of_each(said) else asked


def _spread(said: When, found: list[datetime]) -> list[datetime]:
    """The soonest; of a few days that were named, some of each."""
    if not _of_each(said):
        return spread(found, OFFERED)
    by_day = [spread((each for each in found if local(each).date() == named), OFFERED) for named in said.days]
    return sorted(in_turns(by_day, OFFERED))


def _of_each(said: When) -> bool:
    """Whether several days were named, and so few that each can be spoken of."""
    return 1 < len(said.days) <= OFFERED


def _taken(said: When, found: list[datetime]) -> str:
    """Those of a few days on which nothing is free."""
    free_days = {local(starts).date() for starts in found}
    taken = list_of([day(each) for each in said.days if each not in free_days])
    return _("Not free then: {days}", days=taken) if taken and _of_each(said) else ""


def _others(
    turn: Turn, trainer: Trainer, service: Service, said: When, aim: datetime, moving: Sheet | None
) -> list[datetime]:
    """The nearest, or for whoever wants it later, those after."""
    later = said.window is not None and said.window[0] > time.min and said.window[1] == END_OF_DAY
    after = spread(free(turn, trainer, service, moving, aim), OFFERED) if later else []
    return after or near(turn, trainer, service, aim, moving)


def _why_not(turn: Turn, trainer: Trainer, said: When) -> str:
    if _is_too_far(turn, trainer, said):
        last = last_day(turn, trainer)
        return _("{name} takes bookings until {day}. The last free times:", name=trainer.name, day=day(last))
    return _("That time is not free. Nearest are:") if said.times else _("Nothing is free then. Next are:")


def _is_too_far(turn: Turn, trainer: Trainer, said: When) -> bool:
    return bool(said.days) and min(said.days) > last_day(turn, trainer)


def _no_such(
    turn: Turn, trainer: Trainer, service: Service, trouble: Trouble, moving: Sheet | None
) -> Screen:
    text = {
        Trouble.PAST: _("That time has passed. The next free ones:"),
        Trouble.NO_SUCH_TIME: _("There is no such time. The next free ones:"),
    }[trouble]
    found = spread(free(turn, trainer, service, moving), OFFERED)
    return _offered(turn, trainer, service, found, moving, text)


def _wanted(turn: Turn, said: When) -> Iterator[datetime]:
    """The instants that were named exactly."""
    days = said.days or (local(turn.now).date(), local(turn.now).date() + timedelta(days=1))
    return (instant(each, moment) for each in days for moment in said.times)


def _start_of(turn: Turn, said: When) -> datetime:
    first = said.days[0] if said.days else local(turn.now).date()
    return instant(first, said.window[0] if said.window else time(12))


def _as_before(turn: Turn, readings: list[datetime]) -> list[datetime]:
    """Of “7” in the morning and in the evening, the one at which they hold, have or had a session: it is
    asked about once.
    """
    client, booked = turn.person.id, turn.work.bookings
    held = booked.held_by(client)
    sheets = (*booked.coming(client, turn.now), *booked.over(client, turn.now, limit=5))
    hours = {local(each.booking.starts).time() for each in sheets} | (
        {local(held.starts).time()} if held else set()
    )
    known = [each for each in readings if local(each).time() in hours]
    return known if len(known) == 1 else readings


def _fits(said: When, starts: datetime) -> bool:
    moment = local(starts)
    if said.days and moment.date() not in said.days:
        return False
    if said.window:
        return said.window[0] <= moment.time() < said.window[1]
    return True
