"""Tasks in one word, for those who type: C, DROP, AGAIN, LATE 10, NAME Sam, MORE.

A word that could mean two sessions asks which; it never guesses.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from bot.client.booking import Confirm, LetGo, confirm, hold_time, let_go
from bot.client.cards import booking_card, session_line
from bot.client.home import home
from bot.client.sessions import all_sessions, ask_to_cancel, attend, cancel, move_screen
from bot.client.times import PickTime
from bot.client.trainers import trainer_of, trainer_screen
from bot.client.views import AllSessions, AskToCancel, AskToMove, Attend, Cancel
from bot.dialogue.actions import Action, Minute
from bot.dialogue.routes import board, command
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, local, minutes_long
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.service import relate
from domain.errors import NotFound
from domain.notifications.service import tell
from domain.zones import at

REMINDED = timedelta(hours=25)  # before its start a session may have been asked about
LATEST = 60  # minutes; whoever comes later than that had better write
_WEEK = timedelta(weeks=1)
_SOON = timedelta(hours=3)


@command("c", "confirm", "confirmar", who=Role.CLIENT, takes_words=True)
def come(turn: Turn, rest: str) -> Screen | None:
    """Confirm what is held, or the session that was asked about."""
    held = turn.work.bookings.held_by(turn.person.id)
    asked = [sheet for sheet in _coming(turn) if _asked_about(turn, sheet)]
    acts: list[tuple[Sheet, Action]] = [
        (sheet, Attend(sheet.booking.id, sheet.booking.version)) for sheet in asked
    ]
    if held is not None and held.starts > turn.now:
        acts.insert(0, (turn.work.bookings.sheet(held.id), Confirm(held.id, held.version)))
    if not acts or (rest and not rest.isdecimal()):
        return None
    return _one_of(turn, acts, "C", _confirmed)


def _confirmed(turn: Turn, act: Action) -> Screen:
    match act:
        case Confirm():
            return confirm(turn, act)
        case Attend():
            return attend(turn, act)
    raise TypeError(act)


def _asked_about(turn: Turn, sheet: Sheet) -> bool:
    booking = sheet.booking
    soon = booking.starts - turn.now <= REMINDED
    return booking.status is Status.CONFIRMED and not booking.attending and soon


@command("drop", "anular", who=Role.CLIENT, takes_words=True)
def drop(turn: Turn, rest: str) -> Screen | None:
    """Give up what is held or booked: where that costs nothing, the one word is enough."""
    held = turn.work.bookings.held_by(turn.person.id)
    acts: list[tuple[Sheet, Action]] = [
        (sheet, Cancel(sheet.booking.id, sheet.booking.version)) for sheet in _coming(turn)
    ]
    if held is not None:
        acts.insert(0, (turn.work.bookings.sheet(held.id), LetGo(held.id)))
    if rest and not rest.isdecimal():
        return None
    if not acts:
        return all_sessions(turn, AllSessions())
    return _one_of(turn, acts, _("DROP"), _dropped)


def _dropped(turn: Turn, act: Action) -> Screen:
    match act:
        case LetGo():
            return let_go(turn, act)
        case Cancel() if turn.by_text:
            return cancel(turn, act)
        case Cancel(booking):
            return ask_to_cancel(turn, AskToCancel(booking))
    raise TypeError(act)


def _one_of(
    turn: Turn, acts: list[tuple[Sheet, Action]], word: str, do: Callable[[Turn, Action], Screen]
) -> Screen:
    """Do it where only one can be meant; else ask for the word and a number."""
    if len(acts) == 1:
        return do(turn, acts[0][1])
    named = [
        choice(session_line(sheet), act, word=f"{word} {number}")
        for number, (sheet, act) in enumerate(acts[:5], 1)
    ]
    return Screen(text=_("Which one do you mean?"), choices=rows(named))


@command("move", "reschedule", "mover", "cambiar", who=Role.CLIENT)
def move(turn: Turn, rest: str) -> Screen:
    coming = _coming(turn)
    if len(coming) == 1:
        return move_screen(turn, coming[0])
    if not coming:
        return all_sessions(turn, AllSessions())
    named = [choice(session_line(sheet), AskToMove(sheet.booking.id), word="") for sheet in coming[:6]]
    return Screen(text=_("Which one do you want to move?"), choices=rows(named))


@command("again", "rebook", "repetir", "otra vez", "de nuevo", who=Role.CLIENT)
def again(turn: Turn, rest: str) -> Screen:
    """The same as last time, a week on: in a text booked at once, elsewhere held for a tap."""
    last = _last(turn)
    if last is None:
        trainer = trainer_of(turn)
        return trainer_screen(turn, trainer) if trainer else home(turn)
    starts = _weeks_on(turn, last)
    screen = hold_time(turn, PickTime(last.service.id, Minute(starts)))
    turn.work.flush()
    held = turn.work.bookings.held_by(turn.person.id)
    if held is None or held.starts != starts or not turn.by_text:
        return screen
    return confirm(turn, Confirm(held.id, held.version))


def _last(turn: Turn) -> Sheet | None:
    """The latest session that they had, have, or gave up."""
    client, now = turn.person.id, turn.now
    found = [*turn.work.bookings.coming(client, now), *turn.work.bookings.over(client, now, limit=1)]
    found += turn.work.bookings.gone(client, limit=1)
    return max(found, key=lambda sheet: sheet.booking.starts, default=None)


def _weeks_on(turn: Turn, last: Sheet) -> "Minute":
    """The first such weekday and hour, as the trainer's clock shows them, that is ahead and not taken by
    this very client; what was given up may be had again.
    """
    wall = local(last.booking.starts)
    theirs = {sheet.booking.starts for sheet in _coming(turn)}
    weeks = 0
    while True:
        starts = at(turn.person.zone, (wall + weeks * _WEEK).date(), wall.time())
        if starts > turn.now and starts not in theirs:
            return Minute(starts)
        weeks += 1


@command("late", "running late", "i'm late", "tarde", "llego tarde", who=Role.CLIENT, takes_words=True)
def late(turn: Turn, rest: str) -> Screen | None:
    """Tell the trainer that they come some minutes late."""
    found = re.search(r"[0-9]{1,3}", rest)
    coming = turn.work.bookings.coming(turn.person.id, turn.now)
    near = next((sheet for sheet in coming if sheet.booking.starts - turn.now <= _SOON), None)
    if near is None or (rest and not found):
        return None  # words for a human
    if found is None or not 1 <= int(found[0]) <= LATEST:
        return Screen(text=_("How many minutes late? For example: LATE 10"))
    minutes = int(found[0])
    relationship = relate(turn.work, turn.person, near.trainer, now=turn.now)
    tell(
        turn.work,
        near.trainer.person_id,
        Role.TRAINER,
        "trainer_late",
        f"late:{near.booking.id}:{minutes}",
        due=turn.now,
        subject=("thread", relationship.id),
        data={"minutes": minutes, "booking": near.booking.id},
        priority=4,
    )
    said = _("{name} is told that you come {time} late.", name=near.trainer.name, time=minutes_long(minutes))
    return Screen(text=said)


@command("name", "my name is", "nombre", "me llamo", "mi nombre es", who=Role.CLIENT, takes_words=True)
def be_called(turn: Turn, rest: str) -> Screen | None:
    """How trainers see them; a phone number is no name."""
    name = " ".join(rest.split())[:60].strip(" .!")
    if not name or not any(each.isalpha() for each in name) or len(name.split()) > 4:
        return None if rest else Screen(text=_("Text NAME and yours, such as: NAME Sam"))
    turn.person.name = name
    return Screen(text=_("Thank you, {name}.", name=turn.person.first_name))


@command("more", "mas", who=Role.CLIENT)
def more(turn: Turn, rest: str) -> Screen:
    """Without a list to go on from, the list itself."""
    return fresh_list(turn)


@command("keep", "dejar", who=Role.CLIENT)
def keep(turn: Turn, rest: str) -> Screen:
    coming = _coming(turn)
    return booking_card(turn, coming[0]) if len(coming) == 1 else all_sessions(turn, AllSessions())


@board("list", who=Role.CLIENT)
def fresh_list(turn: Turn) -> Screen:
    """The list that the talk is about, drawn anew."""
    talk = turn.address.talk or {}
    moving = next((sheet for sheet in _coming(turn) if sheet.booking.id == talk.get("moving")), None)
    if moving is not None:
        return move_screen(turn, moving)
    try:
        trainer = trainer_of(turn)
    except NotFound:
        trainer = None
    return trainer_screen(turn, trainer) if trainer else home(turn)


def _coming(turn: Turn) -> list[Sheet]:
    """Requests and bookings that have not begun, the next one first."""
    coming = turn.work.bookings.coming(turn.person.id, turn.now)
    return [sheet for sheet in coming if sheet.booking.starts > turn.now]
