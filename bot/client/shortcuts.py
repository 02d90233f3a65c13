"""Tasks in one word, for those who type: C, DROP, AGAIN, LATE 10, NAME Sam, MORE.

A word that could mean two sessions asks which; it never guesses.
"""

from dataclasses import replace
from datetime import timedelta

from bot.client import whom
from bot.client.again import book_again, weeks_on
from bot.client.booking import Confirm, LetGo, confirm, hold_time, let_go, review, to_confirm
from bot.client.cancelling import ask_to_cancel, cancel
from bot.client.cards import session_line
from bot.client.fitting import fitting
from bot.client.home import home
from bot.client.moving import move_screen
from bot.client.paying import pay_first
from bot.client.sessions import all_sessions, attend, keep_session
from bot.client.talked_of import earlier, talked_of
from bot.client.times import PickTime
from bot.client.trainers import trainer_of, trainer_screen
from bot.client.views import Again, AllSessions, AskToCancel, AskToMove, Attend, Cancel, KeepSession, PayFirst
from bot.dialogue.actions import Action, Home, unpack
from bot.dialogue.home import YES
from bot.dialogue.menu import is_same
from bot.dialogue.routes import board, command
from bot.dialogue.screen import Screen, choice, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import count
from bot.dialogue.words import _, when
from domain.base import Role
from domain.bookings.misplaced import is_misplaced
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.errors import NotFound
from domain.trainers.service import rename, services_for

REMINDED = timedelta(hours=25)  # before its start a session may have been asked about


@command("c", "confirm", "confirmar", who=Role.CLIENT, takes_words=True)
def come(turn: Turn, rest: str) -> Screen | None:
    """Confirm what is held, or the session that was asked about."""
    if whom.is_named(turn, rest):
        rest = ""
    asked = [sheet for sheet in _coming(turn) if _asked_about(turn, sheet)]
    acts: list[tuple[Sheet, Action]] = [
        (sheet, Attend(sheet.booking.id, sheet.booking.version)) for sheet in asked
    ]
    held = [each for each in whom.holds(turn) if each.starts > turn.now]
    sheets = [turn.work.bookings.sheet(each.id) for each in held]
    acts[:0] = [(sheet, to_confirm(turn, sheet)) for sheet in sheets]
    if rest and not rest.isdecimal():
        return None
    if not acts:
        return Screen(
            text=_("There is nothing to confirm just now."), choices=((choice(_("Menu"), Home()),),)
        )
    if not _is_plain(turn, acts, rest):
        return _listed(turn, acts, "C", rest)
    turn.speak_for(acts[0][0].client.id)
    return _confirmed(turn, acts[0][1])


def _confirmed(turn: Turn, act: Action) -> Screen:
    match act:
        case Confirm():
            return confirm(turn, act)
        case PayFirst():
            return pay_first(turn, act)
        case Attend():
            return attend(turn, act)
    raise TypeError(act)


def _asked_about(turn: Turn, sheet: Sheet) -> bool:
    booking = sheet.booking
    soon = booking.starts - turn.now <= REMINDED
    return booking.status is Status.CONFIRMED and not booking.attending and soon


@command(*YES, who=Role.CLIENT)
def yes(turn: Turn, rest: str) -> Screen | None:
    """A yes after something else was said: what is held, or what was asked about, is shown anew."""
    held = next((each for each in whom.holds(turn) if each.until and each.until > turn.now), None)
    if held is not None:
        sheet = turn.work.bookings.sheet(held.id)
        turn.speak_for(sheet.client.id)
        return review(turn, sheet)
    return None


@command("drop", "anular", who=Role.CLIENT, takes_words=True)
def drop(turn: Turn, rest: str) -> Screen | None:
    """Give up what is held or booked: where that costs nothing, the one word is enough."""
    if whom.is_named(turn, rest):
        rest = ""
    acts: list[tuple[Sheet, Action]] = [
        (sheet, Cancel(sheet.booking.id, sheet.booking.version)) for sheet in _coming(turn)
    ]
    acts[:0] = [(turn.work.bookings.sheet(held.id), LetGo(held.id)) for held in whom.holds(turn)]
    if rest and not rest.isdecimal():
        return None
    if not acts:
        return all_sessions(turn, AllSessions())
    # Whoever has one under way may well mean that.
    others = len(whom.nearest(whom.coming(turn))) - len(_coming(turn))
    if others or not _is_plain(turn, acts, rest):
        return _listed(turn, acts, _("DROP"), rest)
    turn.speak_for(acts[0][0].client.id)
    return _dropped(turn, acts[0][1])


def _dropped(turn: Turn, act: Action) -> Screen:
    match act:
        case LetGo():
            return let_go(turn, act)
        case Cancel() if turn.by_text:
            return cancel(turn, act)
        case Cancel(booking):
            return ask_to_cancel(turn, AskToCancel(booking))
    raise TypeError(act)


def _is_plain(turn: Turn, acts: list[tuple[Sheet, Action]], number: str) -> bool:
    """Whether there is only one, and nothing else on the phone's screen could be meant. A number is of a list
    that is gone, and what it stood for may be gone too.
    """
    if len(acts) > 1 or number:
        return False
    return all(is_same(acts[0][1].pack(), each) for each in turn.offered)


def _listed(turn: Turn, acts: list[tuple[Sheet, Action]], word: str, number: str) -> Screen:
    """Which one is meant: asked for by the word and a number, other than one that was just typed."""
    typed = int(number) if len(number) == 1 else 0
    named = [
        choice(session_line(sheet, whom.whose(turn, sheet)), act, word=f"{word} {place}")
        for place, (sheet, act) in enumerate(acts[:5], typed + 1)
    ]
    return Screen(text=_("Which one do you mean?"), choices=rows(named))


@board("which", who=Role.CLIENT)
def which(turn: Turn) -> Screen | None:
    """The sessions that one word could be meant for, such as two offers with TAKE."""
    acts = [(action, getattr(action, "booking", None)) for action in map(unpack, turn.offered) if action.acts]
    named = [(turn.work.bookings.sheet(booking), action) for action, booking in acts if booking]
    return _listed(turn, named, _(type(acts[0][0]).word), "") if named else None


@command("move", "reschedule", "mover", "cambiar", who=Role.CLIENT, takes_words=True)
def move(turn: Turn, rest: str) -> Screen | None:
    """Alone, or with the number of the session in the list that it asks with."""
    coming = _coming(turn)
    number = count(rest)
    if rest and not (number and number <= len(coming)):
        return None
    if number:
        turn.speak_for(coming[number - 1].client.id)
        return move_screen(turn, coming[number - 1])
    if len(coming) == 1:
        turn.speak_for(coming[0].client.id)
        return move_screen(turn, coming[0])
    if not coming:
        return all_sessions(turn, AllSessions())
    named = [
        choice(session_line(sheet, whom.whose(turn, sheet)), AskToMove(sheet.booking.id), word="")
        for sheet in coming[:6]
    ]
    return Screen(text=_("Which one do you want to move?"), choices=rows(named))


@command("again", "rebook", "repetir", "otra vez", "de nuevo", who=Role.CLIENT)
def again(turn: Turn, rest: str) -> Screen:
    """The same as last time, a week on: in a text booked at once, elsewhere held for a tap."""
    latest = lasts(turn)
    if len(latest) > 1:
        return _whose_again(turn, latest)
    last = next(iter(latest), None)
    if last is None:
        trainer = trainer_of(turn)
        return trainer_screen(turn, trainer) if trainer else home(turn)
    turn.speak_for(last.client.id)
    starts = weeks_on(turn, last)
    if turn.by_text:
        return book_again(turn, Again(last.service.id, starts, turn.whom, last.service.chosen))
    return hold_time(turn, PickTime(last.service.id, starts, minutes=last.service.chosen))


def lasts(turn: Turn) -> list[Sheet]:
    """The latest session that each of them had, has, or gave up."""
    lasts = (_last(turn, each.id) for each in whom.meant(turn))
    return [sheet for sheet in lasts if sheet is not None]


def _whose_again(turn: Turn, lasts: list[Sheet]) -> Screen:
    """Each of them had another session last, so it is asked which of these is to be held."""
    picks = []
    for sheet in lasts:
        starts = weeks_on(turn, sheet)
        label = whom.whose(turn, sheet) + list_of(
            [when(starts, sheet.trainer.zone_at(starts)), sheet.trainer.name]
        )
        picks.append(choice(label, PickTime(sheet.service.id, starts, sheet.client.id, sheet.service.chosen)))
    return Screen(title=_("For whom?"), choices=rows(picks))


def _last(turn: Turn, client: int) -> Sheet | None:
    found = [
        *turn.work.bookings.coming(client, turn.now),
        *turn.work.bookings.over(client, turn.now, limit=1),
    ]
    found += turn.work.bookings.gone(client, limit=1)
    return max(found, key=lambda sheet: sheet.booking.starts, default=None)


@command("name", "my name is", "nombre", "me llamo", "mi nombre es", who=Role.CLIENT, takes_words=True)
def be_called(turn: Turn, rest: str) -> Screen | None:
    """How trainers see them; a phone number is no name."""
    name = " ".join(rest.split())[:60].strip(" .!")
    if not name or not any(each.isalpha() for each in name) or len(name.split()) > 4:
        return None if rest else Screen(text=_("Text NAME and yours, such as: NAME Sam"))
    rename(turn.work, turn.person, name)
    return Screen(text=_("Thank you, {name}.", name=turn.person.first_name))


@command("more", "mas", who=Role.CLIENT)
def more(turn: Turn, rest: str) -> Screen:
    """Without a list to go on from, the times of the days that the talk is about, or the list itself."""
    said, trainer = earlier(turn), trainer_of(turn)
    services = services_for(turn.work, trainer, turn.person.id) if trainer and said and said.days else []
    if not (trainer and said and services) or (turn.address.talk or {}).get("moving"):
        return fresh_list(turn)
    whole_days = replace(said, times=(), window=None)
    return fitting(turn, trainer, talked_of(turn, services) or services[0], whole_days)


@command("keep", "dejar", who=Role.CLIENT)
def keep(turn: Turn, rest: str) -> Screen:
    """The one that stands in doubt, since its trainer has no time for it any more; or else the only one."""
    coming = _coming(turn)
    doubted = [sheet for sheet in coming if is_misplaced(turn.work, sheet, now=turn.now)]
    meant = doubted or coming
    if len(meant) != 1:
        return all_sessions(turn, AllSessions())
    return keep_session(turn, KeepSession(meant[0].booking.id))


@board("list", who=Role.CLIENT)
def fresh_list(turn: Turn) -> Screen:
    """The list that the talk is about, drawn anew."""
    talk = turn.address.talk or {}
    moving = next((sheet for sheet in _coming(turn) if sheet.booking.id == talk.get("moving")), None)
    if moving is not None:
        turn.speak_for(moving.client.id)
        return move_screen(turn, moving)
    try:
        trainer = trainer_of(turn)
    except NotFound:
        trainer = None
    if trainer is None:
        return home(turn)
    return trainer_screen(turn, trainer, talked_of(turn, services_for(turn.work, trainer, turn.person.id)))


def _coming(turn: Turn) -> list[Sheet]:
    """Requests and bookings that have not begun, the next first; of a standing slot its next date alone."""
    coming = whom.nearest(whom.coming(turn))
    return [sheet for sheet in coming if sheet.booking.starts > turn.now]
