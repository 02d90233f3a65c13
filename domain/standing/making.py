"""A standing slot is made: every date is checked before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.access import require_either
from domain.bookings import errors as booking_errors
from domain.bookings import service as bookings
from domain.bookings.changes import change
from domain.bookings.model import Booking, Status
from domain.bookings.places import make_way
from domain.bookings.rules import earliest_start
from domain.bookings.series import enter
from domain.errors import NotFound, NotYours
from domain.health import service as health
from domain.intervals import Interval, overlaps
from domain.people.model import Person
from domain.schedule.limits import reach
from domain.schedule.service import busy_span
from domain.standing.errors import NothingFree, PlanChanged
from domain.standing.look import Look
from domain.standing.model import SlotStatus, StandingSlot
from domain.standing.plan import How, Plan, Planned, planned
from domain.standing.ports import Series
from domain.standing.rules import LOOKS, MOST_WEEKS, Rhythm, last_day
from domain.standing.tells import tell_both
from domain.trainers.model import Approval, Service, Trainer
from domain.work import Work

_MANY = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like to own: the weekday and hour of ``starts``, which may be over."""

    client: Person
    service: Service
    trainer: Trainer
    rhythm: Rhythm


def wish(
    work: Work, client: Person, service_id: int, starts: datetime, every: int, minutes: int | None = None
) -> Wish:
    """On the trainer's own clock, whose hours they are; of the usual length where no other is named. Raises
    NotFound, for a rhythm that there is not, too.
    """
    if not 1 <= every <= MOST_WEEKS:
        raise NotFound
    service, trainer = work.trainers.service(service_id)
    return Wish(client, service.of(minutes), trainer, Rhythm.of(starts, trainer.zone, every))


def preview(work: Work, wish: Wish, *, now: datetime) -> Plan:
    """Every date that would be booked, with what stands in its way. Raises NotOpen for a service that is no
    longer offered, or given in classes: those have times of their own.
    """
    if wish.service.in_classes or not (wish.trainer.active and wish.service.active):
        raise booking_errors.NotOpen
    mine = _mine(work, wish, now)
    days = _days(wish, mine, now)
    look = Look(work, wish.client, wish.service, wish.trainer, days, now=now)
    wanted = [(day, wish.rhythm.at(day)) for day in days]
    return planned(look, wanted, mine={starts: booking.id for starts, booking in mine.items()})


def _mine(work: Work, wish: Wish, now: datetime) -> dict[datetime, Booking]:
    """What the client has booked of this kind, and can be taken into the slot."""
    coming = work.bookings.coming(wish.client.id, now, limit=_MANY)
    return {
        each.booking.starts: each.booking
        for each in coming
        if (each.service.id, each.service.minutes) == (wish.service.id, wish.service.minutes)
        and each.booking.status is Status.CONFIRMED
        and each.booking.standing_id is None
        and each.booking.starts > now
    }


def _days(wish: Wish, mine: Mapping[datetime, Booking], now: datetime) -> list[date]:
    """From the first that can still be booked, or is booked already."""
    rhythm = wish.rhythm
    first = rhythm.ahead(now)
    while rhythm.at(first) not in mine and rhythm.at(first) < earliest_start(wish.trainer, wish.service, now):
        first += rhythm.step
    return list(rhythm.days(first, max(first, last_day(wish.trainer, rhythm.zone, now))))


def make(work: Work, actor: Person, wish: Wish, how: How, seen: int, *, now: datetime) -> Series:
    """Book the dates that the plan showed, as one act; where the trainer approves first and it is the client
    who acts, they are asked for. The same once more changes nothing.

    Raises PlanChanged where a date is free or taken that was not when it was shown, Taken where another was
    faster by a moment, NothingFree, OnePending or TooManyAhead; then nothing was booked.
    """
    client, service, trainer = wish.client, wish.service, wish.trainer
    require_either(actor, client.id, trainer)
    if actor.id != client.id and work.people.relationship(client.id, trainer.id) is None:
        raise NotYours
    asks = service.approval is Approval.FIRST and actor.id == client.id
    if asks:
        bookings.require_answered(work, client, trainer)
    with work.claim(trainer.id):
        if known := work.standing.same(client.id, service.id, *wish.rhythm.place):
            return known
        plan = preview(work, wish, now=now)
        if plan.seen != seen:
            raise PlanChanged
        if not (times := plan.times(how)):
            raise NothingFree
        clear(work, client, service, trainer, [starts for _day, starts in times], now=now)
        slot = _slot(work, wish, plan, SlotStatus.ASKED if asks else SlotStatus.ACTIVE, now)
        _book(work, wish, slot, times, actor, now)
        _require_room(work, client, trainer, now)
    bookings.relate(work, client, trainer, now=now)
    health.ask(work, client, trainer, due=now + health.A_WHILE)
    series = Series(slot, service, trainer, client)
    tell_both(work, series, "asked" if asks else "made", actor=actor, now=now)
    return series


def clear(
    work: Work, client: Person, service: Service, trainer: Trainer, times: list[datetime], *, now: datetime
) -> None:
    """End what has lapsed and would stand in the way, and what the client has there: a hold, or what they
    have just cancelled, or is kept for their choice. ``times`` come in order.
    """
    if not times:
        return
    spans = [busy_span(service, starts) for starts in times]
    around = reach(trainer, times[0], spans[0]).start, reach(trainer, times[-1], spans[-1]).end
    bookings.expire_over(work, trainer.id, *around, now=now)
    make_way(work, client.id, trainer, list(zip(times, spans, strict=True)), now=now)
    held = work.bookings.held_by(client.id)
    if held and any(overlaps(span, Interval(held.session.busy_from, held.session.busy_to)) for span in spans):
        change(work, work.bookings.sheet(held.id), Status.CANCELLED, client, now)
    work.flush()


def _slot(work: Work, wish: Wish, plan: Plan, status: SlotStatus, now: datetime) -> StandingSlot:
    slot = StandingSlot(
        client_id=wish.client.id,
        trainer_id=wish.trainer.id,
        service_id=wish.service.id,
        minutes=wish.service.minutes,
        weekday=wish.rhythm.since.weekday(),
        clock=wish.rhythm.clock,
        zone=wish.rhythm.zone,
        every=wish.rhythm.every,
        since=plan.dates[0].day,
        until=plan.dates[-1].day,
        status=status,
        price_minor=wish.service.price_minor,
        currency=wish.service.currency,
        made_at=now,
        due_at=now + LOOKS,
    )
    work.add(slot)
    work.flush()
    return slot


def _book(
    work: Work,
    wish: Wish,
    slot: StandingSlot,
    times: list[tuple[Planned, datetime]],
    actor: Person,
    now: datetime,
) -> None:
    """Each date that is had; a request lapses as a whole, with the first of them."""
    status = Status.REQUESTED if slot.status is SlotStatus.ASKED else Status.CONFIRMED
    deadlines: list[datetime] = []
    for date_, starts in times:
        if date_.mine is not None:
            own = work.bookings.sheet(date_.mine).booking
            own.standing_id, own.stands_for = slot.id, date_.day
            continue
        sheet = enter(
            work,
            wish.client,
            wish.service,
            wish.trainer,
            starts,
            status,
            actor=actor,
            standing=(slot.id, date_.day),
            now=now,
        )
        if sheet.booking.until:
            deadlines.append(sheet.booking.until)
    if slot.status is SlotStatus.ASKED and deadlines:
        slot.due_at = min(deadlines)
    work.flush()


def _require_room(work: Work, client: Person, trainer: Trainer, now: datetime) -> None:
    """All dates of a slot count as one booking ahead."""
    most = trainer.most_ahead
    if most is not None and work.bookings.ahead_with(client.id, trainer.id, now) > most:
        raise booking_errors.TooManyAhead(n=most, name=trainer.name)
