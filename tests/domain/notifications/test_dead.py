"""What was given up is told to admins once a day, and again where it was tried again in vain."""

from datetime import timedelta

from sqlalchemy import select

from domain.base import Role
from domain.notifications.dead import ALERT, again, tell_dead
from domain.notifications.model import Notification, State
from domain.notifications.service import tell
from storage.work import SqlWork
from tests.factories import NOON, address, person, studio
from tests.turns import in_a_turn

PROBLEM = "no value: you"


@in_a_turn
def test_who_tries_again_in_vain_hears_of_it(work: SqlWork) -> None:
    here = studio(work)
    ada = person(work, "Ada", roles=Role.ADMIN)
    address(work, ada, "2077")
    tell(work, here.cleo.id, Role.CLIENT, "client_paid", "paid:1", due=NOON)
    row = work.outbox.find(f"paid:1:{here.cleo.id}")
    assert row

    def fails(hours: int) -> int:
        """How many alerts there are by then."""
        work.session.refresh(row)
        now = NOON + timedelta(hours=hours)
        row.state, row.problem, row.settled_at = State.DEAD, PROBLEM, now
        work.flush()
        tell_dead(work, row, PROBLEM, now=now)
        return len(list(work.session.scalars(select(Notification.id).where(Notification.kind == ALERT))))

    assert [fails(0), fails(1)] == [1, 1]
    for times in (2, 3):
        assert again(work, ada, "client_paid", PROBLEM, now=NOON + timedelta(hours=times)) == 1
        assert [fails(times), fails(times)] == [times, times]
    assert fails(24) == 4
