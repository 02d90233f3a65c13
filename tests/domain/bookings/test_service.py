"""Bookings from the first tap to the last, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.base import Role
from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.model import Booking, BookingChange, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import UNDO
from domain.errors import Changed, NotFound, NotYours, Taken
from domain.notifications.model import Notification
from domain.people.model import Person
from storage.work import SqlWork
from tests.domain.bookings.steps import TEN, confirmed, held, reminders, requested, told
from tests.factories import NOON, Studio, booking, person, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
ACT = Callable[[SqlWork, Person, Sheet], Sheet]


@in_a_turn
def test_a_booking_goes_from_a_hold_over_a_request_to_a_session_that_took_place(work: SqlWork) -> None:
    here = studio(work)
    place = held(work, here).booking
    assert (place.status, place.version, place.until) == (Status.HELD, 1, NOON + timedelta(minutes=10))
    assert (place.price, place.session.wall) == (here.training.price, "2026-11-25T10:00")
    requested = bookings.confirm(work, here.cleo, place.id, 1, now=NOON).booking
    assert (requested.status, requested.version, requested.until) == (
        Status.REQUESTED,
        2,
        NOON + 12 * HOUR,
    )
    approved = bookings.approve(work, here.ana.person, place.id, 2, now=NOON).booking
    assert (approved.status, approved.version, approved.until) == (Status.CONFIRMED, 3, None)
    done = bookings.complete(work, here.ana.person, place.id, 3, now=TEN + HOUR).booking
    assert (done.status, done.version, done.session.live) == (Status.COMPLETED, 4, True)
    work.flush()
    changes = work.session.scalars(select(BookingChange).order_by(BookingChange.id))
    assert [(change.version, change.kind, change.actor_id) for change in changes] == [
        (1, "held", here.cleo.id),
        (2, "requested", here.cleo.id),
        (3, "approved", here.ana.person_id),
        (4, "completed", here.ana.person_id),
    ]
    assert work.people.relationship(here.cleo.id, here.ana.id)


@in_a_turn
def test_a_new_client_has_one_request_with_a_trainer_and_a_known_one_more(work: SqlWork) -> None:
    here = studio(work)
    first = requested(work, here)
    with pytest.raises(errors.OnePending) as refused:
        held(work, here, TEN + 4 * HOUR)
    assert refused.value.subject == ("booking", first.booking.id)
    bookings.approve(work, here.ana.person, first.booking.id, 2, now=NOON)
    requested(work, here, TEN + 4 * HOUR)
    requested(work, here, TEN + 8 * HOUR)


@in_a_turn
def test_a_hold_from_before_another_request_waits_for_its_answer(work: SqlWork) -> None:
    here = studio(work)
    second = held(work, here, TEN + 4 * HOUR)
    booking(work, here.cleo, here.training, TEN, Status.REQUESTED)
    with pytest.raises(errors.OnePending):
        bookings.confirm(work, here.cleo, second.booking.id, 1, now=NOON)
    assert second.booking.status is Status.HELD


@in_a_turn
def test_a_request_with_one_trainer_leaves_another_free_to_ask(work: SqlWork) -> None:
    here = studio(work)
    requested(work, here)
    sheet = bookings.hold(work, here.cleo, here.run.id, TEN + 4 * HOUR, now=NOON)
    asked = bookings.confirm(work, here.cleo, sheet.booking.id, 1, now=NOON)
    assert asked.booking.status is Status.REQUESTED


@in_a_turn
def test_a_request_lapses_two_hours_before_its_start_where_that_is_sooner(work: SqlWork) -> None:
    here = studio(work)
    asked = requested(work, here, NOON + 5 * HOUR).booking
    assert asked.until == NOON + 3 * HOUR
    assert bookings.expire_due(work, now=NOON + 3 * HOUR - timedelta(seconds=1)) == 0
    assert bookings.expire_due(work, now=NOON + 3 * HOUR) == 1
    assert (asked.status, asked.session.live) == (Status.EXPIRED, False)
    assert len(told(work, "client_request_expired")) == 1


@in_a_turn
def test_the_first_answer_to_a_request_wins(work: SqlWork) -> None:
    here = studio(work)
    asked = requested(work, here).booking
    declined = bookings.decline(work, here.ana.person, asked.id, 2, now=NOON, reason="full").booking
    assert (declined.status, declined.session.live) == (Status.DECLINED, False)
    with pytest.raises(errors.AlreadyAnswered):
        bookings.approve(work, here.ana.person, asked.id, 2, now=NOON)
    (notice,) = told(work, "client_declined")
    assert notice.data["reason"] == "full"


@in_a_turn
def test_a_request_that_lapsed_is_not_approved_though_no_sweep_has_seen_it(work: SqlWork) -> None:
    here = studio(work)
    asked = requested(work, here).booking
    with pytest.raises(errors.AlreadyAnswered):
        bookings.approve(work, here.ana.person, asked.id, 2, now=NOON + 12 * HOUR)


@in_a_turn
@pytest.mark.parametrize("by", ["cleo", "ana"])
def test_either_side_cancels_and_the_other_is_told(work: SqlWork, by: str) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    actor, kind = {
        "cleo": (here.cleo, "trainer_cancelled"),
        "ana": (here.ana.person, "client_cancelled"),
    }[by]
    before = len(told(work, kind))
    gone = bookings.cancel(work, actor, place.id, 3, now=NOON, reason="flu").booking
    assert (gone.status, gone.session.live, reminders(work)) == (Status.CANCELLED, True, [])
    assert len(told(work, kind)) == before + 1
    bookings.expire_due(work, now=NOON + UNDO)
    assert not gone.session.live
    assert held(work, here, who=here.sam).booking.status is Status.HELD


@in_a_turn
def test_nothing_is_cancelled_nor_moved_once_it_has_begun(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    with pytest.raises(errors.TooLate):
        bookings.cancel(work, here.cleo, place.id, 3, now=TEN)
    with pytest.raises(errors.TooLate):
        bookings.move(work, here.cleo, place.id, 3, TEN + 24 * HOUR, now=TEN)
    with pytest.raises(errors.TooLate):
        bookings.attend(work, here.cleo, place.id, place.version, now=TEN)


@in_a_turn
def test_a_move_frees_the_old_time_and_takes_the_reminders_along(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    there = TEN + 24 * HOUR
    moved = bookings.move(work, here.cleo, place.id, 3, there, now=NOON).booking
    assert (moved.status, moved.version, moved.starts) == (Status.CONFIRMED, 4, there)
    assert moved.session.wall == "2026-11-26T10:00"
    assert reminders(work) == [("reminder_24h", there - 24 * HOUR), ("reminder_1h", there - HOUR)]
    assert held(work, here, who=here.sam).booking.status is Status.HELD


@in_a_turn
def test_a_move_may_overlap_where_it_was(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    assert bookings.move(work, here.cleo, place.id, 3, TEN + HOUR / 2, now=NOON).booking.version == 4


@in_a_turn
def test_a_move_to_where_it_is_changes_nothing(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    assert bookings.move(work, here.cleo, place.id, 3, TEN, now=NOON).booking.version == 3


@in_a_turn
def test_a_move_onto_the_clients_own_hold_takes_its_time(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    hold = held(work, here, TEN + 3 * HOUR).booking
    bookings.move(work, here.cleo, place.id, 3, TEN + 3 * HOUR, now=NOON)
    assert (place.starts, hold.status) == (TEN + 3 * HOUR, Status.CANCELLED)


@in_a_turn
def test_a_move_onto_another_clients_time_moves_nothing(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    booking(work, here.sam, here.training, TEN + 3 * HOUR)
    with pytest.raises(Taken):
        bookings.move(work, here.cleo, place.id, 3, TEN + 3 * HOUR, now=NOON)
    assert (place.starts, place.version, len(reminders(work))) == (TEN, 3, 2)


@in_a_turn
def test_a_request_that_is_moved_keeps_its_deadline_unless_the_new_start_is_sooner(work: SqlWork) -> None:
    here = studio(work)
    asked = requested(work, here).booking
    bookings.move(work, here.cleo, asked.id, 2, TEN + 24 * HOUR, now=NOON + HOUR)
    assert asked.until == NOON + 12 * HOUR
    bookings.move(work, here.cleo, asked.id, 3, NOON + 6 * HOUR, now=NOON + HOUR)
    assert asked.until == NOON + 4 * HOUR


@in_a_turn
def test_a_request_that_lapsed_is_not_moved(work: SqlWork) -> None:
    here = studio(work)
    asked = requested(work, here).booking
    with pytest.raises(errors.AlreadyAnswered):
        bookings.move(work, here.cleo, asked.id, 2, TEN + HOUR, now=NOON + 12 * HOUR)


@in_a_turn
def test_a_client_says_once_that_they_will_come(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    for _ in range(2):
        assert bookings.attend(work, here.cleo, place.id, 3, now=NOON).booking.version == 4
    assert len(reminders(work)) == 2
    bookings.move(work, here.cleo, place.id, 4, TEN + 24 * HOUR, now=NOON)
    assert not place.attending
    with pytest.raises(Changed):  # on the reminder of the old time
        bookings.attend(work, here.cleo, place.id, 3, now=NOON)


@in_a_turn
def test_a_session_is_marked_once_it_has_begun(work: SqlWork) -> None:
    here = studio(work)
    place = confirmed(work, here).booking
    with pytest.raises(errors.TooEarly):
        bookings.no_show(work, here.ana.person, place.id, 3, now=TEN - timedelta(seconds=1))
    assert bookings.no_show(work, here.ana.person, place.id, 3, now=TEN).booking.status is Status.NO_SHOW
    with pytest.raises(errors.AlreadyAnswered):
        bookings.complete(work, here.ana.person, place.id, 4, now=TEN)


def _act(name: str, **more: Any) -> ACT:
    def act(work: SqlWork, actor: Person, sheet: Sheet) -> Sheet:
        use_case: Callable[..., Sheet] = getattr(bookings, name)
        return use_case(work, actor, sheet.booking.id, sheet.booking.version, now=NOON, **more)

    return act


@in_a_turn
@pytest.mark.parametrize("actor", ["mallory", "sam", "tom"])
@pytest.mark.parametrize(
    ("made", "act"),
    [
        (held, _act("confirm")),
        (requested, _act("approve")),
        (requested, _act("decline")),
        (requested, _act("cancel")),
        (confirmed, _act("cancel")),
        (confirmed, _act("move", starts=TEN + HOUR)),
        (confirmed, _act("complete")),
        (confirmed, _act("no_show")),
        (confirmed, _act("attend")),
    ],
)
def test_nobody_else_touches_cleos_booking(
    work: SqlWork, made: Callable[[SqlWork, Studio], Sheet], act: ACT, actor: str
) -> None:
    here = studio(work)
    sheet = made(work, here)
    version = sheet.booking.version
    who = {"mallory": here.mallory, "sam": here.sam, "tom": here.tom.person}[actor]
    with pytest.raises(NotYours):
        act(work, who, sheet)
    assert sheet.booking.version == version


@in_a_turn
@pytest.mark.parametrize("act", [_act("approve"), _act("decline"), _act("complete"), _act("no_show")])
def test_a_client_does_not_answer_for_the_trainer(work: SqlWork, act: ACT) -> None:
    here = studio(work)
    with pytest.raises(NotYours):
        act(work, here.cleo, requested(work, here))


@in_a_turn
@pytest.mark.parametrize(
    ("made", "act"),
    [
        (held, "confirm"),
        (requested, "approve"),
        (requested, "decline"),
        (confirmed, "cancel"),
        (confirmed, "move"),
        (confirmed, "complete"),
    ],
)
def test_a_button_that_showed_another_version_changes_nothing(
    work: SqlWork, made: Callable[[SqlWork, Studio], Sheet], act: str
) -> None:
    here = studio(work)
    place = made(work, here).booking
    actor = here.ana.person if act in ("approve", "decline", "complete") else here.cleo
    more = {"starts": TEN + HOUR} if act == "move" else {}
    use_case: Callable[..., Sheet] = getattr(bookings, act)
    before = (place.status, place.version, place.starts)
    with pytest.raises(Changed):
        use_case(work, actor, place.id, place.version + 1, now=NOON, **more)
    assert (place.status, place.version, place.starts) == before


@in_a_turn
def test_an_admin_may_do_what_a_trainer_may(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    place = requested(work, here).booking
    assert bookings.approve(work, ada, place.id, 2, now=NOON).booking.status is Status.CONFIRMED


@in_a_turn
def test_a_reminder_that_would_come_too_late_is_not_planned(work: SqlWork) -> None:
    here = studio(work)
    confirmed(work, here, NOON + 5 * HOUR)
    assert reminders(work) == [("reminder_1h", NOON + 4 * HOUR)]


@in_a_turn
def test_a_booking_that_is_not_there_is_not_found(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(NotFound):
        bookings.cancel(work, here.cleo, 10**6, 1, now=NOON)
    assert list(work.session.scalars(select(Booking))) == []


@in_a_turn
def test_a_board_that_waits_to_be_drawn_is_drawn_once(work: SqlWork) -> None:
    here = studio(work)
    for hours in (0, 2, 4):
        place = bookings.hold(work, here.cleo, here.check_in.id, TEN + hours * HOUR, now=NOON).booking
        bookings.confirm(work, here.cleo, place.id, place.version, now=NOON)
    boards = select(func.count(Notification.id)).where(Notification.kind == "trainer_home")
    assert work.session.scalar(boards) == 1
