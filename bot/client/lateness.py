"""A client comes late: their trainer hears of it in one tap or text."""

from bot.client import whom
from bot.client.talk import for_a_human
from bot.client.views import AskComeLate
from bot.dialogue.actions import Action
from bot.dialogue.lengths import begins_with_lateness, read_delay, read_lateness
from bot.dialogue.routes import command, on, sentence
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.wish import read_wish
from bot.dialogue.words import Voice, _, clock, minutes_long, speaking
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.service import relate
from domain.conversations.service import is_muted, pass_on
from domain.lateness.model import LATEST
from domain.lateness.rules import SOON

_OFTEN = (5, 10, 15)  # minutes


class Late(Action, code="lt", acts=True):
    """Tell the trainer of a session that its client comes some minutes late."""

    booking: int
    minutes: int


@command(
    "late",
    "running late",
    "i'm late",
    "i'm running late",
    "tarde",
    "llego tarde",
    "voy tarde",
    who=Role.CLIENT,
    takes_words=True,
)
def late(turn: Turn, rest: str) -> Screen | None:
    """Of the next session, with the minutes or after asking for them."""
    minutes = read_delay(rest)
    near = _near(turn)
    if near is None and rest.isdecimal():
        return Screen(text=_("Text LATE within the three hours before your session, such as: LATE 10"))
    if near is None or (rest and minutes is None):
        return None  # words for a human
    return _told_or_asked(turn, near, minutes)


@sentence(who=Role.CLIENT)
def in_plain_words(turn: Turn, text: str) -> Screen | None:
    """The same of "I'm running 10 min late". With a reason, or days before the next session, the words
    themselves go to its trainer.
    """
    is_late, minutes = read_lateness(text)
    if not is_late and (not begins_with_lateness(text) or read_wish(text, turn.speaker.locale)):
        return None
    coming = whom.coming(turn)
    if not coming or is_muted(turn.address, turn.now):
        return None
    near = _near(turn) if is_late else None
    return _told_or_asked(turn, near, minutes) if near else _passed(turn, coming[0], text)


def _passed(turn: Turn, sheet: Sheet, text: str) -> Screen | None:
    turn.speak_for(sheet.client.id)
    turn.address.talk = {"trainer": sheet.trainer.id}  # and so it is said anew to whom they went
    return for_a_human(turn, text)


def _near(turn: Turn) -> Sheet | None:
    return next((each for each in whom.coming(turn) if each.booking.starts - turn.now <= SOON), None)


def _told_or_asked(turn: Turn, near: Sheet, minutes: int | None) -> Screen:
    if minutes is None or not 1 <= minutes <= LATEST:
        return _how_late(near)
    return come_late(turn, Late(near.booking.id, minutes))


@on(AskComeLate, who=Role.CLIENT)
def ask_come_late(turn: Turn, wanted: AskComeLate) -> Screen:
    sheet = turn.work.bookings.sheet(wanted.booking)
    turn.speak_for(sheet.client.id)
    return _how_late(sheet)


def _how_late(sheet: Sheet) -> Screen:
    named = [
        choice(minutes_long(each), Late(sheet.booking.id, each), word=f"{_('LATE')} {each}")
        for each in _OFTEN
    ]
    return Screen(text=_("How many minutes late?"), choices=rows(named, 3))


@on(Late, who=Role.CLIENT)
def come_late(turn: Turn, wanted: Late) -> Screen:
    """The trainer reads it in their own language, where it can be answered; the same said twice, once."""
    sheet = turn.work.bookings.sheet(wanted.booking)
    turn.speak_for(sheet.client.id)
    booking, trainer, minutes = sheet.booking, sheet.trainer, min(wanted.minutes, LATEST)
    if booking.status is not Status.CONFIRMED or booking.session.ends <= turn.now:
        raise AlreadyAnswered(booking=wanted.booking)
    with speaking(Voice(trainer.person.locale, trainer.person.zone, clocks=trainer.clocks)):
        said = _(
            "(comes {minutes} late for {time})",
            minutes=minutes_long(minutes),
            time=clock(booking.starts),
        )
    if not _told(turn, sheet, said, minutes):
        return Screen(
            text=_("{name} can't be reached in a chat just now, so nobody reads that.", name=trainer.name)
        )
    return Screen(
        text=_("{name} is told that you come {time} late.", name=trainer.name, time=minutes_long(minutes))
    )


def _told(turn: Turn, sheet: Sheet, said: str, minutes: int) -> bool:
    between = relate(turn.work, turn.person, sheet.trainer, now=turn.now)
    before = turn.work.conversations.messages(between.id, limit=1)
    if [(each.author_id, each.text) for each in before] == [(turn.person.id, said)]:
        return True
    late = {"session": sheet.booking.session.id, "late": minutes}
    return pass_on(turn.work, turn.person, between, said, now=turn.now, data=late)
