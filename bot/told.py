"""What somebody is told and how: for each group of notices that may be, at once, once a day, or not."""

import re

from bot.client.views import OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, command, on
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, minute_of_day
from bot.mail import OpenMail
from bot.quiet import OpenQuiet, quiet_line
from bot.reached import reach_line, reach_ways
from domain.base import Role
from domain.notifications.habits import EVENING, Mode
from domain.notifications.kinds import Group
from domain.notifications.preferences import (
    choices_of,
    choose,
    habits,
    mode_of,
    modes_of,
    send_digest_at,
    turn_group,
)
from domain.notifications.reach import channels_of
from domain.people.model import Channel, Person
from domain.schedule.vocabulary import CLOCK, read_clock

_CALLED = {
    Group.REMINDERS: N_("Reminders"),
    Group.AFTER: N_("After a session"),
    Group.OFFERS: N_("Times that come free"),
    Group.MONEY: N_("What was sold"),
    Group.RECEIPTS: N_("Receipts by e-mail"),
    Group.CAMPAIGNS: N_("Campaigns of the week"),
}
_WORDS = {
    Group.REMINDERS: ("reminders", "reminder", "recordatorios"),
    Group.AFTER: ("after", "after a session", "despues"),
    Group.OFFERS: ("offers", "free times", "ofertas", "huecos"),
    Group.RECEIPTS: ("receipts", "receipt", "recibos"),
    Group.CAMPAIGNS: ("campaigns", "campaign", "campanas", "campana"),
    Group.MONEY: ("sales", "sold", "money", "ventas", "dinero"),
}
_STANDS = {Mode.AT_ONCE: N_("{what}: on"), Mode.OFF: N_("{what}: off"), Mode.DAILY: N_("{what}: once a day")}
_SWITCHES = {
    Mode.AT_ONCE: N_("{what}: at once"),
    Mode.OFF: N_("{what}: turn off"),
    Mode.DAILY: N_("{what}: once a day"),
}
_SAID = {
    "on": Mode.AT_ONCE, "yes": Mode.AT_ONCE, "si": Mode.AT_ONCE, "at once": Mode.AT_ONCE,
    "al momento": Mode.AT_ONCE, "off": Mode.OFF, "no": Mode.OFF, "daily": Mode.DAILY,
    "once a day": Mode.DAILY, "digest": Mode.DAILY, "diario": Mode.DAILY, "una vez al dia": Mode.DAILY,
}  # fmt: skip
_CANNOT = {
    Mode.OFF: N_("{what}: at once or once a day, never off."),
    Mode.DAILY: N_("{what}: at once or off, not once a day."),
}
_AT = re.compile(rf"(?:digest |resumen )?(?:at |a las )?{CLOCK.pattern}")
_HOURS = (8 * 60, 12 * 60, EVENING, 20 * 60)


class OpenTold(Action, code="nx", word=N_("ALERTS")):
    """What can be chosen, and how it stands."""


class TurnGroup(Action, code="nv", acts=True):
    group: Group
    on: bool


class TellDaily(Action, code="nd", acts=True):
    """What of a group can wait comes in one message a day."""

    group: Group


class DigestAt(Action, code="nh", acts=True):
    minute: int


@on(OpenTold, who=EVERYBODY)
def open_told(turn: Turn, _action: OpenTold) -> Screen:
    return told_screen(turn)


@on(TurnGroup, who=EVERYBODY)
def turn_a_group(turn: Turn, wanted: TurnGroup) -> Screen:
    turn_group(turn.work, turn.speaker, wanted.group, on=wanted.on)
    return _chosen(turn, wanted.group)


@on(TellDaily, who=EVERYBODY)
def tell_daily(turn: Turn, wanted: TellDaily) -> Screen:
    choose(turn.work, turn.speaker, wanted.group, Mode.DAILY)
    return _chosen(turn, wanted.group)


@on(DigestAt, who=EVERYBODY)
def digest_at(turn: Turn, wanted: DigestAt) -> Screen:
    send_digest_at(turn.work, turn.speaker, wanted.minute)
    shown = told_screen(turn)
    return shown if turn.by_text else shown.with_toast(_digest_line(turn))


@command(
    "notifications", "notices", "alerts", "hub notifications", "hub notices", "hub alerts",
    "avisos", "alertas", "notificaciones", "hub avisos", "hub alertas", "hub notificaciones",
    who=EVERYBODY, takes_words=True,
)  # fmt: skip
def told_typed(turn: Turn, rest: str) -> Screen:
    """Alone: how it stands. Such as "alerts reminders off", "alerts money daily" or "alerts at 19"."""
    said = fold(rest)
    if not said:
        return told_screen(turn)
    if (minute := _hour(said)) is not None:
        return digest_at(turn, DigestAt(minute))
    for group in choices_of(turn.speaker):
        for name in _WORDS[group]:
            mode = _SAID.get(said.removeprefix(f"{name} "))
            if mode is not None and said.startswith(f"{name} "):
                return _wished(turn, group, mode)
    unread = _("I could not read “{said}”. Try: alerts after daily, or: alerts at 18", said=rest[:40])
    return told_screen(turn, unread)


def _wished(turn: Turn, group: Group, mode: Mode) -> Screen:
    if mode not in modes_of(turn.speaker, group):
        return told_screen(turn, _(_CANNOT[mode]).format(what=_called(turn.speaker, group)))
    choose(turn.work, turn.speaker, group, mode)
    return _chosen(turn, group)


def _hour(said: str) -> int | None:
    """Of "at 19" or "digest 7:30 pm"."""
    found = _AT.fullmatch(said)
    hour = CLOCK.match(said, found.start(1)) if found else None
    return read_clock(hour) if hour else None


def _chosen(turn: Turn, group: Group) -> Screen:
    shown = told_screen(turn)
    return shown if turn.by_text else shown.with_toast(_line(turn, group))


def told_screen(turn: Turn, problem: str = "") -> Screen:
    """A text has room for the problem alone."""
    groups = _groups(turn)
    stands = [_line(turn, each) for each in groups]
    always = _("What becomes of your sessions, your money and people’s own words always comes.")
    works_here = bool(turn.speaker.roles & DESK)
    ways = () if turn.event.channel is Channel.SLACK else (choice(_("Menu"), Home()),)
    settings = () if works_here else (choice(_("Settings"), OpenSettings()),)
    mail = (choice(_("E-mail"), OpenMail()),) if turn.studio.mails else ()
    last = (choice(_("Quiet hours"), OpenQuiet()), *mail, *settings, *ways)
    switches = [_switch(turn, each, mode) for each in groups for mode in _others(turn.speaker, each)]
    return Screen(
        title=_("Notifications"),
        text=lines(problem, *stands, _digest_line(turn), quiet_line(turn), reach_line(turn), always),
        choices=() if turn.by_text else (*rows(switches), *_hours(turn), *reach_ways(turn), last),
        brief=problem or lines(*stands, _("To change it, text: ALERTS AFTER DAILY, or OFF")),
        private=True,
    )


def _groups(turn: Turn) -> list[Group]:
    """Receipts come to who has given an e-mail address."""
    has_mail = Channel.MAIL in channels_of(turn.work, turn.speaker)
    return [each for each in choices_of(turn.speaker) if has_mail or each is not Group.RECEIPTS]


def _others(person: Person, group: Group) -> list[Mode]:
    return [each for each in modes_of(person, group) if each is not mode_of(person, group)]


def _called(person: Person, group: Group) -> str:
    if group is Group.MONEY and not person.roles & ~Role.CLIENT:
        return _("Credits and money")
    return _(_CALLED[group])


def _line(turn: Turn, group: Group) -> str:
    """A text has no line more for the hour."""
    what, mode = _called(turn.speaker, group), mode_of(turn.speaker, group)
    if turn.by_text and mode is Mode.DAILY:
        return _("{what}: daily, {time}", what=what, time=minute_of_day(habits(turn.speaker).digest_at))
    return _(_STANDS[mode]).format(what=what)


def _digest_line(turn: Turn) -> str:
    """Such as "In one message, at 18:00"; nothing where nothing comes once a day."""
    chosen = habits(turn.speaker)
    return _("In one message, at {time}", time=minute_of_day(chosen.digest_at)) if chosen.daily else ""


def _hours(turn: Turn) -> tuple[Row, ...]:
    """When it could come instead."""
    chosen = habits(turn.speaker)
    others = [each for each in _HOURS if each != chosen.digest_at][:3] if chosen.daily else []
    return rows(
        [choice(_("At {time}", time=minute_of_day(each)), DigestAt(each), word="") for each in others], 3
    )


def _switch(turn: Turn, group: Group, mode: Mode) -> Choice:
    action = TellDaily(group) if mode is Mode.DAILY else TurnGroup(group, mode is Mode.AT_ONCE)
    # What was off is turned on; what came once a day comes at once.
    on = mode is Mode.AT_ONCE and mode_of(turn.speaker, group) is Mode.OFF
    label = _("{what}: turn on") if on else _(_SWITCHES[mode])
    return choice(label.format(what=_called(turn.speaker, group)), action, word="")
