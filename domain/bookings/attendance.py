"""What becomes of a session that has begun: it took place, or its client did not come."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.bookings import errors
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.service import complete, no_show
from domain.errors import Changed
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work

LOOKS_BACK = timedelta(days=7)  # for sessions that nobody has settled
AT_ONCE = 20  # sessions; more are settled in a second go


def to_settle(work: Work, trainer: Trainer, *, now: datetime) -> list[Sheet]:
    """The sessions that have begun and that nobody has settled, the earliest first."""
    begun = work.bookings.of_trainer(trainer.id, now - LOOKS_BACK, now, (Status.CONFIRMED,))
    return begun[:AT_ONCE]


def settle(
    work: Work, actor: Person, marks: Mapping[int, tuple[int, Status]], *, now: datetime
) -> list[Sheet]:
    """Complete these bookings or mark them as no-shows, each as its version was shown. Answers those that
    were; one that was settled or changed meanwhile is left as it is. Raises NotYours.
    """
    settled = []
    for booking_id, (version, status) in sorted(marks.items()):  # locked in the same order by everybody
        act = no_show if status is Status.NO_SHOW else complete
        try:
            settled.append(act(work, actor, booking_id, version, now=now))
        except (errors.AlreadyAnswered, errors.TooEarly, Changed):
            continue
    return settled
