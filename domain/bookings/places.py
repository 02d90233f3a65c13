"""What a booking takes, a session of its own or a place in a class: claiming it, giving it back, and why it
can't be had.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.bookings import errors
from domain.bookings.changes import change, record
from domain.bookings.model import Booking, Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import has_lapsed, may_move_until
from domain.classes.seats import free_seat
from domain.errors import Refusal, Taken
from domain.intervals import Interval, overlaps
from domain.packages.spending import reserve
from domain.payments import dues
from domain.people.model import Person
from domain.policies.rules import in_force
from domain.resources import units
from domain.resources.model import Resource
from domain.schedule.closures import time_off
from domain.schedule.limits import in_the_way, reach
from domain.schedule.service import busy_span, is_free
from domain.trainers.model import Service, Trainer
from domain.waitlist.follow import follow
from domain.work import Work
from domain.zones import wall


def session_of(work: Work, trainer: Trainer, service: Service, starts: datetime) -> TrainingSession:
    """A new session, not claimed yet; of what is given in classes, the one that is there. Raises NotOpen
    where none is.
    """
    if not service.in_classes:
        return session_at(trainer, service, starts)
    session = work.classes.session_at(service, starts)
    if session is None:
        raise errors.NotOpen
    return session


def session_at(trainer: Trainer, service: Service, starts: datetime, *, capacity: int = 1) -> TrainingSession:
    busy, zone = busy_span(service, starts), trainer.zone_at(starts)
    return TrainingSession(
        trainer_id=trainer.id,
        service_id=service.id,
        starts=starts,
        ends=starts + timedelta(minutes=service.minutes),
        busy_from=busy.start,
        busy_to=busy.end,
        zone=zone,
        wall=wall(starts, zone).strftime("%Y-%m-%dT%H:%M"),
        capacity=capacity,
    )


def seated(
    client: Person,
    service: Service,
    trainer: Trainer,
    session: TrainingSession,
    status: Status,
    seat: int = 1,
    *,
    now: datetime,
) -> Booking:
    """A place in a session, at the price and under the policy of now."""
    return Booking(
        session=session,
        client_id=client.id,
        seat=seat,
        status=status,
        made_at=now,
        price_minor=service.price_minor,
        currency=service.currency,
        approval=service.approval,
        policy_id=in_force(service, trainer),
    )


def add_seat(
    work: Work,
    seat: Booking,
    service: Service,
    trainer: Trainer,
    client: Person,
    *,
    actor: Person | None,
    kind: str,
) -> Sheet:
    """Send it with its session, and the tax that its price holds; to be called within a claim, since the
    database may refuse it.
    """
    work.flush()
    seat.tax = work.tax.at(service.tax_rate)
    work.add(seat.session, seat)
    if not seat.session.is_class:
        take_units(work, service, seat.session, now=seat.made_at)
    work.flush()
    record(work, seat, actor, seat.made_at, kind=kind)
    sheet = sheet_of(work, seat, service, trainer, client)
    if seat.status is not Status.HELD:
        reserve(work, sheet, actor=actor, now=seat.made_at)
    return sheet


def sheet_of(work: Work, booking: Booking, service: Service, trainer: Trainer, client: Person) -> Sheet:
    return Sheet(booking, service, trainer, client, policy=work.policies.policy(booking.policy_id))


def reach_of(trainer: Trainer, session: TrainingSession) -> Interval:
    return reach(trainer, session.starts, busy_of(session))


def why_not_free(
    work: Work,
    trainer: Trainer,
    service: Service,
    starts: datetime,
    *,
    now: datetime,
    client_id: int,
    session_id: int = 0,
) -> Refusal:
    """Taken where somebody has the time, NotOpen where it was never on offer."""
    own = {"client_id": client_id, "session_id": session_id}
    if service.in_classes:
        return _why_not_joined(work, service, starts, now=now, **own)
    span = busy_span(service, starts)
    busy = work.schedule.busy(trainer.id, span.start, span.end, now=now, **own)
    blocked = time_off(work, trainer.id, span)
    return Taken() if busy and not blocked and starts > now else errors.NotOpen()


def _why_not_joined(
    work: Work, service: Service, starts: datetime, *, now: datetime, client_id: int, session_id: int
) -> Refusal:
    found = work.classes.places(service, starts, starts, now=now, client_id=client_id, session_id=session_id)
    if not found or starts <= now:
        return errors.NotOpen()
    if found[0].mine:
        return errors.AlreadyIn()
    return errors.NotOpen() if found[0].left else errors.ClassFull()


def require_free(work: Work, sheet: Sheet, starts: datetime, *, now: datetime) -> None:
    """A booking may move there. Raises NotOpen or Taken."""
    booking, trainer, service = sheet.booking, sheet.trainer, sheet.service
    client, session, reach = booking.client_id, booking.session.id, may_move_until(booking)
    if not is_free(
        work, trainer, service, starts, now=now, client_id=client, session_id=session, reach=reach
    ):
        raise why_not_free(work, trainer, service, starts, now=now, client_id=client, session_id=session)


def relocate(work: Work, sheet: Sheet, starts: datetime, actor: Person, now: datetime) -> datetime:
    """Take another time in the same act that frees the old one, which it answers. Raises Taken."""
    booking, session = sheet.booking, sheet.booking.session
    was = booking.starts
    there = session_of(work, sheet.trainer, sheet.service, starts)
    with work.claim(sheet.trainer.id):
        expire_over(work, sheet.trainer.id, *reach_of(sheet.trainer, there), now=now)
        wanted = [(starts, busy_of(there))]
        make_way(work, booking.client_id, sheet.trainer, wanted, now=now, session_id=session.id)
        held = work.bookings.held_by(booking.client_id)
        if held and held.session.busy_from < there.busy_to and there.busy_from < held.session.busy_to:
            change(work, work.bookings.sheet(held.id), Status.CANCELLED, actor, now)
        work.flush()
        if there.is_class:
            booking.session, booking.seat = there, free_seat(work, there)
        else:
            work.resources.give_back(session.id)
            session.starts, session.ends = there.starts, there.ends
            session.busy_from, session.busy_to = there.busy_from, there.busy_to
            session.zone, session.wall = there.zone, there.wall
            take_units(work, sheet.service, session, now=now)
        work.flush()
    booking.attending = False
    return was


def take_units(
    work: Work,
    service: Service,
    session: TrainingSession,
    *,
    now: datetime,
    instead: Mapping[int, Resource] | None = None,
) -> None:
    """The rooms and things that a session needs, or what stands in for them; what has lapsed is in nobody's
    way. Raises Taken.
    """
    work.flush()
    if service.uses_resources:
        instead, span = instead or {}, units.busy(session)
        wanted = [each.id for each in instead.values()]
        wanted += [need.resource.id for need in work.resources.needs(service.id)]
        for trainer_id in work.resources.trainers_using(wanted, span):
            expire_over(work, trainer_id, *span, now=now)
        units.take(work, service, session, instead)


def give_back(work: Work, sheet: Sheet, *, now: datetime) -> None:
    """What was cancelled can be undone no more: its time is free, and offered to those who wait for it."""
    sheet.booking.kept_until = None
    work.flush()  # the place first: no session ends beneath a place that is kept
    if not sheet.booking.session.is_class:
        sheet.booking.session.live = False
        work.flush()
    dues.settle(work, sheet, now=now)
    follow(work, sheet, "cancelled", now=now)


def make_way(
    work: Work,
    client_id: int,
    trainer: Trainer,
    wanted: Sequence[tuple[datetime, Interval]],
    *,
    now: datetime,
    session_id: int = 0,
) -> None:
    """What a client has just cancelled, and what is kept for their choice, is given back for the times that
    they want instead, each with what it keeps busy: of a full day or week, all that there is of it.
    """
    work.flush()
    spans = in_the_way(work, trainer, wanted, now=now, session_id=session_id)
    around = min(span.start for span in spans), max(span.end for span in spans)
    for sheet in work.bookings.kept_over(trainer.id, *around, now, client_id=client_id):
        if _touches(sheet.booking.session, spans):
            give_back(work, sheet, now=now)
    for session in work.absences.kept_for(client_id, *around):
        own = session.trainer_id == trainer.id
        if _touches(session, spans if own else [busy for _start, busy in wanted]):
            session.live = False
    work.flush()


def _touches(session: TrainingSession, spans: Iterable[Interval]) -> bool:
    return any(overlaps(span, busy_of(session)) for span in spans)


def busy_of(session: TrainingSession) -> Interval:
    return Interval(session.busy_from, session.busy_to)


def keep_again(work: Work, client_id: int, *, now: datetime) -> None:
    """What is kept for a client's choice, and was given back for a time that they hold no longer."""
    work.flush()
    for asked in work.absences.waiting([client_id]):
        sheet = work.bookings.sheet(asked.booking_id)
        trainer, service, held = sheet.trainer, sheet.service, sheet.booking.session.id
        for each in work.absences.alternatives(asked.id):
            starts = each.session.starts
            if each.session.live or not is_free(
                work, trainer, service, starts, now=now, client_id=client_id, session_id=held
            ):
                continue
            try:
                with work.claim(trainer.id):
                    each.session = session_at(trainer, service, starts)
                    each.session.kept_for = client_id
                    take_units(work, service, each.session, now=now)
            except Taken:
                continue


def expire_due(work: Work, *, now: datetime) -> int:
    """All that is over, in one turn. Answers how many."""
    return sum(expire(work, each, now=now) for each in over(work, now=now))


def over(work: Work, *, now: datetime) -> list[int]:
    """Holds and requests whose time is over, after what was cancelled or missed a minute ago."""
    bookings = work.bookings
    ended = (*bookings.given_up(now), *bookings.missed(now), *bookings.lapsed(now))
    return [each.booking.id for each in ended]


def expire(work: Work, booking_id: int, *, now: datetime) -> bool:
    """End it and tell its client; or give its place back, or its deposit. Whether it was still over."""
    sheet = work.bookings.sheet(booking_id)
    booking = sheet.booking
    if booking.settles_at is not None and booking.settles_at <= now:
        booking.settles_at = None
        dues.settle(work, sheet, now=now)
        return True
    if booking.kept_until is not None and booking.kept_until <= now:
        give_back(work, sheet, now=now)
        return True
    if not has_lapsed(booking, now):
        return False
    kind = "hold_expired" if booking.status is Status.HELD else "request_expired"
    change(work, sheet, Status.EXPIRED, None, now, kind=kind)
    keep_again(work, sheet.client.id, now=now)
    return True


def expire_over(
    work: Work, trainer_id: int, busy_from: datetime, busy_to: datetime, *, now: datetime
) -> None:
    """End what has lapsed and still stands in the way: constraints read no clock."""
    for sheet in work.bookings.kept_over(trainer_id, busy_from, busy_to, now):
        give_back(work, sheet, now=now)
    for booking in work.bookings.lapsed_over(trainer_id, busy_from, busy_to, now):
        kind = "hold_expired" if booking.status is Status.HELD else "request_expired"
        change(work, work.bookings.sheet(booking.id), Status.EXPIRED, None, now, kind=kind)
