"""The use cases of weekly hours: the usual ones, and those of a season that count on some days instead."""

from datetime import date, datetime

from domain.access import require_trainer
from domain.errors import Refusal
from domain.people.model import Person
from domain.schedule.model import HoursDraft, Season, SeasonDates
from domain.schedule.plan import Stretch, Week
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall

_LONGEST_NAME = 40


class NoSuchSchedule(Refusal):
    """There is no schedule of that name yet. Say its hours first: schedule {name} mon-fri 9-13"""


class NotAName(Refusal):
    """A schedule needs a name of its own, up to 40 characters. Try: schedule holidays mon-fri 9-13"""


class DaysTaken(Refusal):
    """“{name}” holds on some of those days already. End that first, or say other days."""


class LastBeforeFirst(Refusal):
    """The last day is before the first. Try it the other way round."""


class Over(Refusal):
    """Those days are over. Try days to come: schedule holidays 24 dec - 2 jan"""


def draft_hours(
    work: Work,
    actor: Person,
    trainer: Trainer,
    week: Week,
    *,
    season: str | None = None,
    days: tuple[date, date] | None = None,
    now: datetime,
) -> HoursDraft:
    """Keep typed hours until they are saved: what a button can't hold is a row. With a name, they are a
    season's, and count on the days from the first to the last where these are told. Raises NotAName,
    LastBeforeFirst, Over, DaysTaken.
    """
    require_trainer(actor, trainer)
    first, last = days or (None, None)
    if season is not None:
        season = _named(season)
        if first and last:
            _require_free(work, trainer, season, first, last)
            _require_ahead(trainer, last, now)
    kept = {str(weekday): [stretch.kept for stretch in stretches] for weekday, stretches in week.items()}
    draft = HoursDraft(trainer_id=trainer.id, days=kept, season=season, first=first, last=last, made_at=now)
    work.add(draft)
    work.flush()
    return draft


def drafted(draft: HoursDraft) -> Week:
    return {int(day): [Stretch.read(kept) for kept in stretches] for day, stretches in draft.days.items()}


def save_draft(work: Work, actor: Person, draft_id: int) -> HoursDraft:
    """Replace the hours of the weekdays that the draft names, and let its season begin where it has days.
    Saving it twice changes nothing more. Raises DaysTaken.
    """
    draft = work.schedule.draft(draft_id)
    trainer = work.trainers.trainer(draft.trainer_id)
    require_trainer(actor, trainer)
    if draft.season is None:
        work.schedule.replace_hours(trainer.id, drafted(draft))
        return draft
    season = season_called(work, trainer, draft.season)
    if season is None:
        season = Season(trainer_id=trainer.id, name=draft.season)
        work.add(season)
        work.flush()
    work.schedule.replace_hours(trainer.id, drafted(draft), season.id)
    if draft.first and draft.last:
        _hold(work, trainer, season, draft.first, draft.last)
    return draft


def season_called(work: Work, trainer: Trainer, name: str) -> Season | None:
    said = name.casefold()
    return next((each for each in work.schedule.seasons(trainer.id) if each.name.casefold() == said), None)


def hold_season(
    work: Work, actor: Person, trainer: Trainer, name: str, first: date, last: date, *, now: datetime
) -> SeasonDates:
    """Let a season's hours count from the first day to the last; days that cover these already are given
    instead. Bookings that lie outside then stay: see ``bookings.misplaced``. Raises NoSuchSchedule,
    LastBeforeFirst, Over, DaysTaken.
    """
    require_trainer(actor, trainer)
    season = season_called(work, trainer, name)
    if season is None:
        raise NoSuchSchedule(name=name)
    _require_ahead(trainer, last, now)
    return _hold(work, trainer, season, first, last)


def end_season(work: Work, actor: Person, dates_id: int) -> SeasonDates:
    """The usual hours count again on those days."""
    dates = work.schedule.dates_of(dates_id)
    require_trainer(actor, work.trainers.trainer(dates.trainer_id))
    work.delete(dates)
    work.flush()
    return dates


def _hold(work: Work, trainer: Trainer, season: Season, first: date, last: date) -> SeasonDates:
    with work.claim(trainer.id):  # who claims after this one looks after it, too
        held = _require_free(work, trainer, season.name, first, last)
        if held is None:
            held = SeasonDates(trainer_id=trainer.id, season_id=season.id, first=first, last=last)
            work.add(held)
        work.flush()
    return held


def _require_ahead(trainer: Trainer, last: date, now: datetime) -> None:
    if last < wall(now, trainer.zone_at(now)).date():
        raise Over


def _require_free(work: Work, trainer: Trainer, name: str, first: date, last: date) -> SeasonDates | None:
    """The days that cover these already, if this season has them. Raises LastBeforeFirst, DaysTaken."""
    if last < first:
        raise LastBeforeFirst
    names = {each.id: each.name for each in work.schedule.seasons(trainer.id)}
    for known in work.schedule.season_dates(trainer.id, first, last):
        own = names[known.season_id].casefold() == name.casefold()
        if own and known.first <= first and last <= known.last:
            return known
        raise DaysTaken(name=names[known.season_id])
    return None


def _named(name: str) -> str:
    tidy = " ".join(name.split())
    if len(tidy) > _LONGEST_NAME or not any(map(str.isalpha, tidy)):
        raise NotAName
    return tidy
