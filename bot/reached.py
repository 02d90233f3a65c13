"""Where somebody is reached first, “reach me on telegram”, and a test of it, “send me a test”."""

from bot.client.views import OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, command, on
from bot.dialogue.screen import Choice, Row, Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from bot.why import CHANNELS as CALLED
from domain.base import Role
from domain.notifications.reach import channels_of, first_channel, reach_first, send_test
from domain.people.model import Channel

_WORDS = {
    Channel.TELEGRAM: ("telegram", "tg"),
    Channel.SLACK: ("slack",),
    Channel.SMS: ("sms", "text", "texts", "phone", "telefono"),
    Channel.MAIL: ("email", "e-mail", "mail", "correo"),
}


class ReachFirst(Action, code="jf", acts=True):
    channel: Channel


class SendTest(Action, code="jt", acts=True, word=N_("TEST")):
    """A message that does nothing, where they are reached first."""


def reach_line(turn: Turn) -> str:
    """Such as "Reached first by Telegram"; nothing where there is one way alone."""
    if len(channels_of(turn.work, turn.speaker)) < 2:
        return ""
    return _("Reached first by {channel}.", channel=_(CALLED[_first(turn)]))


def reach_ways(turn: Turn) -> tuple[Row, ...]:
    """Whatever else could come first, and the test."""
    now = _first(turn)
    others = [each for each in channels_of(turn.work, turn.speaker) if each is not now]
    return (*rows(map(_way, others), 2), (choice(_("Send me a test"), SendTest()),))


def _way(channel: Channel) -> Choice:
    return choice(_("First by {channel}", channel=_(CALLED[channel])), ReachFirst(channel), word="")


def _first(turn: Turn) -> Channel:
    return first_channel(turn.work, turn.speaker, _role(turn)) or turn.event.channel


def _role(turn: Turn) -> Role:
    return Role.TRAINER if turn.speaker.roles & DESK else Role.CLIENT


@on(ReachFirst, who=EVERYBODY)
def use_first(turn: Turn, wanted: ReachFirst) -> Screen:
    reach_first(turn.work, turn.speaker, wanted.channel, now=turn.now)
    said = _("From now on you are reached first by {channel}.", channel=_(CALLED[wanted.channel]))
    return Screen(text=said, choices=((choice(_("Send me a test"), SendTest()),), *_back(turn)), private=True)


@on(SendTest, who=EVERYBODY)
def sent_test(turn: Turn, _action: SendTest) -> Screen:
    channel = send_test(turn.work, turn.speaker, _role(turn), now=turn.now)
    said = _("A test is on its way by {channel}.", channel=_(CALLED[channel]))
    return Screen(text=said, choices=_back(turn), private=True)


@command(
    "reach me on", "reach me by", "hub reach me on", "hub reach me by",
    "escríbeme por", "avísame por", "hub escríbeme por", "hub avísame por",
    who=EVERYBODY, takes_words=True,
)  # fmt: skip
def first_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "reach me on telegram"."""
    said = fold(rest).removesuffix(" first").removesuffix(" primero")
    found = next((channel for channel, words in _WORDS.items() if said in words), None)
    return use_first(turn, ReachFirst(found)) if found else None


@command(
    "send me a test", "test", "hub send me a test", "hub test", "prueba", "envíame una prueba", "hub prueba",
    who=EVERYBODY,
)  # fmt: skip
def test_typed(turn: Turn, rest: str) -> Screen:
    return sent_test(turn, SendTest())


def _back(turn: Turn) -> tuple[Row, ...]:
    if turn.event.channel is Channel.SLACK:
        return ()
    home = choice(_("Menu"), Home())
    return ((home,),) if turn.speaker.roles & DESK else ((choice(_("Settings"), OpenSettings()), home),)
