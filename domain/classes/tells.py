"""What a trainer is told about a class as a whole: its roster, and the question how it went."""

from datetime import datetime

from domain.base import Role
from domain.bookings.model import Booking, TrainingSession
from domain.classes.model import ClassDate
from domain.notifications.service import tell
from domain.trainers.model import Trainer
from domain.work import Work

ROSTER = "trainer_roster"


def draw_roster(work: Work, trainer: Trainer, session_id: int, cause: str, *, now: datetime) -> None:
    """Have the card of a class drawn anew, once for all that changed by then; ``cause`` names this change."""
    about = ("roster", session_id)
    work.outbox.withdraw(about, (ROSTER,))
    tell(work, trainer.person_id, Role.TRAINER, ROSTER, f"roster:{cause}", due=now, subject=about)


def tell_who_left(work: Work, trainer: Trainer, session_id: int, booking: Booking, *, now: datetime) -> None:
    """Said for itself, and it rings."""
    work.outbox.withdraw(("roster", session_id), (ROSTER,))  # this shows the roster too
    key, about = f"left:{session_id}:{booking.id}:{booking.version}", ("roster", session_id)
    left = {"booking": booking.id}
    tell(work, trainer.person_id, Role.TRAINER, "trainer_left", key, due=now, subject=about, data=left)


def ask_whether_it_runs(work: Work, trainer: Trainer, date: ClassDate, *, now: datetime) -> None:
    """Too few have come forward; or nobody answered that, and what became of it."""
    key, about = f"minimum:{date.id}:{date.version}", ("roster", date.session.id)
    tell(work, trainer.person_id, Role.TRAINER, "trainer_minimum", key, due=now, subject=about)


def ask_how_it_went(work: Work, trainer: Trainer, session: TrainingSession, *, now: datetime) -> None:
    """Once a class, as it ends."""
    if session.ends <= now:
        return
    key, about = f"class_over:{session.id}", ("roster", session.id)
    tell(work, trainer.person_id, Role.TRAINER, "trainer_class_over", key, due=session.ends, subject=about)
