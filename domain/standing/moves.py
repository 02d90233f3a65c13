"""All dates of a standing slot, from one of them on, move to another weekday or hour as one act."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.bookings import service as bookings
from domain.bookings.costs import to_move
from domain.bookings.errors import AlreadyAnswered, NotOpen
from domain.bookings.ports import Sheet
from domain.people.model import Person
from domain.policies.rules import FREE
from domain.standing.errors import PlanChanged, SameSlot, TooFarApart
from domain.standing.giving import let_go
from domain.standing.look import Look
from domain.standing.model import SlotStatus
from domain.standing.plan import How, Plan, planned
from domain.standing.ports import Series
from domain.standing.rules import Rhythm
from domain.standing.sheets import of_either
from domain.standing.tells import tell_both
from domain.work import Work

_MOST = timedelta(days=6)  # a week further would be the next date's


@dataclass(frozen=True, slots=True)
class Shift:
    """From a day of the old rhythm on, each date lies so many days later, or earlier, at another time."""

    since: date
    by: timedelta
    rhythm: Rhythm

    @classmethod
    def of(cls, series: Series, since: date, starts: datetime) -> "Shift":
        """The date of ``since`` would begin at ``starts``. Raises TooFarApart."""
        rhythm = Rhythm.of(starts, series.slot.zone, series.slot.every)
        by = rhythm.since - since
        if abs(by) > _MOST:
            raise TooFarApart
        return cls(since, by, rhythm)


def plan_move(work: Work, series: Series, shift: Shift, *, now: datetime) -> Plan:
    """Each date that lies where the slot has it, at its new time. One that was moved alone stays there, and
    so does one that is too late to be moved for nothing. Raises SameSlot.
    """
    coming = work.standing.coming(series.slot.id, now)
    return _planned(work, series, shift, _moving(work, series, shift, coming, now), now)


def _planned(work: Work, series: Series, shift: Shift, moving: list[Sheet], now: datetime) -> Plan:
    slot = series.slot
    there = work.standing.same(slot.client_id, slot.service_id, *shift.rhythm.place)
    if there is not None and there.slot.id != slot.id:
        raise SameSlot
    if not moving:
        return Plan(())
    days = [day + shift.by for sheet in moving if (day := sheet.booking.stands_for)]
    leaving = [sheet.booking.session for sheet in moving]
    look = Look(work, series.client, series.service, series.trainer, days, now=now, without=leaving)
    return planned(look, [(day, shift.rhythm.at(day)) for day in days])


def _moving(work: Work, series: Series, shift: Shift, coming: list[Sheet], now: datetime) -> list[Sheet]:
    rhythm = series.slot.rhythm
    return [
        sheet
        for sheet in coming
        if (day := sheet.booking.stands_for)
        and day >= shift.since
        and sheet.booking.starts == rhythm.at(day)
        and to_move(work, sheet, now=now) == FREE
    ]


def move_all(
    work: Work,
    actor: Person,
    slot_id: int,
    version: int,
    shift: Shift,
    how: How,
    seen: int,
    *,
    now: datetime,
) -> Series:
    """Move as the plan showed; a date without a new time stays where it is, and stands for the new day all
    the same. Raises SameSlot, PlanChanged or Taken, and AlreadyAnswered for a slot that waits for its
    trainer; then nothing moved.
    """
    series = of_either(work, actor, slot_id, version)
    slot = series.slot
    if slot.status is SlotStatus.ASKED:
        raise AlreadyAnswered
    moving = _moving(work, series, shift, work.standing.coming_locked(slot_id, now), now)
    with work.claim(series.trainer.id):
        plan = _planned(work, series, shift, moving, now)
        if plan.seen != seen:
            raise PlanChanged
        let_go(work, slot, now=now)
        times = {planned_.day: starts for planned_, starts in plan.times(how)}
        for sheet in moving:
            booking = sheet.booking
            starts = times.get(booking.stands_for + shift.by) if booking.stands_for else None
            if starts is not None:
                _move(work, actor, sheet, starts, now)
        for each in work.standing.bookings(slot_id, shift.since):
            if each.stands_for:
                each.stands_for += shift.by
        rhythm = shift.rhythm
        slot.since, slot.weekday, slot.clock = rhythm.since, rhythm.since.weekday(), rhythm.clock
        slot.until += shift.by
        slot.version += 1
        work.flush()
    tell_both(work, series, "moved", actor=actor, now=now)
    return series


def _move(work: Work, actor: Person, sheet: Sheet, starts: datetime, now: datetime) -> None:
    booking = sheet.booking
    try:
        bookings.move(work, actor, booking.id, booking.version, starts, now=now, quietly=True)
    except NotOpen as lost:
        raise PlanChanged from lost
