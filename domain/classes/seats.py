"""Places of a class."""

from domain.bookings.errors import ClassFull
from domain.bookings.model import TrainingSession
from domain.work import Work


def free_seat(work: Work, session: TrainingSession) -> int:
    """The first place that nobody has, and that is not kept for those who wait. Whoever takes it claims the
    trainer's time meanwhile. Raises ClassFull.
    """
    if not session.is_class:
        return 1
    taken = work.classes.seats(session.id)
    seat = next((seat for seat in range(1, session.capacity + 1) if seat not in taken), None)
    if seat is None:
        raise ClassFull
    return seat
