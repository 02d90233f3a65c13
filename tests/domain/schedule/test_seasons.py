"""Hours with a name count on their days instead of the usual ones, whatever looks at a trainer's time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from domain.base import Entity
from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.misplaced import misplaced
from domain.errors import NotYours, Unreadable
from domain.intervals import Interval
from domain.schedule import hours
from domain.schedule.model import Season, SeasonDates, WeeklyHours
from domain.schedule.plan import Spell, Stretch
from domain.schedule.search import plan_of
from domain.schedule.season_words import SeasonLine, parse_season
from domain.schedule.service import times
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + 2 * DAY
WEDNESDAY = date(2026, 11, 25)
SHORT = {day: [Stretch(540, 660)] for day in range(7)}  # from nine to eleven


def save(work: SqlWork, here: Studio, name: str, week: dict[int, list[Stretch]], *days: date) -> None:
    span = (days[0], days[-1]) if days else None
    draft = hours.draft_hours(work, here.ana.person, here.ana, week, season=name, days=span, now=NOON)
    hours.save_draft(work, here.ana.person, draft.id)
    work.flush()


def offered(work: SqlWork, here: Studio, day: date) -> list[str]:
    found = times(work, here.ana, here.check_in, now=NOON)
    local = (wall(each, here.ana.zone) for each in found)
    return [f"{each:%H:%M}" for each in local if each.date() == day]


@in_a_turn
def test_on_its_days_a_season_is_what_is_offered_and_the_days_about_it_are_as_ever(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "holidays", SHORT, WEDNESDAY, WEDNESDAY + DAY)
    for day in (WEDNESDAY, WEDNESDAY + DAY):
        assert offered(work, here, day) == ["09:00", "09:30", "10:00", "10:30"]
    for day in (WEDNESDAY - DAY, WEDNESDAY + 2 * DAY):
        assert offered(work, here, day)[0] == "07:00"
    with pytest.raises(NotOpen):
        bookings.hold(work, here.cleo, here.check_in.id, TEN + 3 * HOUR, now=NOON)
    bookings.hold(work, here.cleo, here.check_in.id, TEN, now=NOON)


@in_a_turn
def test_a_season_of_no_hours_is_closed(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "away", {0: []}, WEDNESDAY)
    assert offered(work, here, WEDNESDAY) == []


@in_a_turn
def test_its_hours_change_apart_from_the_usual_ones(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "holidays", SHORT, WEDNESDAY)
    save(work, here, "Holidays", {2: [Stretch(600, 660)]})  # the same, of Wednesdays
    assert offered(work, here, WEDNESDAY) == ["10:00", "10:30"]
    assert [each.name for each in work.schedule.seasons(here.ana.id)] == ["holidays"]
    assert work.schedule.hours(here.ana.id)[2] == [Stretch(420, 1200)]
    (season,) = work.schedule.seasons(here.ana.id)
    assert work.schedule.hours(here.ana.id, season.id)[3] == [Stretch(540, 660)]


@in_a_turn
def test_what_lies_outside_is_known_before_and_after_it_is_saved(work: SqlWork) -> None:
    here = studio(work)
    inside = booking(work, here.cleo, here.check_in, TEN)
    late = booking(work, here.sam, here.check_in, TEN + 5 * HOUR)
    ahead = Interval(NOON, NOON + 30 * DAY)
    spell = Spell(WEDNESDAY, WEDNESDAY, SHORT)
    lost = misplaced(work, here.ana, ahead, now=NOON, as_if=lambda plan: plan.during(spell))
    assert [sheet.booking.id for sheet in lost] == [late.id]
    assert misplaced(work, here.ana, ahead, now=NOON) == []
    save(work, here, "holidays", SHORT, WEDNESDAY)
    assert [sheet.booking.id for sheet in misplaced(work, here.ana, ahead, now=NOON)] == [late.id]
    (season,) = work.schedule.seasons(here.ana.id)
    later = {day: [Stretch(660, 1200)] for day in range(7)}
    lost = misplaced(work, here.ana, ahead, now=NOON, as_if=lambda plan: plan.having(later, season.id))
    assert [sheet.booking.id for sheet in lost] == [inside.id]


@in_a_turn
def test_days_of_two_seasons_do_not_overlap(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "holidays", SHORT, WEDNESDAY, WEDNESDAY + 2 * DAY)
    save(work, here, "summer", SHORT)
    who, ana = here.ana.person, here.ana
    for first, last in ((0, 0), (-3, 0), (2, 5), (-3, 9)):
        with pytest.raises(hours.DaysTaken) as taken:
            hours.hold_season(
                work, who, ana, "summer", WEDNESDAY + first * DAY, WEDNESDAY + last * DAY, now=NOON
            )
        assert taken.value.facts == {"name": "holidays"}
    held = hours.hold_season(work, who, ana, "summer", WEDNESDAY + 3 * DAY, WEDNESDAY + 9 * DAY, now=NOON)
    again = hours.hold_season(work, who, ana, "SUMMER", WEDNESDAY + 4 * DAY, WEDNESDAY + 5 * DAY, now=NOON)
    assert again is held
    hours.end_season(work, who, held.id)
    hours.hold_season(work, who, ana, "holidays", WEDNESDAY + 4 * DAY, WEDNESDAY + 5 * DAY, now=NOON)


@in_a_turn
def test_what_is_no_season_is_refused(work: SqlWork) -> None:
    here = studio(work)
    who, ana = here.ana.person, here.ana
    with pytest.raises(hours.NoSuchSchedule):
        hours.hold_season(work, who, ana, "summer", WEDNESDAY, WEDNESDAY, now=NOON)
    with pytest.raises(hours.NotAName):
        save(work, here, "2026", SHORT)
    with pytest.raises(hours.LastBeforeFirst):
        save(work, here, "summer", SHORT, WEDNESDAY, WEDNESDAY - DAY)
    with pytest.raises(hours.Over):
        save(work, here, "summer", SHORT, NOON.date() - 9 * DAY, NOON.date() - DAY)
    assert work.schedule.seasons(ana.id) == []


@in_a_turn
def test_only_the_trainer_names_hours_and_days(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "holidays", SHORT, WEDNESDAY)
    (dates,) = work.schedule.season_dates(here.ana.id, WEDNESDAY, WEDNESDAY)
    draft = hours.draft_hours(work, here.ana.person, here.ana, SHORT, season="x", now=NOON)
    for who in (here.tom.person, here.cleo):
        with pytest.raises(NotYours):
            hours.draft_hours(work, who, here.ana, SHORT, season="holidays", now=NOON)
        with pytest.raises(NotYours):
            hours.save_draft(work, who, draft.id)
        with pytest.raises(NotYours):
            hours.hold_season(work, who, here.ana, "holidays", WEDNESDAY, WEDNESDAY, now=NOON)
        with pytest.raises(NotYours):
            hours.end_season(work, who, dates.id)


def put(work: SqlWork, entity: Entity) -> None:
    with work.session.begin_nested():
        work.add(entity)
        work.flush()


@in_a_turn
def test_the_database_keeps_the_days_of_a_trainer_apart(work: SqlWork) -> None:
    here = studio(work)
    summer, toms = (
        Season(trainer_id=here.ana.id, name="summer"),
        Season(trainer_id=here.tom.id, name="summer"),
    )
    work.add(summer, toms)
    work.flush()

    def dates(of: Season, first: int, last: int, trainer: int = 0) -> SeasonDates:
        days = WEDNESDAY + first * DAY, WEDNESDAY + last * DAY
        return SeasonDates(trainer_id=trainer or of.trainer_id, season_id=of.id, first=days[0], last=days[1])

    kept, later = dates(summer, 0, 4), dates(summer, 5, 9)
    work.add(kept, later, dates(toms, 0, 9))
    work.flush()
    for wrong in (
        dates(summer, 4, 4),  # the last day
        dates(summer, -9, 0),  # the first day
        dates(summer, -1, 20),  # around both
        dates(summer, 30, 29),  # backwards
        dates(summer, 40, 41, here.tom.id),  # of another trainer's season
    ):
        with pytest.raises(DBAPIError):
            put(work, wrong)
    moved = update(SeasonDates).where(SeasonDates.id == later.id).values(first=WEDNESDAY + 4 * DAY)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(moved)
    with pytest.raises(DBAPIError):
        put(work, Season(trainer_id=here.ana.id, name="summer"))


@in_a_turn
def test_the_database_keeps_the_hours_of_each_season_apart_and_with_its_trainer(work: SqlWork) -> None:
    here = studio(work)
    summer = Season(trainer_id=here.ana.id, name="summer")
    put(work, summer)

    def monday(trainer_id: int, season_id: int | None = None) -> WeeklyHours:
        return WeeklyHours(trainer_id=trainer_id, weekday=0, opens=1, closes=2, season_id=season_id)

    for season_id in (None, summer.id):
        put(work, monday(here.ana.id, season_id))
        with pytest.raises(DBAPIError):
            put(work, monday(here.ana.id, season_id))
    with pytest.raises(DBAPIError):
        put(work, monday(here.tom.id, summer.id))


@in_a_turn
def test_a_search_of_one_week_reads_no_season_of_another(work: SqlWork) -> None:
    here = studio(work)
    save(work, here, "holidays", SHORT, WEDNESDAY + 60 * DAY, WEDNESDAY + 70 * DAY)
    assert not plan_of(work, here.ana, TEN, TEN + 7 * DAY).spells
    assert len(plan_of(work, here.ana, TEN, TEN + 59 * DAY).spells) == 1  # the nights about it, too


LISBON = datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("Europe/Lisbon"))
CHRISTMAS = (date(2026, 12, 24), date(2027, 1, 2))
MORNINGS = {day: [Stretch(540, 780)] for day in range(5)}


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("holidays", SeasonLine("holidays")),
        ("holidays off", SeasonLine("holidays", off=True)),
        ("holidays mon-fri 9-13", SeasonLine("holidays", week=MORNINGS)),
        ("holidays 24 dec - 2 jan", SeasonLine("holidays", days=CHRISTMAS)),
        ("holidays from 24 dec to 2 jan", SeasonLine("holidays", days=CHRISTMAS)),
        ("holidays: 24 dec - 2 jan: mon-fri 9:00-13:00", SeasonLine("holidays", CHRISTMAS, MORNINGS)),
        ("Summer Time 24 dec - 2 jan", SeasonLine("Summer Time", days=CHRISTMAS)),  # which is known
        ("summer mon-fri 9-13", SeasonLine("summer", week=MORNINGS)),
        ("vacaciones del 24 dic al 2 ene: lun-vie 9-13", SeasonLine("vacaciones", CHRISTMAS, MORNINGS)),
        ("holidays 24 dec", SeasonLine("holidays", days=(CHRISTMAS[0], CHRISTMAS[0]))),
        ("holidays sat off", SeasonLine("holidays", week={5: []})),
    ],
)
def test_a_season_is_read(typed: str, line: SeasonLine) -> None:
    assert parse_season(typed, ["summer time"], LISBON) == line


@pytest.mark.parametrize(
    "typed", ["holidays soon", "holidays 24 dec - 2 jan: always", "holidays 1 nov 2026: mon 9-10"]
)
def test_what_is_neither_days_nor_hours_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        parse_season(typed, [], LISBON)
