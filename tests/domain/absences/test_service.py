"""A trainer can't be there: times that nobody else can have are offered to each client, and answered once."""

import asyncio
from datetime import timedelta
from functools import partial
from itertools import combinations

import pytest
from sqlalchemy import select

from domain.absences import service as absences
from domain.absences.model import Absence, Alternative, Answer, Replacement
from domain.absences.rules import ANSWER, personal
from domain.base import Role
from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.attendance import no_show
from domain.bookings.model import Booking, Status, TrainingSession
from domain.bookings.undo import undo
from domain.classes.model import Standing
from domain.errors import NotYours, Taken
from domain.intervals import Interval
from domain.notifications.model import Notification
from domain.people.model import Person
from domain.policies.service import set_policy
from domain.policies.words import Terms
from domain.resources import service as resources
from domain.schedule.closures import time_off
from domain.schedule.service import add_block, is_free, remove_block
from domain.standing.upkeep import look_at
from domain.zones import whole_day
from storage.database import Database
from storage.work import SqlWork
from tests.domain.classes.studio import THURSDAY, joined, spin
from tests.domain.classes.studio import dates as class_dates
from tests.domain.standing.slots import TUESDAY, dates, owned
from tests.factories import NOON, Studio, booking, client, person, studio
from tests.turns import in_a_turn

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
TODAY = Interval(NOON, whole_day("Europe/Lisbon", NOON.date()).end)


def booked(work: SqlWork, here: Studio, people: list[Person], hour: int = 13) -> list[Booking]:
    """An hour of training each this afternoon, one after another with the buffer between."""
    first = NOON.replace(hour=hour)
    return [
        booking(work, each, here.training, first + place * timedelta(minutes=75))
        for place, each in enumerate(people)
    ]


def confirmed(work: SqlWork, here: Studio, who: Person, hour: int) -> Booking:
    """A check-in this afternoon, booked as a client does."""
    held = bookings.hold(work, who, here.check_in.id, NOON.replace(hour=hour), now=NOON).booking
    return bookings.confirm(work, who, held.id, held.version, now=NOON).booking


def away(work: SqlWork, here: Studio) -> Absence:
    return absences.be_away(work, here.ana.person, here.ana, TODAY, "flu", now=NOON)


def asked(work: SqlWork, place: Booking) -> tuple[Replacement, list[Alternative]]:
    found = work.absences.about(place.id)
    assert found
    return found, work.absences.alternatives(found.id)


@in_a_turn
def test_five_clients_get_three_times_each_and_none_collides(work: SqlWork) -> None:
    here = studio(work)
    crowd = [here.cleo, here.sam, here.mallory, client(work, "Kim", "1004"), client(work, "Leo", "1005")]
    places = booked(work, here, crowd)
    away(work, here)
    kept = [each.session for place in places for each in asked(work, place)[1]]
    assert len(kept) == 15
    assert all(session.live and session.starts >= TODAY.end for session in kept)
    for one, other in combinations(kept, 2):
        assert one.busy_to <= other.busy_from or other.busy_to <= one.busy_from
    assert time_off(work, here.ana.id, TODAY) == [TODAY]
    assert all(place.status is Status.CONFIRMED for place in places), "nothing is cancelled by it"


@in_a_turn
def test_the_times_are_at_the_clients_own_hour_on_the_next_days(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 18)
    away(work, here)
    starts = [each.session.starts for each in asked(work, place)[1]]
    assert starts == [place.starts + days * DAY for days in (1, 2, 3)]


@in_a_turn
def test_whoever_chooses_has_that_time_and_the_others_are_free_again(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = booked(work, here, [here.cleo, here.sam])
    away(work, here)
    replacement, kept = asked(work, cleos)
    theirs = [each.session.starts for each in kept]
    for starts in theirs:
        assert not is_free(work, here.ana, here.training, starts, now=NOON, client_id=here.sam.id)
        assert is_free(work, here.ana, here.training, starts, now=NOON, client_id=here.cleo.id)
    absences.take(work, here.cleo, replacement.id, 2, now=NOON)
    again = absences.take(work, here.cleo, replacement.id, 2, now=NOON).booking
    assert (again.starts, again.status) == (theirs[1], Status.CONFIRMED), "the same tap twice"
    with pytest.raises(errors.AlreadyAnswered):
        absences.take(work, here.cleo, replacement.id, 1, now=NOON)
    work.flush()
    free = [is_free(work, here.ana, here.training, each, now=NOON, client_id=here.sam.id) for each in theirs]
    assert free == [True, False, True]
    assert asked(work, cleos)[0].answer is Answer.TAKEN
    assert asked(work, sams)[0].answer is Answer.ASKED


@in_a_turn
def test_none_of_them_frees_all_and_another_time_can_still_be_had(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo])
    away(work, here)
    replacement, kept = asked(work, place)
    absences.suits_none(work, here.cleo, replacement.id, now=NOON)
    absences.suits_none(work, here.cleo, replacement.id, now=NOON)
    assert [each.session.live for each in kept] == [False] * 3
    assert asked(work, place)[0].answer is Answer.NONE
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, 1, now=NOON)
    bookings.move(work, here.cleo, place.id, place.version, kept[0].session.starts, now=NOON)


@in_a_turn
def test_who_does_not_answer_in_time_is_named_to_the_trainer_once(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 16)
    absence = away(work, here)
    replacement, kept = asked(work, place)
    assert not absences.tell_unanswered(work, absence.id, now=NOON + ANSWER - SECOND)
    assert all(each.session.live for each in kept)
    assert work.absences.due(NOON + ANSWER) == [absence.id]
    assert absences.tell_unanswered(work, absence.id, now=NOON + ANSWER)
    assert not absences.tell_unanswered(work, absence.id, now=NOON + ANSWER)
    assert asked(work, place)[0].answer is Answer.LATE
    assert not any(each.session.live for each in kept)
    rings = [
        row.data["ping"]
        for row in work.session.scalars(select(Notification).where(Notification.kind == "trainer_absence"))
    ]
    assert rings == [False, True]
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, 1, now=NOON + ANSWER)


@in_a_turn
def test_to_move_or_to_cancel_in_another_way_is_an_answer_too(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(14 * 1440), now=NOON)
    cleos, sams = booked(work, here, [here.cleo, here.sam])
    away(work, here)
    kept = [asked(work, place)[1] for place in (cleos, sams)]
    bookings.move(work, here.cleo, cleos.id, cleos.version, kept[0][0].session.starts, now=NOON)
    bookings.cancel(work, here.sam, sams.id, sams.version, now=NOON)
    work.flush()
    assert {asked(work, place)[0].answer for place in (cleos, sams)} == {Answer.SETTLED}
    assert not any(each.session.live for some in kept for each in some)
    assert work.bookings.owed(sams.id) is None, "it is not their doing"


@in_a_turn
def test_saying_it_twice_asks_nobody_twice(work: SqlWork) -> None:
    here = studio(work)
    booked(work, here, [here.cleo, here.sam])
    first, again = away(work, here), away(work, here)
    assert first.id == again.id
    assert len(work.absences.replacements(first.id)) == 2


@in_a_turn
def test_whom_nothing_reaches_is_named_and_nothing_is_kept_for_them(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [person(work, "Max")])
    absence = away(work, here)
    replacement, kept = asked(work, place)
    assert (replacement.answer, kept) == (Answer.UNREACHED, [])
    assert absence.due_at is not None


@in_a_turn
def test_no_time_is_offered_at_which_a_client_has_another_session(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 18)
    booking(work, here.cleo, here.run, place.starts + DAY)
    away(work, here)
    assert place.starts + DAY not in [each.session.starts for each in asked(work, place)[1]]


@in_a_turn
def test_nobody_answers_for_another_nor_takes_a_day_off_for_them(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo])
    for somebody in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            absences.be_away(work, somebody, here.ana, TODAY, "", now=NOON)
    away(work, here)
    replacement, _kept = asked(work, place)
    for somebody in (here.sam, here.ana.person):
        with pytest.raises(NotYours):
            absences.take(work, somebody, replacement.id, 1, now=NOON)
        with pytest.raises(NotYours):
            absences.suits_none(work, somebody, replacement.id, now=NOON)


@in_a_turn
def test_what_is_kept_has_the_room_that_it_needs_and_frees_it_again(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    room = resources.add(work, ada, "Studio 1", 1, now=NOON)
    (place,) = booked(work, here, [here.cleo], 18)
    toms = booking(work, here.sam, here.run, place.starts + DAY)
    for each in (here.run, here.training):
        owner = work.trainers.trainer(each.trainer_id).person
        resources.set_needs(work, owner, each.id, {room.id: 1}, now=NOON)
    away(work, here)
    replacement, kept = asked(work, place)
    starts = [each.session.starts for each in kept]
    assert toms.starts not in starts, "Tom has the room then"
    assert all(work.resources.held(each.session.id) == {room.id: 1} for each in kept)
    assert not is_free(work, here.tom, here.run, starts[0], now=NOON, client_id=here.mallory.id)
    absences.take(work, here.cleo, replacement.id, 1, now=NOON)
    assert work.resources.held(place.session.id) == {room.id: 1}
    free = [is_free(work, here.tom, here.run, each, now=NOON, client_id=here.mallory.id) for each in starts]
    assert free == [False, True, True]


@in_a_turn
def test_one_date_of_a_standing_slot_moves_alone(work: SqlWork) -> None:
    here = studio(work)
    series = owned(work, here)
    every = dates(work, series)
    first = work.standing.coming(series.slot.id, NOON)[0].booking
    span = whole_day("Europe/Lisbon", first.starts.date())
    absences.be_away(work, here.ana.person, here.ana, span, "flu", now=NOON)
    replacement, kept = asked(work, first)
    absences.take(work, here.cleo, replacement.id, 1, now=NOON)
    assert first.starts == kept[0].session.starts
    assert first.starts.date() != first.stands_for
    assert dates(work, series) == every
    assert work.standing.bookings(series.slot.id, every[1])[0].starts == TUESDAY + timedelta(weeks=1)
    look_at(work, series.slot.id, now=NOON + 2 * DAY)
    assert dates(work, series)[: len(every)] == every, "and nothing is booked in its place"


@in_a_turn
def test_the_class_of_that_day_is_called_off_and_each_member_is_told(work: SqlWork) -> None:
    here = studio(work)
    given, group = spin(work, here)
    for each in (here.cleo, here.sam):
        joined(work, each, given)
    absences.be_away(work, here.ana.person, here.ana, whole_day("Europe/Lisbon", THURSDAY), "flu", now=NOON)
    work.flush()
    off = select(Notification).where(Notification.kind == "client_called_off")
    assert len(list(work.session.scalars(off))) == 2
    assert [each.standing is Standing.CALLED_OFF for each in class_dates(work, group)[:2]] == [True, False]


@in_a_turn
def test_whoever_was_asked_pays_nothing_though_the_day_is_open_again(work: SqlWork) -> None:
    here = studio(work)
    set_policy(work, here.ana.person, here.ana, Terms(14 * 1440), now=NOON)
    (place,) = booked(work, here, [here.cleo], 16)
    away(work, here)
    (block,) = work.schedule.blocks(here.ana.id, *TODAY)
    remove_block(work, here.ana.person, block.id)
    work.flush()
    bookings.cancel(work, here.cleo, place.id, place.version, now=NOON)
    assert work.bookings.owed(place.id) is None


@in_a_turn
def test_behind_the_services_what_is_kept_is_nobody_elses(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo])
    away(work, here)
    with pytest.raises(Taken), work.claim(here.ana.id):
        booking(work, here.sam, here.training, asked(work, place)[1][0].session.starts)


@in_a_turn
def test_times_that_were_kept_in_a_later_absence_are_replaced_and_asked_about_anew(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 18)
    away(work, here)
    replacement, (first, *_others) = asked(work, place)
    tomorrow, later = Interval(TODAY.end, TODAY.end + DAY), NOON + HOUR
    absences.be_away(work, here.ana.person, here.ana, tomorrow, "flu", now=later)
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, first.number, now=later)
    _same, kept = asked(work, place)
    assert [each.number for each in kept if each.session.live] == [2, 3, 4], "a number means one time"
    assert work.absences.absence(replacement.absence_id).due_at == later + ANSWER
    assert (
        len([*work.session.scalars(select(Notification).where(Notification.kind == "client_absence"))]) == 1
    )
    absences.take(work, here.cleo, replacement.id, 4, now=later)
    assert place.starts == kept[-1].session.starts >= tomorrow.end


@in_a_turn
def test_a_kept_time_that_was_blocked_meanwhile_can_not_be_had(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 18)
    away(work, here)
    replacement, kept = asked(work, place)
    add_block(work, here.ana.person, here.ana, Interval(TODAY.end, TODAY.end + DAY), "", now=NOON)
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, 1, now=NOON)
    here.ana.active = False
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, 2, now=NOON)
    assert asked(work, place)[0].answer is Answer.ASKED
    assert all(each.session.live for each in kept)


@in_a_turn
def test_a_kept_time_that_has_begun_can_not_be_had(work: SqlWork) -> None:
    here = studio(work)
    here.ana.notice_minutes = 0
    place = booking(work, here.cleo, here.check_in, NOON + HOUR / 4)
    span = Interval(NOON, NOON + HOUR)
    absences.be_away(work, here.ana.person, here.ana, span, "flu", now=NOON)
    replacement, kept = asked(work, place)
    with pytest.raises(errors.NotOpen):
        absences.take(work, here.cleo, replacement.id, 1, now=kept[0].session.starts)
    absences.take(work, here.cleo, replacement.id, 2, now=kept[0].session.starts)
    assert place.starts == kept[1].session.starts


@in_a_turn
def test_a_session_that_was_marked_moves_nowhere(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.check_in, NOON + HOUR / 4)
    away(work, here)
    replacement, kept = asked(work, place)
    no_show(work, here.ana.person, place.id, place.version, now=NOON + HOUR)
    assert asked(work, place)[0].answer is Answer.SETTLED
    assert not any(each.session.live for each in kept)
    with pytest.raises(errors.AlreadyAnswered):
        absences.take(work, here.cleo, replacement.id, 1, now=NOON + HOUR)
    assert place.status is Status.NO_SHOW


@in_a_turn
def test_what_its_client_cancels_is_not_taken_back_into_the_absence(work: SqlWork) -> None:
    here = studio(work)
    cleos, sams = confirmed(work, here, here.cleo, 16), confirmed(work, here, here.sam, 18)
    bookings.cancel(work, here.cleo, cleos.id, cleos.version, now=NOON)
    away(work, here)
    bookings.cancel(work, here.sam, sams.id, sams.version, now=NOON)
    for place, who in ((cleos, here.cleo), (sams, here.sam)):
        with pytest.raises(errors.TakenOff):
            undo(work, who, place.id, place.version, now=NOON + SECOND)
        assert place.status is Status.CANCELLED


@in_a_turn
def test_whoever_is_booked_again_is_asked_again(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here, here.cleo, 18)
    absence = away(work, here)
    bookings.cancel(work, here.ana.person, place.id, place.version, now=NOON, reason="sick")
    undo(work, here.ana.person, place.id, place.version, now=NOON + SECOND)
    assert asked(work, place)[0].answer is Answer.SETTLED
    assert away(work, here) is absence
    replacement, kept = asked(work, place)
    assert replacement.answer is Answer.ASKED
    assert len([each for each in kept if each.session.live]) == 3


@in_a_turn
def test_a_look_at_a_time_that_is_kept_leaves_it_kept(work: SqlWork) -> None:
    here = studio(work)
    (place,) = booked(work, here, [here.cleo], 18)
    away(work, here)
    first, second, _third = (each.session.starts for each in asked(work, place)[1])

    def kept() -> list[bool]:
        work.flush()
        return [each.session.live for each in asked(work, place)[1]]

    bookings.hold(work, here.cleo, here.training.id, first, now=NOON)
    assert kept() == [False, True, True]
    held = bookings.hold(work, here.cleo, here.training.id, second, now=NOON).booking
    assert kept() == [True, False, True], "they look at another"
    bookings.release(work, here.cleo, held.id, now=NOON)
    assert kept() == [True] * 3
    bookings.hold(work, here.cleo, here.training.id, first, now=NOON)
    bookings.expire_due(work, now=NOON + HOUR)
    assert kept() == [True] * 3, "and when they only leave"


@in_a_turn
def test_what_is_kept_for_somebody_fills_no_day_for_them(work: SqlWork) -> None:
    here = studio(work)
    here.ana.most_a_day = 1
    place = booking(work, here.cleo, here.check_in, NOON + 6 * HOUR)
    away(work, here)
    kept = [each.session for each in asked(work, place)[1]]
    assert len({each.starts.date() for each in kept}) == 3
    mornings = [each.starts - 2 * HOUR for each in kept]
    for who, free in ((here.sam, False), (here.cleo, True)):
        assert is_free(work, here.ana, here.check_in, mornings[0], now=NOON, client_id=who.id) is free
    bookings.hold(work, here.cleo, here.check_in.id, mornings[0], now=NOON)
    assert [each.live for each in kept] == [False, True, True], "only as much as is needed"
    bookings.move(work, here.cleo, place.id, place.version, mornings[1], now=NOON)
    assert place.starts == mornings[1]


def test_days_far_from_their_hour_are_for_want_of_better() -> None:
    far, near = NOON + DAY - 4 * HOUR, NOON + 2 * DAY + HOUR
    assert list(personal([far, near, near + HOUR], NOON, "Europe/Lisbon")) == [near, far]


async def test_answers_at_once_by_several_replicas_move_each_booking_once(database: Database) -> None:
    def prepare(work: SqlWork) -> list[tuple[int, int]]:
        here = studio(work)
        places = booked(work, here, [here.cleo, here.sam])
        away(work, here)
        return [(asked(work, place)[0].id, place.client_id) for place in places]

    def answer(work: SqlWork, replacement: int, who: int, number: int) -> bool:
        try:
            absences.take(work, work.people.person(who), replacement, number, now=NOON)
        except errors.AlreadyAnswered:
            return False
        return True

    made = await database.run(prepare)
    tries = [
        database.run(partial(answer, replacement=replacement, who=who, number=number))
        for replacement, who in made
        for number in (1, 2, 3)
    ]
    assert sum(await asyncio.gather(*tries)) == 2
    live = select(TrainingSession).where(TrainingSession.live)
    assert len(await database.read(lambda work: list(work.session.scalars(live)))) == 2
