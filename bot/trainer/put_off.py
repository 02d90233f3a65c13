"""What becomes of a trainer's words that wait for a client who sleeps or was told enough, told below them."""

from datetime import datetime

from bot.dialogue.actions import Action
from bot.dialogue.routes import on
from bot.dialogue.screen import Row, Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, clock, day, local, minute_of_day, place, when
from domain.base import Role
from domain.conversations import put_off
from domain.conversations.put_off import Fate, Words
from domain.zones import wall


class SendNow(Action, code="wm", acts=True):
    message: int


class SendAtSeven(Action, code="wn", acts=True):
    """On the client's clock."""

    message: int


class TakeBack(Action, code="wo", acts=True):
    message: int


@on(SendNow, who=Role.TRAINER)
def send_now(turn: Turn, wanted: SendNow) -> Screen:
    return put_off_screen(turn, put_off.send(turn.work, turn.person, wanted.message, now=turn.now))


@on(SendAtSeven, who=Role.TRAINER)
def send_at_seven(turn: Turn, wanted: SendAtSeven) -> Screen:
    return put_off_screen(turn, put_off.send_at_seven(turn.work, turn.person, wanted.message, now=turn.now))


@on(TakeBack, who=Role.TRAINER)
def take_back(turn: Turn, wanted: TakeBack) -> Screen:
    return put_off_screen(turn, put_off.take_back(turn.work, turn.person, wanted.message, now=turn.now))


def put_off_screen(turn: Turn, words: Words) -> Screen:
    """When they go, or what became of them. What is replied to it goes to the same client."""
    return Screen(
        text=_said(words),
        choices=_ways(words),
        subject=("message", words.message_id),
        thread=turn.event.thread,
    )


def _said(words: Words) -> str:
    name = words.client.first_name
    match words.fate:
        case Fate.WAITS if words.chosen:
            return _("Goes to {name} at {time}.", name=name, time=_their_clock(words.at, words.zone))
        case Fate.WAITS if words.number:
            return _(
                "It would be message {n} for {name} this week. Send it anyway? Otherwise it goes on {time}.",
                n=words.number,
                name=name,
                time=when(words.at),
            )
        case Fate.WAITS:
            time = _their_clock(words.at, words.zone)
            return _("Goes to {name} at {time}, after their quiet hours.", name=name, time=time)
        case Fate.LEAVES:
            return _("It is on its way to {name}.", name=name)
        case Fate.WENT:
            return _("It went at {time} on {day}.", time=clock(words.at), day=day(words.at))
        case Fate.TAKEN_BACK:
            return _("Taken back: {name} never got it.", name=name)
        case Fate.ENDED:
            return _("It does not wait any more, so nothing was changed.")


def _ways(words: Words) -> tuple[Row, ...]:
    if words.fate is not Fate.WAITS:
        return ()
    now, back = (
        choice(_("Send anyway") if words.number else _("Send now"), SendNow(words.message_id)),
        choice(_("Take it back"), TakeBack(words.message_id)),
    )
    if words.seven is None:
        return ((now, back),)
    at_seven = _("At {time}", time=_their_clock(words.seven, words.zone))
    return ((now, choice(at_seven, SendAtSeven(words.message_id)), back),)


def _their_clock(instant: datetime, zone: str) -> str:
    """The time where the client is, which is named where the trainer's clock shows another."""
    moment = wall(instant, zone)
    said = minute_of_day(moment.hour * 60 + moment.minute)
    if moment.utcoffset() == local(instant).utcoffset():
        return said
    return _("{time} ({place} time)", time=said, place=place(zone))
