"""Quiet hours: what waits, what goes before, what rings all the same, and that no change loses any."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.base import Role
from domain.bookings.announce import plan_reminders
from domain.bookings.service import relate
from domain.errors import NotYours, Unreadable
from domain.notifications.digest import DIGESTS
from domain.notifications.model import Notification, State
from domain.notifications.preferences import TooQuiet, keep_quiet, quiet_of
from domain.notifications.quiet import Quiet
from domain.notifications.quiet_words import read_quiet
from domain.notifications.service import tell
from domain.notifications.why import latest
from domain.people.model import Person
from domain.people.service import choose_zone
from storage.work import SqlWork
from tests.factories import booking, studio
from tests.turns import in_a_turn

NIGHT = Quiet(22 * 60, 8 * 60)
LISBON = "Europe/Lisbon"  # whose clocks show UTC in winter
LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def sleeper(work: SqlWork, quiet: Quiet | None = NIGHT) -> Person:
    cleo = studio(work).cleo
    cleo.zone = LISBON
    keep_quiet(work, cleo, quiet, now=LATE)
    return cleo


def named(work: SqlWork, name: str) -> Person:
    return work.session.scalars(select(Person).where(Person.name == name)).one()


def rows(work: SqlWork) -> list[Notification]:
    work.flush()
    return list(work.session.scalars(select(Notification).order_by(Notification.id)))


def told(
    work: SqlWork, whom: Person, kind: str, due: datetime = LATE, by: datetime | None = None, key: str = "k"
) -> Notification:
    assert tell(work, whom.id, Role.CLIENT, kind, key, due=due, subject=("booking", 1), by=by)
    return rows(work)[-1]


@in_a_turn
def test_what_can_wait_comes_in_the_morning_and_says_why(work: SqlWork) -> None:
    row = told(work, sleeper(work), "client_completed")
    assert (row.due_at, row.wanted_at) == (MORNING, LATE)
    assert [each["why"] for each in row.path] == ["quiet"]


@in_a_turn
def test_by_day_nothing_waits(work: SqlWork) -> None:
    row = told(work, sleeper(work), "client_completed", MORNING)
    assert (row.due_at, row.wanted_at, row.path) == (MORNING, None, [])


@pytest.mark.parametrize("kind", ["client_health", "client_offer", "client_settled", "client_delay"])
@in_a_turn
def test_an_answer_an_offer_and_a_card_come_at_any_hour(work: SqlWork, kind: str) -> None:
    assert told(work, sleeper(work), kind).due_at == LATE


@pytest.mark.parametrize(("ahead", "due"), [(9, LATE), (12, LATE), (13, MORNING), (-1, MORNING)])
@in_a_turn
def test_a_cancellation_rings_where_the_session_is_within_hours(
    work: SqlWork, ahead: int, due: datetime
) -> None:
    row = told(work, sleeper(work), "client_cancelled", by=LATE + ahead * HOUR)
    assert (row.due_at, row.urgent) == (due, due == LATE)


@in_a_turn
def test_a_reminder_for_six_in_the_morning_comes_the_evening_before_once(work: SqlWork) -> None:
    here = studio(work)
    here.cleo.zone = LISBON
    keep_quiet(work, here.cleo, NIGHT, now=LATE)
    six = datetime(2026, 11, 26, 6, tzinfo=UTC)
    place = booking(work, here.cleo, here.training, six)
    sheet = work.bookings.sheet(place.id)
    plan_reminders(work, sheet, LATE)
    due = {row.kind: row.due_at for row in rows(work) if row.kind.startswith("reminder")}
    assert due == {
        "reminder_24h": datetime(2026, 11, 25, 8, tzinfo=UTC),
        "reminder_1h": datetime(2026, 11, 25, 21, tzinfo=UTC),
    }
    sent = next(row for row in rows(work) if row.kind == "reminder_1h")
    sent.state = State.SENT
    place.version += 1  # confirmed after it came
    plan_reminders(work, sheet, datetime(2026, 11, 25, 21, 5, tzinfo=UTC))
    assert [row.state for row in rows(work) if row.kind == "reminder_1h"] == [State.SENT]


@in_a_turn
def test_a_change_moves_what_waits_there_and_back_under_the_same_key(work: SqlWork) -> None:
    cleo = sleeper(work, None)
    row = told(work, cleo, "client_completed")
    keep_quiet(work, cleo, NIGHT, now=LATE)
    assert (row.due_at, row.wanted_at) == (MORNING, LATE)
    keep_quiet(work, cleo, Quiet(22 * 60, 7 * 60), now=LATE)
    assert (row.due_at, row.wanted_at) == (MORNING - HOUR, LATE)
    choose_zone(work, cleo, "Europe/Madrid", now=LATE)  # where it is an hour later
    assert row.due_at == MORNING - 2 * HOUR
    keep_quiet(work, cleo, None, now=LATE)
    assert (row.due_at, row.wanted_at, row.path) == (LATE, None, [])
    assert [each.key for each in rows(work) if each.kind not in DIGESTS] == [f"k:{cleo.id}"]


@in_a_turn
def test_why_is_for_whom_it_was_their_trainer_and_an_admin(work: SqlWork) -> None:
    cleo = sleeper(work)
    row = told(work, cleo, "client_completed")
    told(work, cleo, "client_settled", key="card")  # which rings for nobody
    ana, tom = (work.trainers.by_slug(slug) for slug in ("ana", "tom"))
    assert ana
    assert tom
    mallory = named(work, "Mallory")
    for actor in (tom.person, mallory):
        with pytest.raises(NotYours):
            latest(work, actor, cleo, limit=5)
    relate(work, cleo, ana, now=LATE)
    mallory.roles |= Role.ADMIN
    for actor in (cleo, ana.person, mallory):
        assert [(each.row.id, each.channel) for each in latest(work, actor, cleo, limit=5)] == [
            (row.id, "telegram")
        ]


@in_a_turn
def test_sixteen_hours_at_most(work: SqlWork) -> None:
    cleo = sleeper(work)
    for quiet in (Quiet(0, 0), Quiet(8 * 60, 60)):
        with pytest.raises(TooQuiet):
            keep_quiet(work, cleo, quiet, now=LATE)
    assert quiet_of(cleo) == NIGHT


@pytest.mark.parametrize("hours", ["NULL, 480", "480, 480", "480, 60", "-1, 300", "1300, 1440"])
@in_a_turn
def test_the_database_refuses_what_is_no_night(work: SqlWork, hours: str) -> None:
    whose = studio(work).cleo.id
    row = f"({whose}, {hours}, '{{}}')"
    said = f"INSERT INTO preferences (person_id, quiet_from, quiet_until, modes) VALUES {row}"
    with pytest.raises(IntegrityError):
        work.session.execute(text(said))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("22-8", (1320, 480)),
        ("10-8", (1320, 480)),  # no day is quiet for 22 hours
        ("9-5", (1260, 300)),
        ("from 22:30 to 7", (1350, 420)),
        ("10pm-8am", (1320, 480)),
        ("13–15", (780, 900)),  # a siesta
        ("de 22 a 8", (1320, 480)),
        ("desde las 23h hasta 7h", (1380, 420)),
        ("OFF", None),
        ("no", None),
    ],
)
def test_words(words: str, read: tuple[int, int] | None) -> None:
    assert read_quiet(words) == read


@pytest.mark.parametrize("words", ["whenever", "22", "25-8", "22-8-9", "22 to"])
def test_other_words(words: str) -> None:
    with pytest.raises(Unreadable):
        read_quiet(words)
