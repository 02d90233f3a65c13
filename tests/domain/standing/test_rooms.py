"""A date whose room another trainer has is shown before anything is written, and each date holds its own."""

from datetime import timedelta

from sqlalchemy import select

from domain.bookings import service as bookings
from domain.resources.model import ResourceUse
from domain.standing.look import Clash
from domain.standing.making import make, preview
from domain.standing.moves import Shift, move_all, plan_move
from domain.standing.plan import How
from storage.work import SqlWork
from tests.domain.resources.rooms import needing, room
from tests.domain.standing.slots import TUESDAY, WEEK, bookings_with, dates, every_week, owned, tuesdays
from tests.factories import NOON, studio
from tests.turns import in_a_turn

TEN = every_week(TUESDAY.date(), 10)


def _in_use(work: SqlWork) -> int:
    return len(work.session.scalars(select(ResourceUse.id).where(ResourceUse.live)).all())


@in_a_turn
def test_a_room_that_another_trainer_has_is_a_clash(work: SqlWork) -> None:
    here = studio(work)
    needing(work, here, room(work), 1, here.check_in, here.run)
    bookings.hold(work, here.sam, here.run.id, TUESDAY + WEEK, now=NOON)
    asked = tuesdays(work, here)
    plan = preview(work, asked, now=NOON)
    assert [(each.day, each.why) for each in plan.clashes] == [(TEN[1], Clash.ROOM)]
    assert plan.clashes[0].instead == TUESDAY + WEEK - timedelta(minutes=30)
    bookings_with(work, here, here.cleo)
    series = make(work, here.cleo, asked, How.SKIP, plan.seen, now=NOON)
    assert dates(work, series) == [TEN[0], *TEN[2:]]
    assert _in_use(work) == 10, "each of nine dates has it, and Sam's"


@in_a_turn
def test_what_moves_leaves_its_room_for_itself(work: SqlWork) -> None:
    here = studio(work)
    needing(work, here, room(work), 1, here.check_in)
    here.check_in.step_minutes = 15
    series = owned(work, here)
    shift = Shift.of(series, TEN[0], TUESDAY + timedelta(minutes=15))
    plan = plan_move(work, series, shift, now=NOON)
    assert plan.clashes == []
    move_all(work, here.cleo, series.slot.id, series.slot.version, shift, How.SKIP, plan.seen, now=NOON)
    assert _in_use(work) == 10
