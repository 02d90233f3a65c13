"""What the clock does for standing slots: extend them to the horizon, end what nobody answered."""

from datetime import datetime, timedelta

from domain.bookings.changes import change
from domain.bookings.model import Status
from domain.bookings.series import enter
from domain.errors import Taken
from domain.standing.look import Clash, Look
from domain.standing.making import clear
from domain.standing.model import SlotStatus
from domain.standing.pauses import is_over
from domain.standing.plan import Planned
from domain.standing.ports import Series
from domain.standing.rules import LOOKS, last_day
from domain.standing.tells import tell_both, tell_left_out, tell_price
from domain.work import Work
from domain.zones import wall

_DAY = timedelta(days=1)


def look_at(work: Work, slot_id: int, *, now: datetime) -> bool:
    """Look at a slot that is due. Doing it twice changes nothing, also from two replicas at once. Answers
    whether it was.
    """
    series = work.standing.locked(slot_id)
    slot = series.slot
    if slot.due_at is None or slot.due_at > now:
        return False
    if slot.status is SlotStatus.ASKED:
        _lapse(work, series, now)
    else:
        if is_over(slot, wall(now, slot.zone).date()):
            slot.turn(SlotStatus.ACTIVE, slot.due_at)
        extend(work, series, now=now)
        slot.due_at = now + LOOKS
    work.flush()
    return True


def _lapse(work: Work, series: Series, now: datetime) -> None:
    """With the dates that began while nobody looked."""
    for sheet in work.standing.coming_locked(series.slot.id, series.slot.made_at):
        if sheet.booking.status is Status.REQUESTED:
            change(work, sheet, Status.EXPIRED, None, now, kind="request_expired", quietly=True)
    series.slot.turn(SlotStatus.ENDED, None)
    tell_both(work, series, "lapsed", actor=None, now=now)


def extend(work: Work, series: Series, *, now: datetime) -> None:
    """Book the dates up to the horizon that nobody has looked at yet, each once. What clashes is left out,
    and both are told once. A service that is not offered for now is waited for.
    """
    slot, service, trainer = series.slot, series.service, series.trainer
    if not (trainer.active and service.active):
        return
    last = last_day(trainer, slot.zone, now)
    ahead = [day for day in slot.rhythm.days(slot.until + _DAY, last) if slot.rhythm.at(day) > now]
    days = [day for day in ahead if not slot.is_off(day)]
    if days:
        look = Look(work, series.client, service, trainer, days, now=now)
        dates = [
            Planned(day, starts := slot.rhythm.at(day), look.why_not(starts, offered=False)) for day in days
        ]
        booked = [each for each in dates if each.why is None and _booked(work, series, each, now)]
        lost = [
            each if each.why else Planned(each.day, each.starts, Clash.TAKEN)
            for each in dates
            if each not in booked
        ]
        tell_left_out(work, series, lost, now=now)
        _tell_new_price(work, series, booked, now)
    if ahead:
        slot.until = ahead[-1]


def _booked(work: Work, series: Series, date: Planned, now: datetime) -> bool:
    """False where another took the time a moment ago."""
    client, service, trainer = series.client, series.service, series.trainer
    try:
        with work.claim(trainer.id):
            clear(work, client, service, trainer, [date.starts], now=now)
            enter(
                work,
                client,
                service,
                trainer,
                date.starts,
                Status.CONFIRMED,
                actor=None,
                standing=(series.slot.id, date.day),
                now=now,
            )
    except Taken:
        return False
    return True


def _tell_new_price(work: Work, series: Series, booked: list[Planned], now: datetime) -> None:
    slot, service = series.slot, series.service
    if booked and (slot.price_minor, slot.currency) != (service.price_minor, service.currency):
        slot.price_minor, slot.currency = service.price_minor, service.currency
        tell_price(work, series, booked[0].day, now=now)
