"""Quiet hours, as anybody chooses them: a tap in the settings or at the desk, or words: “quiet 22-8”."""

from bot.client.views import OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, command, on
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, minute_of_day, place
from domain.notifications.preferences import keep_quiet, quiet_of
from domain.notifications.quiet import Quiet
from domain.notifications.quiet_words import read_quiet
from domain.people.model import Channel

OFFERED = (Quiet(22 * 60, 8 * 60), Quiet(22 * 60, 7 * 60), Quiet(21 * 60, 9 * 60))


class OpenQuiet(Action, code="nz", word=N_("QUIET")):
    """When nothing rings, and what else it could be."""


class UseQuiet(Action, code="nb", acts=True):
    """From one minute of the day until another; the same twice is off."""

    begins: int
    ends: int


def quiet_line(turn: Turn) -> str:
    """Such as "Quiet from 22:00 to 08:00"."""
    quiet = quiet_of(turn.speaker)
    if quiet is None:
        return _("Quiet hours: off")
    return _("Quiet from {start} to {end}", start=minute_of_day(quiet.begins), end=minute_of_day(quiet.ends))


def quiet_in_short(turn: Turn) -> str:
    quiet = quiet_of(turn.speaker)
    if quiet is None:
        return quiet_line(turn)
    return _("Quiet: {start}-{end}", start=minute_of_day(quiet.begins), end=minute_of_day(quiet.ends))


def quiet_ways(turn: Turn) -> list[Choice]:
    """What it could be instead."""
    now = quiet_of(turn.speaker)
    ways = [choice(_label(each), UseQuiet(*each), word="") for each in OFFERED if each != now][:2]
    return ways if now is None else [*ways, choice(_("Quiet hours off"), UseQuiet(0, 0), word="")]


def _label(quiet: Quiet) -> str:
    return _("Quiet {start} to {end}", start=minute_of_day(quiet.begins), end=minute_of_day(quiet.ends))


def quiet_screen(turn: Turn) -> Screen:
    line = quiet_line(turn)
    means = (
        lines(
            _("Nothing rings then on your clock, {place}: it waits.", place=place(turn.speaker.zone)),
            _("What can’t wait for the morning comes the evening before, and what is urgent at once."),
        )
        if quiet_of(turn.speaker)
        else _("You are told things at any hour.")
    )
    ways = () if turn.by_text else rows(quiet_ways(turn), 2)
    return Screen(
        title=_("Quiet hours"),
        text=lines(line, means),
        choices=(*ways, *_back(turn)),
        brief=lines(
            line, _("What is urgent still comes. To change it, text: QUIET 21-9, or QUIET OFF. More: ALERTS")
        ),
        private=True,
    )


def _back(turn: Turn) -> tuple[Row, ...]:
    """A client's way to all settings; a desk is where it stands."""
    if turn.event.channel is Channel.SLACK:
        return ()
    home = choice(_("Menu"), Home())
    works_here = turn.speaker.roles & DESK
    return ((home,),) if works_here else ((choice(_("Settings"), OpenSettings()), home),)


@on(OpenQuiet, who=EVERYBODY)
def open_quiet(turn: Turn, _action: OpenQuiet) -> Screen:
    return quiet_screen(turn)


@on(UseQuiet, who=EVERYBODY)
def use_quiet(turn: Turn, wanted: UseQuiet) -> Screen:
    return _use(turn, Quiet(wanted.begins, wanted.ends) if wanted.begins != wanted.ends else None)


@command(
    "quiet", "quiet hours", "do not disturb", "dnd", "hub quiet", "hub quiet hours", "hub dnd",
    "silencio", "no molestar", "hub silencio", "hub no molestar",
    who=EVERYBODY, takes_words=True,
)  # fmt: skip
def quiet_typed(turn: Turn, rest: str) -> Screen:
    """Alone: how it stands. Such as "quiet 22-8" or "quiet off"."""
    return _use(turn, read_quiet(rest)) if rest else quiet_screen(turn)


def _use(turn: Turn, quiet: Quiet | None) -> Screen:
    keep_quiet(turn.work, turn.speaker, quiet, now=turn.now)
    return quiet_screen(turn).with_toast(quiet_line(turn))
