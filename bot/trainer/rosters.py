"""The roster of a class: who comes, who confirmed, how it went; and what is done for all of them at once."""

from dataclasses import replace

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, clock, ngettext, when
from bot.trainer.cards import called
from bot.trainer.class_views import AskCallOff, AskTellAll, OpenRoster, RunAnyway, places_said
from bot.trainer.lists import below, settled
from bot.trainer.requests import Reason
from bot.trainer.views import AskClose, OpenCard
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, OVER
from domain.classes import running
from domain.classes import service as classes
from domain.classes.model import Standing
from domain.classes.ports import Roster
from domain.classes.running import is_enough

DESK = Role.TRAINER | Role.ADMIN
MOST_SHOWN = 30  # with a button each
_IN_IT = (*FIRM, *OVER)
_STANDING = {
    Status.REQUESTED: N_("waits for your answer"),
    Status.COMPLETED: N_("completed"),
    Status.NO_SHOW: N_("no-show"),
}


class ToAll(BaseModel):
    text: str = Field(
        title=N_("Your words to everybody in it"),
        examples=[N_("Please bring a towel.")],
        max_length=1000,
        json_schema_extra={"long": True},
    )


@on(OpenRoster, who=DESK)
def open_roster(turn: Turn, wanted: OpenRoster) -> Screen:
    return below(turn, roster_screen(turn, _theirs(turn, wanted.session)))


def roster_screen(scene: Scene, roster: Roster) -> Screen:
    """Who comes, each with the way to their card. Until it begins it can be called off, then settled."""
    sheets = scene.work.bookings.in_session(roster.session.id, _IN_IT)
    off = roster.date.is_off
    return Screen(
        title=list_of([roster.service.name, when(roster.session.starts)]),
        text=lines(
            _("Called off.") if off else places_said(roster),
            _undecided(roster),
            *(_line(sheet) for sheet in sheets),
            "" if sheets or off else _("Nobody yet."),
        ),
        choices=(*_cards(sheets), *_for_all(scene, roster, sheets)),
        subject=("roster", roster.session.id),
    )


def _undecided(roster: Roster) -> str:
    """Until when the trainer may say whether it takes place, and what becomes of it otherwise."""
    if not is_asked(roster):
        return ""
    by = clock(roster.date.due_at) if roster.date.due_at else ""
    if roster.group.runs_unanswered:
        return _("Say so by {time} if it is off; else it takes place.", time=by)
    return _("Say so by {time} if it takes place; else it is called off.", time=by)


def is_asked(roster: Roster) -> bool:
    """Whether too few have come forward, and its trainer is waited for."""
    return roster.date.standing is Standing.ASKED and not is_enough(roster)


def _line(sheet: Sheet) -> str:
    booking = sheet.booking
    said = _(_STANDING[booking.status]) if booking.status in _STANDING else ""
    if booking.status is Status.CONFIRMED and booking.attending:
        said = _("will come")
    return list_of([called(sheet), said])


def _cards(sheets: list[Sheet]) -> tuple[Row, ...]:
    return rows((choice(called(sheet), OpenCard(sheet.booking.id)) for sheet in sheets[:MOST_SHOWN]), 3)


def _for_all(scene: Scene, roster: Roster, sheets: list[Sheet]) -> tuple[Row, ...]:
    session = roster.session
    if roster.date.is_off:
        return ()
    ways: list[Choice] = []
    begun = session.starts <= scene.now
    if begun and any(sheet.booking.status is Status.CONFIRMED for sheet in sheets):
        ways.append(choice(_("Who came?"), AskClose(session=session.id), "primary"))
    if any(sheet.booking.status in FIRM for sheet in sheets):
        ways.append(choice(_("Write to all"), AskTellAll(session.id)))
    if not begun:
        if is_asked(roster):
            ways.insert(0, choice(_("Run anyway"), RunAnyway(session.id, roster.date.version), "primary"))
        ways.append(choice(_("Call it off"), AskCallOff(session.id, roster.date.version), "danger"))
    return (tuple(ways),) if ways else ()


@on(AskCallOff, who=DESK)
def ask_call_off(turn: Turn, asked: AskCallOff) -> Screen:
    roster = _theirs(turn, asked.session)
    told = ngettext("{n} person is told.", "{n} people are told.", roster.seated) if roster.seated else ""
    text = lines(list_of([roster.service.name, when(roster.session.starts)]), told)
    return below(turn, Screen(title=_("Call it off"), text=text, form=asked.pack()))


@answers(AskCallOff, Reason)
def call_off(turn: Turn, asked: AskCallOff, form: Reason) -> Screen:
    running.call_off(
        turn.work, turn.person, asked.session, asked.version, now=turn.now, reason=form.reason or ""
    )
    turn.work.flush()
    return settled(turn, roster_screen(turn, turn.work.classes.roster(asked.session)))


@on(RunAnyway, who=DESK)
def run_anyway(turn: Turn, wanted: RunAnyway) -> Screen:
    running.run_anyway(turn.work, turn.person, wanted.session, wanted.version, now=turn.now)
    turn.work.flush()
    shown = roster_screen(turn, turn.work.classes.roster(wanted.session))
    return settled(turn, shown.with_toast(_("It takes place.")))


@on(AskTellAll, who=DESK)
def ask_tell_all(turn: Turn, asked: AskTellAll) -> Screen:
    roster = _theirs(turn, asked.session)
    text = list_of([roster.service.name, when(roster.session.starts)])
    return below(turn, Screen(title=_("Write to all"), text=text, form=asked.pack()))


@answers(AskTellAll, ToAll)
def tell_all(turn: Turn, asked: AskTellAll, form: ToAll) -> Screen:
    told, unreached = classes.tell_all(turn.work, turn.person, asked.session, form.text, now=turn.now)
    names = list_of([each.name for each in unreached])
    said = lines(
        ngettext("Passed on to {n} person.", "Passed on to {n} people.", told) if told else "",
        _("I can’t reach: {names}. Please tell them yourself.", names=names) if unreached else "",
        "" if told or unreached else _("Nobody is in it, so nobody reads that."),
    )
    shown = roster_screen(turn, turn.work.classes.roster(asked.session))
    return settled(turn, replace(shown, text=lines(said, shown.text), toast=said))


def _theirs(turn: Turn, session_id: int) -> Roster:
    roster = turn.work.classes.roster(session_id)
    require_trainer(turn.person, turn.work.trainers.trainer(roster.session.trainer_id))
    return roster
