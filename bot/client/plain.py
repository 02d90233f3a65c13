"""Plain sentences: "thu 6pm", "tomorrow morning with Ana", "and friday?", "I can't make it on monday"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from bot.client.booking import hold_time
from bot.client.cards import booking_card
from bot.client.home import help_me, home
from bot.client.sessions import all_sessions, ask_to_cancel, move_screen
from bot.client.times import OFFERED, PickTime, free, near, none_free, offer
from bot.client.trainers import find_trainer, trainer_of, trainer_screen
from bot.client.views import AllSessions, AskToCancel
from bot.dialogue.actions import Minute
from bot.dialogue.routes import sentence
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.when import Trouble, When, read_when
from bot.dialogue.wish import Wish, read_wish
from bot.dialogue.words import _, local
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.conversations.service import is_muted
from domain.schedule.rules import nearest, spread
from domain.trainers.model import Service, Trainer
from domain.zones import at


@sentence(who=Role.CLIENT)
def plainly(turn: Turn, text: str) -> Screen | None:
    """What was wished for, or the times that were meant. None where it is about neither."""
    if is_muted(turn.address, turn.now):
        return None
    wish = read_wish(text, turn.person.locale)
    said = read_when(text, now=local(turn.now), languages=[turn.person.locale], earlier=_earlier(turn))
    if wish in (Wish.BOOK, Wish.MOVE) and said is not None:
        return _about_a_time(turn, said, wish)
    if wish is not None:
        return _granted(turn, wish, text, said)
    if said is None or not said.sure or (said.trouble and " " in said.rest):
        return None  # "I feel great after yesterday" asks for nothing
    return _about_a_time(turn, said, wish)


def _granted(turn: Turn, wish: Wish, text: str, said: When | None) -> Screen | None:
    """The screen that a wish asks for; what is lost by it is asked about there, and not done here."""
    match wish:
        case Wish.CANCEL | Wish.MOVE | Wish.LOOK:
            return _of_a_session(turn, wish, text, said)
        case Wish.HELP:
            return help_me(turn, "")
        case Wish.BOOK | Wish.PRICE:
            trainer = find_trainer(turn, text) or trainer_of(turn)
            return trainer_screen(turn, trainer) if trainer else home(turn)


def _of_a_session(turn: Turn, wish: Wish, text: str, said: When | None) -> Screen | None:
    """About the session with whom and on the day that were named, or else the next one."""
    coming = _coming(turn, find_trainer(turn, text))
    if said is not None and said.days:
        coming = [sheet for sheet in coming if local(sheet.booking.starts).date() in said.days]
    if not coming:
        return all_sessions(turn, AllSessions())
    match wish:
        case Wish.CANCEL:
            return ask_to_cancel(turn, AskToCancel(coming[0].booking.id))
        case Wish.MOVE:
            return move_screen(turn, coming[0])
        case _:
            return booking_card(turn, coming[0])


def _about_a_time(turn: Turn, said: When, wish: Wish | None) -> Screen:
    """Times that fit what was said; one exact free time is held at once."""
    named = find_trainer(turn, said.rest)
    trainer = named or trainer_of(turn)
    if trainer is None:
        return home(turn)
    moving = _moving(turn, wish, named)
    if moving is not None:
        trainer, service = moving.trainer, moving.service
        # "Move thursday to friday" names the day it leaves as well.
        leaves = local(moving.booking.starts).date()
        if len(said.days) > 1 and leaves in said.days:
            said = replace(said, days=tuple(day for day in said.days if day != leaves))
    else:
        services = turn.work.trainers.services(trainer.id)
        if not services:
            return none_free(trainer)
        service = services[0]
    if said.trouble is not None:
        return _no_such(turn, trainer, service, said.trouble, moving)
    return _fitting(turn, trainer, service, said, moving)


def _fitting(turn: Turn, trainer: Trainer, service: Service, said: When, moving: Sheet | None) -> Screen:
    wanted = list(islice(_wanted(turn, said), 14))
    found = [starts for starts in free(turn, trainer, service, moving) if _fits(said, starts)]
    _remember(turn, trainer, said, moving)
    exact = [starts for starts in found if starts in wanted]
    if len(exact) == 1 and said.day is not None and moving is None:
        return hold_time(turn, PickTime(service.id, Minute(exact[0])))
    if exact:
        asked = _("Which one do you mean?") if len(exact) > 1 else _("Move it there?")
        return Screen(
            title=trainer.name, text=asked, choices=offer(service, trainer, exact[:OFFERED], moving)
        )
    shown = nearest(found, wanted[0], OFFERED) if wanted and found else spread(found, OFFERED)
    if shown and not said.times:
        return Screen(
            title=trainer.name, text=_("Free then:"), choices=offer(service, trainer, shown, moving)
        )
    aim = wanted[0] if wanted else _start_of(turn, said)
    others = shown or near(turn, trainer, service, aim, moving)
    if not others:
        return none_free(trainer)
    text = _("That time is not free. Nearest are:")
    return Screen(title=trainer.name, text=text, choices=offer(service, trainer, others, moving))


def _no_such(
    turn: Turn, trainer: Trainer, service: Service, trouble: Trouble, moving: Sheet | None
) -> Screen:
    text = {
        Trouble.PAST: _("That time has passed. The next free ones:"),
        Trouble.NO_SUCH_TIME: _("There is no such time. The next free ones:"),
    }[trouble]
    found = spread(free(turn, trainer, service, moving), OFFERED)
    return Screen(title=trainer.name, text=text, choices=offer(service, trainer, found, moving))


def _wanted(turn: Turn, said: When) -> Iterator[datetime]:
    """The instants that were named exactly."""
    days = said.days or (local(turn.now).date(), local(turn.now).date() + timedelta(days=1))
    return (at(turn.person.zone, each, moment) for each in days for moment in said.times)


def _start_of(turn: Turn, said: When) -> datetime:
    first = said.days[0] if said.days else local(turn.now).date()
    return at(turn.person.zone, first, said.window[0] if said.window else time(12))


def _fits(said: When, starts: datetime) -> bool:
    moment = local(starts)
    if said.days and moment.date() not in said.days:
        return False
    if said.window:
        return said.window[0] <= moment.time() < said.window[1]
    return True


def _moving(turn: Turn, wish: Wish | None, named: Trainer | None) -> Sheet | None:
    """The booking that is to move: the one being talked about, or the next one where that was wished for."""
    talk = turn.address.talk or {}
    coming = _coming(turn, named)
    for sheet in coming:
        if sheet.booking.id == talk.get("moving"):
            return sheet
    return coming[0] if coming and wish is Wish.MOVE else None


def _coming(turn: Turn, named: Trainer | None) -> list[Sheet]:
    """Those that have not begun, with the one who was named if anybody was, the next one first."""
    coming = turn.work.bookings.coming(turn.person.id, turn.now)
    with_them = (sheet for sheet in coming if named is None or sheet.trainer is named)
    return [sheet for sheet in with_them if sheet.booking.starts > turn.now]


def _remember(turn: Turn, trainer: Trainer, said: When, moving: Sheet | None) -> None:
    """What "and friday?" and "later" will be about."""
    talk: dict[str, Any] = {
        "trainer": trainer.id,
        "days": [each.isoformat() for each in said.days],
        "times": [each.isoformat() for each in said.times],
        "window": [each.isoformat() for each in said.window] if said.window else None,
    }
    turn.address.talk = talk | ({"moving": moving.booking.id} if moving else {})


def _earlier(turn: Turn) -> When | None:
    talk = turn.address.talk or {}
    if not (talk.get("days") or talk.get("times") or talk.get("window")):
        return None
    window = talk.get("window")
    today = local(turn.now).date()
    days = tuple(each for each in map(date.fromisoformat, talk.get("days", ())) if each >= today)
    return When(
        days=days,
        times=tuple(time.fromisoformat(each) for each in talk.get("times", ())),
        window=(time.fromisoformat(window[0]), time.fromisoformat(window[1])) if window else None,
    )
