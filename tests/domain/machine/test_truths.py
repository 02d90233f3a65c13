"""Each truth can be untrue: one planted contradiction after another, and each is called by its name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from domain.bookings import service as bookings
from domain.bookings.holds import relate
from domain.bookings.model import Booking, Status
from domain.classes.model import Standing
from domain.packages import service as packages
from domain.standing import service as standing
from domain.standing.plan import How
from domain.waitlist import service as waitlist
from domain.waitlist.model import GapStatus
from storage.work import SqlWork
from tests.domain.machine.facts import Facts, Row, read
from tests.domain.machine.town import DAY, STARTS, Town, furnished
from tests.domain.machine.truths import TRUTHS, contradictions, nothing_is_overdue
from tests.factories import give_up
from tests.turns import in_a_turn

NOW = STARTS[1]
TEN = NOW.replace(hour=10) + DAY
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE


def booked(work: SqlWork, town: Town, who: str, what: str, hours: int = 0) -> Booking:
    person, service = work.people.person(town.people[who]), town.services[what]
    held = bookings.hold(work, person, service, TEN + hours * HOUR, now=NOW).booking
    return bookings.confirm(work, person, held.id, held.version, now=NOW).booking


def lived(work: SqlWork) -> Facts:
    """Two in a class, a request, a standing slot, and a gap that is offered to Mia; Sam has credits."""
    town = furnished(work, NOW)
    trainer, sam = work.trainers.trainer(town.trainers["ana"]), work.people.person(town.people["sam"])
    relate(work, sam, trainer, now=NOW)
    packages.give_credits(work, trainer.person, sam, trainer, 3, days=30, reason="so", now=NOW)
    for who in ("cleo", "sam"):
        booked(work, town, who, "spin", 30)
    asked = booked(work, town, "sam", "training", 5)
    mia, ana = (work.people.person(town.people[name]) for name in ("mia", "ana"))
    wished = standing.wish(work, mia, town.services["check_in"], TEN + 3 * HOUR, 1)
    standing.make(work, mia, wished, How.SKIP, standing.preview(work, wished, now=NOW).seen, now=NOW)
    waitlist.join(work, mia, town.services["check_in"], TEN.date(), now=NOW)
    freed = booked(work, town, "cleo", "check_in")
    give_up(work, work.people.person(town.people["cleo"]), freed, now=LATER)
    (gap,) = work.waitlist.fillable(town.trainers["ana"], TEN, TEN + HOUR)
    waitlist.fill(work, ana, gap.id, gap.version, now=LATER)
    bookings.suggest(work, ana, asked.id, asked.version, TEN + 7 * HOUR, now=LATER)
    return read(work.session)


def the(rows: list[Row], **values: object) -> Row:
    return next(each for each in rows if all(getattr(each, name) == value for name, value in values.items()))


def altered(facts: Facts, table: str, row: Row, **values: Any) -> Facts:
    rows = [
        SimpleNamespace(**each._asdict() | (values if each is row else {})) for each in getattr(facts, table)
    ]
    return replace(facts, **{table: rows})


def without(facts: Facts, table: str, row: Row) -> Facts:
    return replace(facts, **{table: [each for each in getattr(facts, table) if each is not row]})


def first_use(facts: Facts) -> Row:
    return facts.uses[0]


def seated(facts: Facts) -> tuple[Row, Row]:
    """The two in the class."""
    spin = next(each.id for each in facts.sessions if each.capacity > 1)
    one, other = (each for each in facts.bookings if each.session_id == spin)
    return one, other


def request(facts: Facts) -> Row:
    return the(facts.bookings, status=Status.REQUESTED)


def session_of(facts: Facts, booking: Row) -> Row:
    return the(facts.sessions, id=booking.session_id)


def onto(facts: Facts) -> Facts:
    there = session_of(facts, request(facts))
    other = next(each for each in facts.sessions if each.live and each.trainer_id == there.trainer_id)
    span = {name: getattr(there, name) for name in ("busy_from", "busy_to", "starts", "ends")}
    return altered(facts, "sessions", other, **span)


def second_hold(facts: Facts) -> Facts:
    mia = the(facts.bookings, status=Status.HELD).client_id
    return altered(facts, "bookings", request(facts), status=Status.HELD, client_id=mia)


def standing_one(facts: Facts) -> Row:
    return next(each for each in facts.bookings if each.standing_id is not None)


def elsewhere(facts: Facts) -> Facts:
    session = session_of(facts, standing_one(facts))
    shifts = {name: getattr(session, name) + HOUR for name in ("starts", "ends", "busy_from", "busy_to")}
    return altered(facts, "sessions", session, **shifts, wall=f"{session.starts + HOUR:%Y-%m-%dT%H:%M}")


PLANTED: list[tuple[str, Callable[[Facts], Facts]]] = [
    ("sessions_of_a_trainer_are_apart_with_their_buffers", onto),
    (
        "sessions_of_a_trainer_are_apart_with_their_buffers",
        lambda facts: altered(facts, "sessions", session_of(facts, request(facts)), busy_to=TEN + 6 * HOUR),
    ),
    (
        "a_session_is_at_the_wall_time_that_was_meant",
        lambda facts: altered(facts, "sessions", session_of(facts, request(facts)), zone="Asia/Tokyo"),
    ),
    (
        "no_unit_of_a_thing_is_in_two_sessions_at_once",
        lambda facts: altered(facts, "uses", first_use(facts), unit=9),
    ),
    (
        "no_unit_of_a_thing_is_in_two_sessions_at_once",
        lambda facts: altered(facts, "uses", first_use(facts), busy_to=first_use(facts).busy_to + MINUTE),
    ),
    (
        "no_session_has_more_in_it_than_places_and_nobody_twice",
        lambda facts: altered(facts, "bookings", seated(facts)[0], seat=seated(facts)[1].seat),
    ),
    (
        "no_session_has_more_in_it_than_places_and_nobody_twice",
        lambda facts: altered(facts, "bookings", seated(facts)[0], client_id=seated(facts)[1].client_id),
    ),
    (
        "no_session_has_more_in_it_than_places_and_nobody_twice",
        lambda facts: altered(facts, "bookings", request(facts), seat=2),
    ),
    (
        "no_time_is_taken_by_nobody",
        lambda facts: altered(facts, "bookings", request(facts), status=Status.EXPIRED),
    ),
    (
        "what_was_called_off_keeps_no_time",
        lambda facts: altered(facts, "dates", facts.dates[0], standing=Standing.CALLED_OFF),
    ),
    (
        "no_day_or_week_has_more_than_its_trainer_takes_on",
        lambda facts: altered(facts, "trainers", facts.trainers[0], most_a_day=2),
    ),
    (
        "no_day_or_week_has_more_than_its_trainer_takes_on",
        lambda facts: altered(facts, "trainers", facts.trainers[0], most_a_week=3),
    ),
    ("a_client_holds_one_time_at_once", second_hold),
    (
        "every_change_of_a_booking_has_its_row_and_follows_the_graph",
        lambda facts: without(facts, "changes", facts.changes[-1]),
    ),
    (
        "every_change_of_a_booking_has_its_row_and_follows_the_graph",
        lambda facts: altered(facts, "changes", facts.changes[0], status=Status.DECLINED),
    ),
    (
        "what_waits_has_its_deadline",
        lambda facts: altered(facts, "bookings", request(facts), until=None),
    ),
    (
        "a_gap_is_offered_to_one_after_another",
        lambda facts: altered(facts, "gaps", facts.gaps[0], status=GapStatus.OPEN),
    ),
    (
        "a_gap_is_kept_while_it_is_offered",
        lambda facts: altered(
            facts, "sessions", session_of(facts, the(facts.bookings, status=Status.HELD)), live=False
        ),
    ),
    (
        "exactly_the_reminders_that_are_still_to_come_are_planned",
        lambda facts: without(facts, "messages", the(facts.messages, kind="reminder_1h")),
    ),
    (
        "exactly_the_reminders_that_are_still_to_come_are_planned",
        lambda facts: altered(
            facts, "messages", the(facts.messages, kind="reminder_1h"), subject_id=request(facts).id
        ),
    ),
    (
        "whom_a_change_concerns_is_told_of_it_once",
        lambda facts: without(facts, "messages", the(facts.messages, kind="client_suggested")),
    ),
    (
        "debits_equal_credits_in_each_commodity",
        lambda facts: altered(facts, "entries", facts.entries[0], commodity="EUR"),
    ),
    (
        "nobody_has_less_than_nothing",
        lambda facts: altered(facts, "entries", facts.entries[0], amount=1),
    ),
    (
        "what_is_booked_by_credit_has_one_reserved",
        lambda facts: altered(facts, "bookings", request(facts), lot_id=None),
    ),
    (
        "what_is_booked_by_credit_has_one_reserved",
        lambda facts: altered(facts, "bookings", request(facts), status=Status.COMPLETED),
    ),
    (
        "no_credit_pays_after_its_last_day",
        lambda facts: altered(facts, "lots", facts.lots[0], expires_on=NOW.date()),
    ),
    ("a_standing_booking_is_at_its_local_time", elsewhere),
    (
        "a_standing_booking_is_at_its_local_time",
        lambda facts: altered(
            facts, "bookings", standing_one(facts), stands_for=standing_one(facts).stands_for + 7 * DAY
        ),
    ),
]


@in_a_turn
def test_of_what_the_services_write_all_is_true(work: SqlWork) -> None:
    assert contradictions(lived(work), LATER) == {}


@in_a_turn
def test_each_contradiction_is_noticed(work: SqlWork) -> None:
    facts = lived(work)
    unnoticed = [truth for truth, plant in PLANTED if truth not in contradictions(plant(facts), LATER)]
    assert unnoticed == []


def test_none_is_left_untested() -> None:
    assert {truth.__name__ for truth in TRUTHS} == {truth for truth, _plant in PLANTED}


@in_a_turn
def test_what_is_overdue_is_noticed(work: SqlWork) -> None:
    facts = lived(work)
    assert list(nothing_is_overdue(facts, LATER)) == []
    assert len(list(nothing_is_overdue(facts, NOW + DAY))) >= 3  # the hold, the request, the gap
