"""What somebody is told and what not: a switch for each group of notices that can be turned off."""

from bot.client.views import OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, command, on
from bot.dialogue.screen import Choice, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from bot.mail import OpenMail
from bot.quiet import OpenQuiet, quiet_line
from bot.reached import reach_line, reach_ways
from domain.notifications.kinds import Group
from domain.notifications.preferences import choices_of, is_off, turn_group
from domain.people.model import Channel

_CALLED = {
    Group.REMINDERS: N_("Reminders"),
    Group.AFTER: N_("After a session"),
    Group.OFFERS: N_("Times that come free"),
    Group.MONEY: N_("What was sold"),
}
_WORDS = {
    Group.REMINDERS: ("reminders", "reminder", "recordatorios"),
    Group.AFTER: ("after", "after a session", "despues"),
    Group.OFFERS: ("offers", "free times", "ofertas", "huecos"),
    Group.MONEY: ("sales", "sold", "ventas"),
}
_ON, _OFF = frozenset({"on", "si", "yes"}), frozenset({"off", "no"})


class OpenTold(Action, code="nx", word=N_("ALERTS")):
    """What can be turned off, and how it stands."""


class TurnGroup(Action, code="nv", acts=True):
    group: Group
    on: bool


@on(OpenTold, who=EVERYBODY)
def open_told(turn: Turn, _action: OpenTold) -> Screen:
    return told_screen(turn)


@on(TurnGroup, who=EVERYBODY)
def turn_a_group(turn: Turn, wanted: TurnGroup) -> Screen:
    turn_group(turn.work, turn.speaker, wanted.group, on=wanted.on)
    shown = told_screen(turn)
    return shown if turn.by_text else shown.with_toast(_line(turn, wanted.group))


@command(
    "notifications", "notices", "alerts", "hub notifications", "hub notices", "hub alerts",
    "avisos", "alertas", "notificaciones", "hub avisos", "hub alertas", "hub notificaciones",
    who=EVERYBODY, takes_words=True,
)  # fmt: skip
def told_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: how it stands. Such as "alerts reminders off"."""
    if not rest:
        return told_screen(turn)
    name, _space, switch = fold(rest).rpartition(" ")
    group = next((each for each in choices_of(turn.speaker) if name in _WORDS[each]), None)
    if group is None or switch not in _ON | _OFF:
        return told_screen(turn)
    return turn_a_group(turn, TurnGroup(group, switch in _ON))


def told_screen(turn: Turn) -> Screen:
    groups = choices_of(turn.speaker)
    stands = [_line(turn, each) for each in groups]
    always = _("What becomes of your sessions, your money and people’s own words always comes.")
    works_here = bool(turn.speaker.roles & DESK)
    ways = () if turn.event.channel is Channel.SLACK else (choice(_("Menu"), Home()),)
    settings = () if works_here else (choice(_("Settings"), OpenSettings()),)
    mail = (choice(_("E-mail"), OpenMail()),) if turn.studio.mails else ()
    last = (choice(_("Quiet hours"), OpenQuiet()), *mail, *settings, *ways)
    return Screen(
        title=_("Notifications"),
        text=lines(*stands, quiet_line(turn), reach_line(turn), always),
        choices=()
        if turn.by_text
        else (*rows([_switch(turn, each) for each in groups]), *reach_ways(turn), last),
        brief=lines(*stands, _("To change it, text: ALERTS REMINDERS OFF")),
        private=True,
    )


def _line(turn: Turn, group: Group) -> str:
    said = _("{what}: off") if is_off(turn.speaker, group) else _("{what}: on")
    return said.format(what=_(_CALLED[group]))


def _switch(turn: Turn, group: Group) -> Choice:
    off = is_off(turn.speaker, group)
    label = _("{what}: turn on") if off else _("{what}: turn off")
    return choice(label.format(what=_(_CALLED[group])), TurnGroup(group, off), word="")
