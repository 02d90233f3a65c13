"""A standing slot rests for a while: its dates are given back, and taken again where they are free then."""

from datetime import date, datetime

from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE
from domain.bookings.series import enter
from domain.people.model import Person
from domain.standing.errors import PlanChanged
from domain.standing.giving import give_up, let_go
from domain.standing.look import Look
from domain.standing.making import clear
from domain.standing.model import SlotStatus, StandingSlot
from domain.standing.plan import How, Plan, planned
from domain.standing.ports import Series
from domain.standing.rules import LOOKS, last_day
from domain.standing.sheets import of_either
from domain.standing.tells import ping_for, tell_both
from domain.work import Work
from domain.zones import wall


def in_pause(coming: list[Sheet], first: date, last: date | None) -> list[Sheet]:
    """Of the dates that have not begun, those that such a pause gives back."""
    return [
        sheet
        for sheet in coming
        if (day := sheet.booking.stands_for) and first <= day and (last is None or day <= last)
    ]


def pause(
    work: Work,
    actor: Person,
    slot_id: int,
    version: int,
    first: date,
    last: date | None,
    *,
    now: datetime,
    at_cost: bool = False,
) -> Series:
    """No dates from the first day to the last, or until it is resumed: those that are booked are given back,
    ``at_cost`` as with an end. Raises AlreadyAnswered for a slot that waits for its trainer, or that is
    paused already.
    """
    series = of_either(work, actor, slot_id, version)
    slot = series.slot
    if slot.status is not SlotStatus.ACTIVE or (last is not None and last < first):
        raise AlreadyAnswered
    coming = in_pause(work.standing.coming_locked(slot_id, now), first, last)
    freed = give_up(work, actor, coming, at_cost=at_cost, now=now)
    let_go(work, slot, now=now)
    slot.turn(SlotStatus.PAUSED, now + LOOKS)
    slot.paused_from, slot.paused_until, slot.paused_at = first, last, now
    tell_both(work, series, "paused", actor=actor, now=now)
    ping_for(work, series, freed, actor=actor, now=now)
    return series


def plan_resume(work: Work, series: Series, *, now: datetime) -> Plan:
    """The dates of the rest of the pause, checked like new ones; a plan without dates where none are left."""
    days = _to_take_again(work, series, now)
    if not days:
        return Plan(())
    look = Look(work, series.client, series.service, series.trainer, days, now=now)
    return planned(look, [(day, series.slot.rhythm.at(day)) for day in days], offered=False)


def _to_take_again(work: Work, series: Series, now: datetime) -> list[date]:
    """Those that the pause gave back, and those that nobody has booked yet; not what was given up alone."""
    slot = series.slot
    if slot.paused_from is None:
        return []
    first = max(slot.paused_from, wall(now, slot.zone).date())
    last = _last(series, now)
    latest = {
        stood.day: stood for stood in sorted(work.standing.stood(slot.id, first), key=lambda each: each.at)
    }
    gone = {day for day, stood in latest.items() if stood.status not in GONE or stood.at != slot.paused_at}
    return [day for day in slot.rhythm.days(first, last) if day not in gone and slot.rhythm.at(day) > now]


def _last(series: Series, now: datetime) -> date:
    slot = series.slot
    ahead = last_day(series.trainer, slot.zone, now)
    return min(slot.paused_until, ahead) if slot.paused_until else ahead


def resume(
    work: Work, actor: Person, slot_id: int, version: int, how: How, seen: int, *, now: datetime
) -> Series:
    """End a pause, and book its dates again as the plan showed. Raises PlanChanged, Taken, or AlreadyAnswered
    for a slot that is not paused.
    """
    series = of_either(work, actor, slot_id, version)
    slot, trainer = series.slot, series.trainer
    if slot.status is not SlotStatus.PAUSED:
        raise AlreadyAnswered
    with work.claim(trainer.id):
        plan = plan_resume(work, series, now=now)
        if plan.seen != seen:
            raise PlanChanged
        times = plan.times(how)
        clear(work, series.client, series.service, trainer, [starts for _date, starts in times], now=now)
        for planned_, starts in times:
            enter(
                work,
                series.client,
                series.service,
                trainer,
                starts,
                Status.CONFIRMED,
                actor=actor,
                standing=(slot.id, planned_.day),
                now=now,
            )
        slot.until = max(slot.until, _last(series, now))
        slot.turn(SlotStatus.ACTIVE, now + LOOKS)
        work.flush()
    tell_both(work, series, "resumed", actor=actor, now=now)
    return series


def is_over(slot: StandingSlot, today: date) -> bool:
    """Whether a pause has come to its end by itself."""
    return slot.paused_until is not None and slot.paused_until < today
