"""What is told of a standing slot: one message for all its dates."""

from datetime import date, datetime

from domain.base import Role
from domain.bookings.announce import SOON, refresh_home
from domain.bookings.ports import Sheet
from domain.conversations.service import listen_for
from domain.notifications.service import tell
from domain.people.model import Person
from domain.standing.plan import Planned
from domain.standing.ports import Series
from domain.work import Work


def tell_both(
    work: Work, series: Series, said: str, *, actor: Person | None, now: datetime, reason: str = ""
) -> None:
    """Whoever did not do it themselves is told what became of the slot; the trainer's board is drawn anew. A
    trainer is pinged only for what is asked.
    """
    slot, trainer = series.slot, series.trainer
    actor_id = actor.id if actor else None
    key, about = f"standing_{said}:{slot.id}:{slot.version}", ("standing", slot.id)
    data = {"said": said, "reason": reason}
    if actor_id != slot.client_id:
        tell(work, slot.client_id, Role.CLIENT, "client_standing", key, due=now, subject=about, data=data)
    if actor_id == trainer.person_id:
        listen_for(work, slot.client_id, trainer.id)
    else:
        pinged = data | {"ping": said == "asked"}
        tell(
            work,
            trainer.person_id,
            Role.TRAINER,
            "trainer_standing",
            key,
            due=now,
            subject=about,
            data=pinged,
        )
    refresh_home(work, trainer.person_id, trainer.id, f"standing:{slot.id}:{slot.version}", now)


def ping_for(work: Work, series: Series, freed: list[Sheet], *, actor: Person, now: datetime) -> None:
    """What is given up within a day of its start rings at its trainer, as if it were given up alone."""
    if actor.id == series.trainer.person_id:
        return
    for sheet in freed:
        if sheet.booking.starts - now < SOON:
            key, about = f"freed:{sheet.booking.id}:{sheet.booking.version}", ("booking", sheet.booking.id)
            data = {"reason": "", "was": "", "ping": True}
            person_id = series.trainer.person_id
            tell(work, person_id, Role.TRAINER, "trainer_booking", key, due=now, subject=about, data=data)


def tell_left_out(work: Work, series: Series, dates: list[Planned], *, now: datetime) -> None:
    """Both hear once of dates that could not be booked when their turn came."""
    if not dates:
        return
    slot = series.slot
    key = f"standing_off:{slot.id}:{dates[0].day.isoformat()}"
    data = {"dates": [[each.starts.isoformat(), str(each.why)] for each in dates]}
    about = ("standing", slot.id)
    for person_id, role, kind in (
        (slot.client_id, Role.CLIENT, "client_standing_off"),
        (series.trainer.person_id, Role.TRAINER, "trainer_standing_off"),
    ):
        tell(work, person_id, role, kind, key, due=now, subject=about, data=data)


def tell_price(work: Work, series: Series, since: date, *, now: datetime) -> None:
    """The client hears once that dates from here on cost something else."""
    slot = series.slot
    key = f"standing_price:{slot.id}:{since.isoformat()}"
    data = {"said": "price", "since": slot.rhythm.at(since).isoformat()}
    tell(
        work,
        slot.client_id,
        Role.CLIENT,
        "client_standing",
        key,
        due=now,
        subject=("standing", slot.id),
        data=data,
    )
