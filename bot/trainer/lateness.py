"""“Late 10”: those who wait hear of it, those after them only where the delay reaches them."""

from datetime import timedelta

from bot.dialogue.actions import Action
from bot.dialogue.lengths import read_delay
from bot.dialogue.routes import command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, Section, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, clock, minutes_long
from bot.trainer.cards import called
from bot.trainer.home import trainer_of
from bot.trainer.views import AskLate
from domain.base import Role
from domain.bookings.model import TrainingSession
from domain.bookings.ports import Sheet
from domain.lateness import service as lateness
from domain.lateness.model import LATEST
from domain.lateness.service import Wait

_OFTEN = (5, 10, 15, 20)  # minutes


class BeLate(Action, code="tl", acts=True):
    """Begin a session so many minutes later; with none, on time after all."""

    session: int
    minutes: int


class RunOver(Action, code="tg", acts=True):
    """End a session so many minutes later; with none, when it was to end."""

    session: int
    minutes: int


@command(
    "late",
    "running late",
    "i'm late",
    "i am late",
    "i'm running late",
    "hub late",
    "hub running late",
    "tarde",
    "llego tarde",
    "voy tarde",
    "hub tarde",
    who=Role.TRAINER,
    takes_words=True,
)
def late(turn: Turn, rest: str) -> Screen | None:
    """With the minutes it is said at once; without, who would hear of how many is shown first."""
    minutes = read_delay(rest)
    if minutes is None:
        return None if rest else ask_late(turn, AskLate())
    session = _next(turn)
    return be_late(turn, BeLate(session.id, minutes)) if session else _nobody()


@command("on time", "hub on time", "puntual", "hub puntual", who=Role.TRAINER)
def on_time(turn: Turn, rest: str) -> Screen:
    session = _next(turn)
    return be_late(turn, BeLate(session.id, 0)) if session else _nobody()


@on(AskLate, who=Role.TRAINER)
def ask_late(turn: Turn, wanted: AskLate) -> Screen:
    """Whom each number of minutes reaches, and the tap that tells them."""
    session, trainer = _next(turn), trainer_of(turn)
    if session is None:
        return _nobody()
    told = {each: lateness.reached(turn.work, trainer, session, each) for each in _OFTEN}
    return Screen(
        title=_("How many minutes late?"),
        text=lines(
            *(_("{minutes}: {names}", minutes=minutes_long(n), names=_names(told[n])) for n in _OFTEN),
        ),
        choices=rows([_minutes(session, each) for each in _OFTEN], 4),
        private=True,
    )


@on(BeLate, who=Role.TRAINER)
def be_late(turn: Turn, wanted: BeLate) -> Screen:
    minutes = min(wanted.minutes, LATEST)
    waits = lateness.come_late(turn.work, turn.person, wanted.session, minutes, now=turn.now)
    session = turn.work.resources.session(wanted.session)
    others = [_minutes(session, each) for each in _OFTEN if each != minutes]
    back = choice(_("On time after all"), BeLate(session.id, 0))
    return Screen(
        title=_("{minutes} late", minutes=minutes_long(minutes)) if minutes else _("On time after all"),
        text="" if waits else _("Whoever was told that you are late hears that you are not."),
        sections=_sections(turn, waits),
        choices=(*rows(others, 4), *(((back, *_shorter(session, waits)),) if waits else ())),
        private=True,
    )


def _shorter(session: TrainingSession, waits: list[Wait]) -> Row:
    """Where others wait as well, the session may end when it was to."""
    if len(waits) < 2:
        return ()
    return (choice(_("End at {time} as planned", time=clock(session.ends)), RunOver(session.id, 0)),)


@on(RunOver, who=Role.TRAINER)
def go_on(turn: Turn, wanted: RunOver) -> Screen:
    minutes = min(wanted.minutes, LATEST)
    waits = lateness.go_on(turn.work, turn.person, wanted.session, minutes, now=turn.now)
    session = turn.work.resources.session(wanted.session)
    ends = session.ends + timedelta(minutes=minutes)
    planned = choice(_("End at {time} as planned", time=clock(session.ends)), RunOver(session.id, 0))
    return Screen(
        title=_("It ends at {time}.", time=clock(ends)),
        text="" if waits else _("Nobody after it has to wait."),
        sections=_sections(turn, waits),
        choices=((planned,),) if minutes else (),
        private=True,
    )


def longer(scene: Scene, session: TrainingSession, minutes: int) -> tuple[str, tuple[Row, ...]]:
    """For one whose client comes late: to end as planned, or to go on, and whom that would reach."""
    if session.is_class or session.ends <= scene.now:
        return "", ()
    trainer = scene.work.trainers.trainer(session.trainer_id)
    waits = lateness.reached_after(scene.work, trainer, session, minutes)
    until = clock(session.ends + timedelta(minutes=minutes))
    ends = _("It ends at {time} as planned.", time=clock(session.ends))
    then = _("If you go on, these wait and are told: {names}", names=_names(waits)) if waits else ""
    return lines(ends, then), ((choice(_("Go on until {time}", time=until), RunOver(session.id, minutes)),),)


def _next(turn: Turn) -> TrainingSession | None:
    near = lateness.next_of(turn.work, trainer_of(turn), now=turn.now)
    return near.session if near else None


def _minutes(session: TrainingSession, minutes: int) -> Choice:
    return choice(minutes_long(minutes), BeLate(session.id, minutes))


def _names(waits: list[Wait]) -> str:
    return ", ".join(
        f"{called(sheet)} {clock(each.session.starts)}" for each in waits for sheet in each.sheets
    )


def _sections(scene: Scene, waits: list[Wait]) -> tuple[Section, ...]:
    return tuple(Section(_line(scene, each, sheet)) for each in waits for sheet in each.sheets)


def _line(scene: Scene, wait: Wait, sheet: Sheet) -> str:
    about = clock(wait.session.starts + timedelta(minutes=wait.minutes))
    reached = scene.work.people.reach(sheet.client.id, Role.CLIENT)
    told = _("is told: about {time}", time=about) if reached else _("can’t be reached: please call")
    return list_of([clock(wait.session.starts), called(sheet), told])


def _nobody() -> Screen:
    return Screen(text=_("Nobody comes to you in the next three hours."), private=True)
