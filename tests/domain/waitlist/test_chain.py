"""One person at a time, in order, on a real hold; on both engines."""

from datetime import timedelta

import pytest

from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.errors import Changed, NotYours, Taken
from domain.people.model import Person
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from domain.waitlist.errors import OfferOver, TooLateToWait
from domain.waitlist.model import Gap, GapStatus, OfferStatus
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, client, give_up, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)  # Wednesday
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
QUARTER = 15 * MINUTE


def wait(work: SqlWork, who: Person, here: Studio, opens: int = 0, closes: int = 1440) -> None:
    waitlist.join(work, who, here.training.id, TEN.date(), opens=opens, closes=closes, now=NOON)


def freed(work: SqlWork, here: Studio) -> Gap:
    """Mallory gives Wednesday at ten up."""
    given_up = booking(work, here.mallory, here.training, TEN)
    give_up(work, here.mallory, given_up)
    (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR)
    return gap


def filling(work: SqlWork, here: Studio) -> Gap:
    gap = freed(work, here)
    return waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)


def asked(work: SqlWork, gap: Gap) -> list[tuple[int, OfferStatus]]:
    return [(offer.client_id, offer.status) for offer in work.waitlist.offers(gap.id)]


@in_a_turn
def test_who_waits_for_that_very_time_is_asked_first_then_who_joined_first(work: SqlWork) -> None:
    here = studio(work)
    kim = client(work, "Kim", "1004")
    wait(work, here.cleo, here)
    wait(work, kim, here)
    wait(work, here.sam, here, 600, 600)
    gap = filling(work, here)
    for who in (here.sam, here.cleo, kim):
        assert asked(work, gap)[-1] == (who.id, OfferStatus.OFFERED)
        held = work.bookings.held_by(who.id)
        assert held is not None
        assert (held.starts, held.until) == (TEN, NOON + QUARTER)
        waitlist.pass_on(work, who, held.id, now=NOON)
    assert gap.status is GapStatus.OPEN
    assert bookings.hold(work, here.mallory, here.training.id, TEN, now=NOON).booking.starts == TEN


@in_a_turn
def test_taking_books_it_at_once_though_requests_are_approved_first(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    gap = filling(work, here)
    held = work.bookings.held_by(here.cleo.id)
    assert held is not None
    taken = waitlist.take(work, here.cleo, held.id, held.version, now=NOON).booking
    assert (taken.status, gap.status) == (Status.CONFIRMED, GapStatus.TAKEN)
    again = waitlist.take(work, here.cleo, held.id, 1, now=NOON).booking
    assert (again.version, work.waitlist.entries_of(here.cleo.id, NOON)) == (2, [])
    assert waitlist.pass_on(work, here.cleo, held.id, now=NOON).booking.status is Status.CONFIRMED


@in_a_turn
def test_the_place_stays_kept_from_one_to_the_next(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.sam, here)
    gap = filling(work, here)
    later = NOON + QUARTER
    with pytest.raises(Taken):  # lapsed, and still nobody else's
        bookings.hold(work, here.mallory, here.training.id, TEN, now=later)
    assert go_on(work, gap.id, now=later)
    assert asked(work, gap) == [(here.cleo.id, OfferStatus.LAPSED), (here.sam.id, OfferStatus.OFFERED)]
    assert not go_on(work, gap.id, now=later)
    with pytest.raises(Taken):
        bookings.hold(work, here.mallory, here.training.id, TEN, now=later)


@in_a_turn
def test_an_old_take_after_the_end_books_nothing(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.sam, here)
    gap = filling(work, here)
    held = work.bookings.held_by(here.cleo.id)
    assert held is not None
    with pytest.raises(OfferOver):
        waitlist.take(work, here.cleo, held.id, 1, now=NOON + QUARTER)
    go_on(work, gap.id, now=NOON + QUARTER)
    with pytest.raises(OfferOver):
        waitlist.take(work, here.cleo, held.id, 1, now=NOON + QUARTER)
    with pytest.raises(NotYours):
        waitlist.take(work, here.mallory, held.id, 1, now=NOON)


@in_a_turn
def test_who_holds_another_time_is_passed_over_and_tried_last(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.sam, here)
    gap = freed(work, here)
    other = bookings.hold(work, here.cleo, here.check_in.id, TEN + 4 * HOUR, now=NOON).booking
    waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)
    held = work.bookings.held_by(here.sam.id)
    assert held is not None
    waitlist.pass_on(work, here.sam, held.id, now=NOON)
    assert (gap.status, gap.due_at) == (GapStatus.RUNNING, other.until)
    with pytest.raises(Taken):  # kept meanwhile, though nobody holds it
        bookings.hold(work, here.mallory, here.training.id, TEN, now=NOON)
    go_on(work, gap.id, now=NOON + 10 * MINUTE)
    assert asked(work, gap)[-1] == (here.cleo.id, OfferStatus.OFFERED)


@in_a_turn
def test_who_said_stop_is_passed_over(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.sam, here)
    place = work.people.reach(here.cleo.id, here.cleo.roles)
    assert place is not None
    work.people.address(place.address_id).stopped_at = NOON
    gap = filling(work, here)
    assert asked(work, gap) == [(here.sam.id, OfferStatus.OFFERED)]
    held = work.bookings.held_by(here.sam.id)
    assert held is not None
    waitlist.pass_on(work, here.sam, held.id, now=NOON)
    assert gap.status is GapStatus.OPEN


@in_a_turn
def test_at_night_the_place_is_kept_and_asked_about_in_the_morning(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    gap = freed(work, here)
    night = NOON.replace(hour=21)
    waitlist.fill(work, here.ana.person, gap.id, gap.version, now=night)
    assert (asked(work, gap), gap.due_at) == ([], NOON.replace(hour=8) + timedelta(days=1))
    with pytest.raises(Taken):
        bookings.hold(work, here.mallory, here.training.id, TEN, now=night)
    late = NOON.replace(hour=8, minute=20) + timedelta(days=1)  # we were away at eight
    go_on(work, gap.id, now=late)
    held = work.bookings.held_by(here.cleo.id)
    assert held is not None
    assert held.until == late + QUARTER


@in_a_turn
def test_a_session_within_twelve_hours_is_offered_at_any_hour(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    gap = freed(work, here)
    night = TEN - 12 * HOUR + MINUTE
    waitlist.fill(work, here.ana.person, gap.id, gap.version, now=night)
    assert asked(work, gap) == [(here.cleo.id, OfferStatus.OFFERED)]


@in_a_turn
def test_the_trainers_buttons_are_theirs_and_old_ones_do_nothing(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    gap = freed(work, here)
    with pytest.raises(NotYours):
        waitlist.fill(work, here.tom.person, gap.id, 1, now=NOON)
    waitlist.not_now(work, here.ana.person, gap.id, 1, now=NOON)
    assert (gap.status, gap.version) == (GapStatus.LATER, 2)
    waitlist.fill(work, here.ana.person, gap.id, 1, now=NOON)
    assert asked(work, gap) == [], "an old button"
    waitlist.fill(work, here.ana.person, gap.id, 2, now=NOON)
    waitlist.stop(work, here.ana.person, gap.id, 2, now=NOON)
    assert asked(work, gap) == [(here.cleo.id, OfferStatus.OFFERED)]
    waitlist.stop(work, here.ana.person, gap.id, 3, now=NOON)
    assert asked(work, gap) == [(here.cleo.id, OfferStatus.WITHDRAWN)]
    assert bookings.hold(work, here.mallory, here.training.id, TEN, now=NOON).booking.starts == TEN


@in_a_turn
def test_a_place_that_is_booked_before_it_is_offered_is_no_gap(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    gap = freed(work, here)
    held = bookings.hold(work, here.sam, here.training.id, TEN, now=NOON).booking
    waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)
    assert gap.status is GapStatus.GONE
    assert held.status is Status.HELD


@in_a_turn
def test_a_move_frees_the_old_time_and_ends_the_wait_for_the_new_day(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.mallory, here)
    kept = booking(work, here.mallory, here.training, TEN)
    bookings.move(work, here.mallory, kept.id, kept.version, TEN + 3 * HOUR, now=NOON)
    assert [gap.starts for gap in work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR)] == [TEN]
    assert work.waitlist.entries_of(here.mallory.id, NOON) == []


@in_a_turn
def test_a_longer_or_a_nearby_wish_is_met_where_the_gap_makes_room_for_it(work: SqlWork) -> None:
    """Mallory's ten o'clock stood in the way of Cleo's half past ten."""
    here = studio(work)
    wait(work, here.cleo, here, 630, 630)
    gap = filling(work, here)
    held = work.bookings.held_by(here.cleo.id)
    assert held is not None
    assert held.starts == TEN + HOUR / 2
    assert gap.starts == TEN


@in_a_turn
def test_nobody_is_asked_where_nobody_could_come(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here, 900, 960)
    given_up = booking(work, here.mallory, here.training, TEN)
    give_up(work, here.mallory, given_up)
    assert work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR) == []


@in_a_turn
def test_who_passed_on_a_time_is_not_asked_about_it_again(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.sam, here)
    gap = filling(work, here)
    held = work.bookings.held_by(here.cleo.id)
    assert held is not None
    waitlist.pass_on(work, here.cleo, held.id, now=NOON)
    taken = work.bookings.held_by(here.sam.id)
    assert taken is not None
    waitlist.take(work, here.sam, taken.id, 1, now=NOON)
    with pytest.raises(Changed):
        bookings.cancel(work, here.sam, taken.id, 1, now=NOON)
    give_up(work, here.sam, taken)
    assert work.waitlist.fillable(here.ana.id, TEN, TEN + HOUR) == []
    assert gap.status is GapStatus.TAKEN


@in_a_turn
def test_a_day_is_waited_for_once_and_only_while_it_can_be_booked(work: SqlWork) -> None:
    here = studio(work)
    wait(work, here.cleo, here)
    wait(work, here.cleo, here, 600, 600)
    (waiting,) = work.waitlist.entries_of(here.cleo.id, NOON)
    assert (waiting.entry.time, waiting.entry.joined_at) == (TEN, NOON)
    waitlist.leave(work, here.mallory, waiting.entry.id)
    assert len(work.waitlist.entries_of(here.cleo.id, NOON)) == 1
    waitlist.leave(work, here.cleo, waiting.entry.id)
    assert work.waitlist.entries_of(here.cleo.id, NOON) == []
    for day in (NOON - timedelta(days=1), NOON + timedelta(days=60)):
        with pytest.raises(TooLateToWait):
            waitlist.join(work, here.cleo, here.training.id, day.date(), now=NOON)
