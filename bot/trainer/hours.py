"""Weekly hours and those of every few weeks: typed, echoed, and saved by a tap."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pydantic import BaseModel, Field

from bot.dialogue.actions import Action
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, local, ngettext, weekday_names
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.moves import hit, mend, outside_hours, would_lie_outside
from bot.trainer.openings import opening_sections
from bot.trainer.views import AddOpening, EditHours, EditLimits, EditSeason
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.schedule.hours import draft_hours, drafted, save_draft
from domain.schedule.model import HoursDraft
from domain.schedule.plan import EVER, Stretch, Week
from domain.schedule.week_words import parse_week
from domain.schedule.words import echo_hours


class SaveHours(Action, code="hs", acts=True):
    """Save a draft of hours that was echoed."""

    draft: int


class Hours(BaseModel):
    hours: str = Field(title=N_("Your weekly hours"), examples=["mon-fri 7-12, 16-20"], max_length=200)


@command("hours", "horas", "hub hours", "hub horas", who=Role.TRAINER, takes_words=True)
def hours(turn: Turn, rest: str) -> Screen:
    """Alone: the hours as they are. With words: how they were understood, to be saved by a tap."""
    if not rest:
        return show(turn)
    return echo(turn, rest)


def show(turn: Turn) -> Screen:
    trainer = trainer_of(turn)
    said = echoed(turn.work.schedule.hours(trainer.id)) or _("None yet.")
    return Screen(
        title=_("Your weekly hours"),
        text=lines(
            said,
            _("To change them, type for example: hours mon-fri 7-12, 16-20"),
            _("Every second Saturday: hours sat 9-13 every 2 weeks from 5 dec"),
        ),
        sections=opening_sections(turn, trainer),
        choices=(
            (choice(_("Set hours"), EditHours()), choice(_("Open for once"), AddOpening())),
            (choice(_("Other hours for some days"), EditSeason()), choice(_("Set limits"), EditLimits())),
        ),
        private=True,
    )


def echoed(week: Week) -> str:
    """A line for each rhythm, as `parse_week` reads it back."""
    rhythms = sorted({(each.every, each.since) for stretches in week.values() for each in stretches})
    off: dict[int, list[tuple[int, int]]] = {
        weekday: [] for weekday, stretches in week.items() if not stretches
    }
    if off and (1, EVER) not in rhythms:
        rhythms.insert(0, (1, EVER))
    return lines(*(_line(week, rhythm, off if rhythm == (1, EVER) else {}) for rhythm in rhythms))


def _line(week: Week, rhythm: tuple[int, date], off: dict[int, list[tuple[int, int]]]) -> str:
    every, since = rhythm
    hours = {weekday: _of(stretches, rhythm) for weekday, stretches in week.items()}
    some = {weekday: stretches for weekday, stretches in hours.items() if stretches}
    said = echo_hours(some | off, weekday_names(), off=_("off"))
    if every > 1:
        return _("{hours} every {n} weeks from {day}", hours=said, n=every, day=day(since))
    return _("{hours} from {day}", hours=said, day=day(since)) if since > EVER else said


def _of(stretches: Iterable[Stretch], rhythm: tuple[int, date]) -> list[tuple[int, int]]:
    return [(each.opens, each.closes) for each in stretches if (each.every, each.since) == rhythm]


def echo(turn: Turn, typed: str) -> Screen:
    week = parse_week(typed, local(turn.now).date(), turn.date_order)
    trainer = trainer_of(turn)
    draft = draft_hours(turn.work, turn.person, trainer, week, now=turn.now)
    lost = would_lie_outside(turn, trainer, lambda plan: plan.having(week))
    stays = _("Days that are not named stay as they are.")
    return echo_screen(draft, stays, lost, EditHours())


def echo_screen(draft: HoursDraft, note: str, lost: list[Sheet], change: Action, whose: str = "") -> Screen:
    """What was understood, and how many bookings it would leave outside."""
    said = ngettext(
        "{n} booking lies outside these hours. It stays; after saving you can offer other times.",
        "{n} bookings lie outside these hours. They stay; after saving you can offer other times.",
        len(lost),
    )
    return Screen(
        title=_("I understood:"),
        text=lines(whose, echoed(drafted(draft)), note, said if lost else ""),
        choices=((choice(_("Save"), SaveHours(draft.id), "primary"), choice(_("Change"), change)),),
        private=True,
    )


@on(EditHours, who=Role.TRAINER)
def edit_hours(turn: Turn, asked: EditHours) -> Screen:
    return below(turn, Screen(title=_("Set hours"), form=asked.pack()))


@answers(EditHours, Hours)
def hours_typed(turn: Turn, asked: EditHours, form: Hours) -> Screen:
    return echo(turn, form.hours)


@on(SaveHours, who=Role.TRAINER)
def save_hours(turn: Turn, wanted: SaveHours) -> Screen:
    draft = save_draft(turn.work, turn.person, wanted.draft)
    turn.work.flush()
    if draft.season is not None:
        from bot.trainer.seasons import saved

        return saved(turn, draft)
    return left_outside(turn, show(turn)).with_toast(_("Saved. New bookings follow these hours."))


def left_outside(turn: Turn, screen: Screen) -> Screen:
    """The screen, with the bookings that the trainer's time has no room for, and the way to move them all."""
    trainer = trainer_of(turn)
    found = outside_hours(turn, trainer)
    if not found:
        return screen
    sections = (*screen.sections, Section(title=_("Booked outside your time")), *hit(turn, found))
    return replace(screen, sections=sections, choices=(*mend(found), *screen.choices))
