"""Hours with a name, such as holidays, that count on some days instead of the usual ones."""

from dataclasses import replace
from datetime import date, timedelta

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, local
from bot.trainer.home import trainer_of
from bot.trainer.hours import echo, echo_screen, echoed, left_outside
from bot.trainer.lists import below
from bot.trainer.moves import would_lie_outside
from bot.trainer.views import EditHours, EditSeason, EndSeason
from domain.base import Role
from domain.schedule.day_words import Days
from domain.schedule.hours import NoSuchSchedule, draft_hours, end_season, hold_season, season_called
from domain.schedule.model import HoursDraft, Season, SeasonDates
from domain.schedule.plan import Plan, Spell, Week
from domain.schedule.season_words import parse_season
from domain.schedule.week_words import begins_with_a_day, parse_week
from domain.trainers.model import Trainer

_FAR = timedelta(days=3 * 366)


class OtherHours(BaseModel):
    name: str = Field(title=N_("What to call these hours"), examples=[N_("holidays")], max_length=40)
    hours: str = Field(
        title=N_("The hours of a week then, or off"), examples=["mon-fri 9-13"], max_length=200
    )
    first: date = Field(title=N_("The first day"))
    last: date = Field(title=N_("The last day"))


@command(
    "schedule", "schedules", "hub schedule", "hub schedules",
    "horario", "horarios", "hub horario", "hub horarios",
    who=Role.TRAINER, takes_words=True,
)  # fmt: skip
def schedule_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all of them. Such as "schedule holidays 24 dec - 2 jan: mon-fri 9-13", or either."""
    trainer = trainer_of(turn)
    if not rest:
        return seasons_screen(turn, trainer)
    if begins_with_a_day(rest):
        return echo(turn, rest)  # "horario lun-vie 7-12" is the usual hours, which are one as well
    names = [each.name for each in turn.work.schedule.seasons(trainer.id)]
    line = parse_season(rest, names, local(turn.now), turn.date_order)
    if line.off:
        return _ended(turn, trainer, line.name)
    if line.week is not None:
        return _echo(turn, trainer, line.name, line.week, line.days)
    if line.days is not None:
        return _held(turn, trainer, line.name, line.days)
    return seasons_screen(turn, trainer)


def seasons_screen(turn: Turn, trainer: Trainer) -> Screen:
    """The usual hours, and each season's with the days to come on which they count."""
    usual = echoed(turn.work.schedule.hours(trainer.id)) or _("None yet.")
    sections = [Section(usual, title=_("Your weekly hours"))]
    for season in turn.work.schedule.seasons(trainer.id):
        hours = echoed(turn.work.schedule.hours(trainer.id, season.id)) or _("closed")
        sections += [Section(hours, title=season.name), *map(_dates, _coming(turn, season))]
    return Screen(
        title=_("Your schedules"),
        text=_("Other hours for some days: schedule holidays 24 dec - 2 jan: mon-fri 9-13"),
        sections=tuple(sections),
        choices=(
            (choice(_("Other hours for some days"), EditSeason()), choice(_("Set hours"), EditHours())),
        ),
        private=True,
    )


def _coming(turn: Turn, season: Season) -> list[SeasonDates]:
    today = local(turn.now).date()
    found = turn.work.schedule.season_dates(season.trainer_id, today, today + _FAR)
    return [each for each in found if each.season_id == season.id]


def _dates(dates: SeasonDates) -> Section:
    return Section(_days_said((dates.first, dates.last)), (choice(_("End it"), EndSeason(dates.id)),))


def _days_said(days: Days) -> str:
    first, last = days
    return day(first) if first == last else _("{start} to {end}", start=day(first), end=day(last))


@on(EditSeason, who=Role.TRAINER)
def edit_season(turn: Turn, asked: EditSeason) -> Screen:
    return below(turn, Screen(title=_("Other hours for some days"), form=asked.pack()))


@answers(EditSeason, OtherHours)
def season_typed(turn: Turn, asked: EditSeason, form: OtherHours) -> Screen:
    week = parse_week(form.hours, local(turn.now).date(), turn.date_order)
    return _echo(turn, trainer_of(turn), form.name, week, (form.first, form.last))


def _echo(turn: Turn, trainer: Trainer, name: str, week: Week, days: Days | None) -> Screen:
    """How the hours were understood, and whom they would leave outside, to be saved by a tap."""
    draft = draft_hours(turn.work, turn.person, trainer, week, season=name, days=days, now=turn.now)
    known = season_called(turn.work, trainer, draft.season or name)
    whole = {**(turn.work.schedule.hours(trainer.id, known.id) if known else {}), **week}
    season_id = known.id if known else 0

    def as_if(plan: Plan) -> Plan:
        edited = plan.having(week, season_id) if known else plan
        return edited.during(Spell(*days, whole, season_id)) if days else edited

    lost = would_lie_outside(turn, trainer, as_if)
    note = (
        _("Days that are not named stay as they are.")
        if known
        else _("Days that are not named are closed then.")
    )
    whose = lines(draft.season, _days_said(days) if days else "")
    return echo_screen(draft, note, lost, EditSeason(), whose)


def saved(turn: Turn, draft: HoursDraft) -> Screen:
    """All schedules, with the bookings that now lie outside, and what to do where no days were said."""
    trainer, name = trainer_of(turn), draft.season or ""
    season = season_called(turn.work, trainer, name)
    screen = left_outside(turn, seasons_screen(turn, trainer))
    if season and _coming(turn, season):
        return screen.with_toast(_("Saved. New bookings follow these hours."))
    how = _("Say on which days they count: schedule {name} 24 dec - 2 jan", name=name)
    return replace(screen, text=how).with_toast(_("Saved."))


def _held(turn: Turn, trainer: Trainer, name: str, days: Days) -> Screen:
    held = hold_season(turn.work, turn.person, trainer, name, *days, now=turn.now)
    turn.work.flush()
    text = lines(
        _days_said((held.first, held.last)), _("On these days they count instead of the usual hours.")
    )
    undo = ((choice(_("End it"), EndSeason(held.id)),),)
    return left_outside(turn, Screen(title=name, text=text, choices=undo, private=True))


def _ended(turn: Turn, trainer: Trainer, name: str) -> Screen:
    """All its days to come."""
    season = season_called(turn.work, trainer, name)
    if season is None:
        raise NoSuchSchedule(name=name)
    for each in _coming(turn, season):
        end_season(turn.work, turn.person, each.id)
    return _usual_again(turn, trainer)


@on(EndSeason, who=Role.TRAINER)
def end(turn: Turn, wanted: EndSeason) -> Screen:
    end_season(turn.work, turn.person, wanted.dates)
    return _usual_again(turn, trainer_of(turn))


def _usual_again(turn: Turn, trainer: Trainer) -> Screen:
    screen = left_outside(turn, seasons_screen(turn, trainer))
    return screen.with_toast(_("The usual hours count again on those days."))
