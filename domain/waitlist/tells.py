"""Who is told of an offer, and the trainer's card of it."""

from datetime import datetime

from domain.base import Role
from domain.bookings.ports import Sheet
from domain.notifications.service import tell
from domain.waitlist.model import Gap, Offer
from domain.work import Work


def draw_gap(work: Work, gap: Gap, *, now: datetime, ping: bool = False) -> bool:
    """The trainer's card of it, drawn anew; false where the trainer can't be reached."""
    gap.drawn += 1
    trainer = work.trainers.trainer(gap.trainer_id)
    return tell(
        work,
        trainer.person_id,
        Role.TRAINER,
        "trainer_gap",
        f"gap:{gap.id}:{gap.drawn}",
        due=now,
        subject=("gap", gap.id),
        data={"ping": ping},
    )


def tell_offer(work: Work, offer: Offer, *, now: datetime) -> None:
    """The client has it for a quarter of an hour, so it goes before what can wait."""
    tell(
        work,
        offer.client_id,
        Role.CLIENT,
        "client_offer",
        f"offer:{offer.id}",
        due=now,
        expires=offer.until,
        subject=("booking", offer.booking_id),
    )


def tell_offer_over(work: Work, sheet: Sheet, *, now: datetime) -> None:
    key, about = f"offer_over:{sheet.booking.id}", ("booking", sheet.booking.id)
    tell(work, sheet.booking.client_id, Role.CLIENT, "client_offer_over", key, due=now, subject=about)
