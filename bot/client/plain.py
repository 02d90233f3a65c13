"""Plain sentences: "thu 6pm", "tomorrow morning with Ana", "and friday?", "I can't make it on monday"."""

from dataclasses import replace

from bot.client import whom
from bot.client.anybody import anybody_screen, is_for_anybody
from bot.client.bookable import none_free
from bot.client.booking import hold_time
from bot.client.cancelling import ask_to_cancel
from bot.client.cards import booking_card
from bot.client.classes import named_service, service_named
from bot.client.fitting import fitting
from bot.client.home import help_me, home
from bot.client.moving import move_screen
from bot.client.named import find_trainer, is_name_of, those_named
from bot.client.sessions import all_sessions
from bot.client.talked_of import earlier, talked_of
from bot.client.trainers import trainer_of, trainer_screen
from bot.client.views import AllSessions, AskToCancel
from bot.client.where import directions
from bot.client.wished import TakeUp, nobody_called, take_up, unknown_name, which_length, which_of, with_whom
from bot.dialogue.actions import Home
from bot.dialogue.lengths import take_length
from bot.dialogue.routes import sentence
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.when import When, read_when
from bot.dialogue.wish import Wish, read_wish
from bot.dialogue.words import _, local
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.conversations.service import is_muted
from domain.trainers.model import Trainer
from domain.trainers.places import is_link
from domain.trainers.service import of_length, services_for


@sentence(who=Role.CLIENT)
def plainly(turn: Turn, text: str) -> Screen | None:
    """What was wished for, or the times that were meant. None where it is about neither."""
    if is_muted(turn.address, turn.now):
        return None
    if (named := _bare_name(turn, text)) is not None:
        return named
    if (pick := whom.answered(turn, text)) is not None:
        return hold_time(turn, pick)
    text = whom.in_their_words(turn, text)
    wish = read_wish(text, turn.speaker.locale)
    minutes, words = take_length(text)
    said = read_when(
        words,
        now=local(turn.now),
        languages=[turn.speaker.locale],
        order=turn.date_order,
        earlier=earlier(turn),
    )
    if wish in (Wish.BOOK, Wish.MOVE) and said is not None:
        return _about_a_time(turn, said, wish, words, minutes)
    if wish is not None:
        return _granted(turn, wish, words, said, minutes)
    if minutes is not None and said is None and not words.strip(" .,!?"):
        return _at_that_length(turn, minutes)
    if said is None or not said.sure or (said.trouble and " " in said.rest):
        return None  # "I feel great after yesterday" asks for nothing
    return _about_a_time(turn, said, wish, words, minutes)


def _at_that_length(turn: Turn, minutes: int) -> Screen:
    """What is being talked about, and be it the next times, for as long as was said."""
    trainer = trainer_of(turn)
    if trainer is None:
        return with_whom(turn, earlier(turn) or When(), minutes)
    service = of_length(services_for(turn.work, trainer, turn.person.id), minutes)
    if service is None:
        return which_length(turn, trainer, earlier(turn) or When(), minutes)
    return take_up(turn, TakeUp(service.id, service.chosen))


def _bare_name(turn: Turn, text: str) -> Screen | None:
    """The next times of a trainer, or of a service, where nothing but the name was said."""
    found = those_named(turn, text)
    if any(is_name_of(each, text) for each in found):
        return trainer_screen(turn, found[0]) if len(found) == 1 else which_of(turn, found, When(), None)
    return service_named(turn, text)


def _granted(turn: Turn, wish: Wish, text: str, said: When | None, minutes: int | None) -> Screen | None:
    """The screen that a wish asks for; what is lost by it is asked about there, and not done here."""
    match wish:
        case Wish.CANCEL | Wish.MOVE | Wish.LOOK:
            return _of_a_session(turn, wish, text, said)
        case Wish.WHERE:
            return _where(turn)
        case Wish.HELP:
            return help_me(turn, "")
        case Wish.BOOK | Wish.PRICE:
            return _whoever_was_named(turn, text, minutes)


def _where(turn: Turn) -> Screen | None:
    """Where the next session is; where nobody has told us, the trainer is asked."""
    coming = _coming(turn, None)
    said = directions(coming[0]) if coming else _where_usually(turn)
    if not said:
        return None
    return Screen(text=said, choices=((choice(_("Menu"), Home()),),))


def _where_usually(turn: Turn) -> str:
    trainer = trainer_of(turn)
    if trainer is None or not trainer.place or is_link(trainer.place):
        return ""
    return _("{name} trains here: {place}", name=trainer.name, place=trainer.place)


def _whoever_was_named(turn: Turn, text: str, minutes: int | None) -> Screen:
    """The next times of the trainer, and of the length, that the words name."""
    trainer, found = find_trainer(turn, text), those_named(turn, text)
    if trainer is None and found:
        return which_of(turn, found, When(), minutes)
    if (known := named_service(turn, text, trainer)) is not None:
        return trainer_screen(turn, known[1], known[0].of(minutes))
    if trainer is None and is_for_anybody(text):
        return anybody_screen(turn, None, minutes)
    if trainer is None and (name := unknown_name(text)):
        return nobody_called(turn, name, When(), minutes)
    trainer = trainer or trainer_of(turn)
    if trainer is None:
        return with_whom(turn, When(), minutes) if minutes else home(turn)
    service = of_length(services_for(turn.work, trainer, turn.person.id), minutes)
    if service is None and minutes:
        return which_length(turn, trainer, When(), minutes)
    return trainer_screen(turn, trainer, service)


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
            turn.speak_for(coming[0].client.id)
            return move_screen(turn, coming[0])
        case _:
            turn.speak_for(coming[0].client.id)
            return booking_card(turn, coming[0])


def _about_a_time(turn: Turn, said: When, wish: Wish | None, text: str, minutes: int | None) -> Screen:
    """With whom, where the words leave that open; else the times that fit what was said."""
    named = find_trainer(turn, said.rest)
    found = [named] if named else those_named(turn, said.rest)
    if wish is not Wish.MOVE and len(found) > 1:
        return which_of(turn, found, said, minutes)
    if wish is not Wish.MOVE and not found and is_for_anybody(text):
        return anybody_screen(turn, said, minutes)
    if not found and (name := unknown_name(text)):
        return nobody_called(turn, name, said, minutes)
    return _at_a_time(turn, said, wish, text, minutes, named)


def _at_a_time(
    turn: Turn, said: When, wish: Wish | None, text: str, minutes: int | None, named: Trainer | None
) -> Screen:
    """Times that fit what was said; one exact free time is held at once."""
    moving = _moving(turn, wish, named)
    if moving is not None:
        turn.speak_for(moving.client.id)
        return fitting(turn, moving.trainer, moving.service, _but_where_it_is(said, moving), moving)
    if (known := named_service(turn, text, named)) is not None:
        return fitting(turn, known[1], known[0].of(minutes), said)
    trainer = named or trainer_of(turn)
    if trainer is None:
        return with_whom(turn, said, minutes)
    services = services_for(turn.work, trainer, turn.person.id)
    if not services:
        return none_free(turn, trainer)
    service = (talked_of(turn, services) if minutes is None else None) or of_length(services, minutes)
    if service is None and minutes:
        return which_length(turn, trainer, said, minutes)
    return fitting(turn, trainer, service or services[0], said)


def _but_where_it_is(said: When, moving: Sheet) -> When:
    """Without the day it leaves: "move thursday to friday" names both."""
    leaves = local(moving.booking.starts).date()
    if len(said.days) > 1 and leaves in said.days:
        return replace(said, days=tuple(day for day in said.days if day != leaves))
    return said


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
    with_them = (sheet for sheet in whom.coming(turn) if named is None or sheet.trainer is named)
    return [sheet for sheet in with_them if sheet.booking.starts > turn.now]
