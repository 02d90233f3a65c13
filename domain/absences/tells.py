"""The trainer's board of an absence, and what is asked of each client."""

from datetime import datetime

from domain.absences.model import Replacement
from domain.base import Role
from domain.notifications.service import tell
from domain.work import Work


def draw_board(work: Work, absence_id: int, *, now: datetime, ping: bool = False) -> None:
    absence = work.absences.locked(absence_id)
    absence.drawn += 1
    trainer = work.trainers.trainer(absence.trainer_id)
    tell(
        work,
        trainer.person_id,
        Role.TRAINER,
        "trainer_absence",
        f"absence:{absence.id}:{absence.drawn}",
        due=now,
        subject=("absence", absence.id),
        data={"ping": ping},
    )


def ask_client(work: Work, client_id: int, replacement: Replacement, *, now: datetime) -> bool:
    """False where nothing reaches them. Nobody need be asked once the session would have begun; whoever is
    asked anew hears of the latest alone.
    """
    about = ("booking", replacement.booking_id)
    work.outbox.withdraw(about, ("client_absence",))
    return tell(
        work,
        client_id,
        Role.CLIENT,
        "client_absence",
        f"replacement:{replacement.id}:{now.isoformat()}",
        due=now,
        expires=replacement.was,
        subject=about,
        data={"replacement": replacement.id},
    )
