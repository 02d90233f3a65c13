"""Dates of a standing slot that are not booked, and the times that one could be had at."""

from datetime import date, datetime, timedelta

from domain.bookings.errors import AlreadyAnswered, NotOpen
from domain.bookings.model import Status, TrainingSession
from domain.bookings.places import give_back
from domain.bookings.rules import GONE
from domain.bookings.series import enter
from domain.people.model import Person
from domain.standing.look import Look
from domain.standing.making import clear
from domain.standing.model import SlotStatus
from domain.standing.ports import Series
from domain.standing.sheets import of_either
from domain.standing.tells import tell_both
from domain.work import Work
from domain.zones import wall

_DAY = timedelta(days=1)


def left_out(work: Work, series: Series, *, now: datetime) -> list[date]:
    """The days to come that were looked at and have no booking, by a clash or since it was given up."""
    slot = series.slot
    if slot.status not in (SlotStatus.ACTIVE, SlotStatus.PAUSED):
        return []
    today = wall(now, slot.zone).date()
    seated = {stood.day for stood in work.standing.stood(slot.id, today) if stood.status not in GONE}
    days = (day for day in slot.rhythm.days(today, slot.until) if slot.rhythm.at(day) > now)
    return [day for day in days if day not in seated and not slot.is_off(day)]


def places(work: Work, series: Series, day: date, *, now: datetime, around: int = 1) -> list[datetime]:
    """The free times of a day and of so many beside it, for the date that stands for it."""
    own = [
        sheet.booking.session
        for sheet in work.standing.coming(series.slot.id, now)
        if sheet.booking.stands_for == day
    ]
    return _look(work, series, day, now, own, around).free(day, around)


def _look(
    work: Work, series: Series, day: date, now: datetime, without: list[TrainingSession], around: int
) -> Look:
    days = [day - around * _DAY, day + around * _DAY]
    return Look(work, series.client, series.service, series.trainer, days, now=now, without=without)


def fill(work: Work, actor: Person, slot_id: int, day: date, starts: datetime, *, now: datetime) -> Series:
    """Book a date that was left out, at another time of that day or of one beside it. Raises NotOpen, Taken,
    or AlreadyAnswered for a date that was not left out.
    """
    series = of_either(work, actor, slot_id)
    slot, trainer = series.slot, series.trainer
    with work.claim(trainer.id):
        if day not in left_out(work, series, now=now):
            raise AlreadyAnswered
        if starts not in places(work, series, day, now=now):
            raise NotOpen
        for each in work.bookings.kept_by(slot.client_id, now):
            if (each.booking.standing_id, each.booking.stands_for) == (slot_id, day):
                give_back(work, each, now=now)  # cancelled a moment ago, it can be undone no more
        clear(work, series.client, series.service, trainer, [starts], now=now)
        enter(
            work,
            series.client,
            series.service,
            trainer,
            starts,
            Status.CONFIRMED,
            actor=actor,
            standing=(slot.id, day),
            now=now,
        )
    slot.version += 1
    tell_both(work, series, "filled", actor=actor, now=now)
    return series
