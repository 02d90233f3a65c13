"""The studio shuts: nobody can be booked, nobody is cancelled, and only an admin does it."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.misplaced import misplaced
from domain.bookings.model import Status
from domain.errors import NotYours
from domain.intervals import Interval
from domain.schedule.closures import reopen_studio, shut_studio
from domain.schedule.service import EmptyBlock, times
from storage.work import SqlWork
from tests.factories import NOON, booking, person, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
TEN = NOON.replace(hour=10) + timedelta(days=2)
SHUT = Interval(TEN - 2 * HOUR, TEN + 10 * HOUR)


@in_a_turn
def test_nobody_is_booked_while_the_studio_is_shut(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    stays = booking(work, here.cleo, here.training, TEN)
    held = bookings.hold(work, here.sam, here.run.id, TEN, now=NOON).booking
    made = shut_studio(work, ada, SHUT, "holidays", now=NOON)
    assert shut_studio(work, ada, Interval(TEN, TEN + HOUR), "", now=NOON) is made
    for trainer, service in ((here.ana, here.training), (here.tom, here.run)):
        offered = times(work, trainer, service, now=NOON)
        assert not [each for each in offered if SHUT.start < each < SHUT.end]
    with pytest.raises(NotOpen):
        bookings.confirm(work, here.sam, held.id, held.version, now=NOON)
    assert [sheet.booking.id for sheet in misplaced(work, here.ana, SHUT, now=NOON)] == [stays.id]
    assert stays.status is Status.CONFIRMED
    reopen_studio(work, ada, made.id)
    work.flush()
    assert misplaced(work, here.ana, SHUT, now=NOON) == []
    bookings.confirm(work, here.sam, held.id, held.version, now=NOON)


@in_a_turn
def test_only_an_admin_shuts_and_opens_it(work: SqlWork) -> None:
    here = studio(work)
    made = shut_studio(work, person(work, "Ada", roles=Role.ADMIN), SHUT, "", now=NOON)
    for who in (here.ana.person, here.cleo):
        with pytest.raises(NotYours):
            shut_studio(work, who, SHUT, "", now=NOON)
        with pytest.raises(NotYours):
            reopen_studio(work, who, made.id)


@in_a_turn
def test_it_is_not_shut_in_the_past(work: SqlWork) -> None:
    ada = person(work, "Ada", roles=Role.ADMIN)
    with pytest.raises(EmptyBlock):
        shut_studio(work, ada, Interval(NOON - 2 * HOUR, NOON - HOUR), "", now=NOON)
