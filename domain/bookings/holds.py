"""A time is held while its client decides, and becomes a booking or a request."""

from datetime import datetime, timedelta

from domain.base import Role
from domain.bookings import errors
from domain.bookings.changes import change, require_version
from domain.bookings.model import Status, TrainingSession
from domain.bookings.places import (
    add_seat,
    busy_of,
    expire_over,
    keep_again,
    make_way,
    reach_of,
    seated,
    session_of,
    sheet_of,
    why_not_free,
)
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, has_lapsed, lapses
from domain.bookings.sheets import of_client
from domain.classes.seats import free_seat
from domain.errors import Taken
from domain.health import service as health
from domain.notifications.service import tell
from domain.packages.spending import left, require_credit
from domain.payments.dues import paid_towards
from domain.people.model import Person, Relationship
from domain.policies.model import Pay
from domain.policies.rules import pays
from domain.schedule.closures import time_off
from domain.schedule.service import is_free
from domain.trainers.model import Approval, Service, Trainer
from domain.work import Work


def hold(
    work: Work,
    client: Person,
    service_id: int,
    starts: datetime,
    *,
    minutes: int | None = None,
    now: datetime,
) -> Sheet:
    """Reserve a time, or a place in the class then, for ten minutes, instead of what the client held before;
    for the usual length where no other is named.

    Holding the same again gives the same hold. Raises NotOpen where the time, or the length, is not on offer,
    and Taken where another was faster, ClassFull of a class; either way an earlier hold stays. Raises
    TooManyAhead for a client who has all that the trainer lets one have, OnePending for a new one whose
    request still waits, and OwnTime for the trainer.
    """
    service, trainer = work.trainers.service(service_id)
    if minutes is not None:
        if minutes not in service.lengths:
            raise errors.NotOpen
        service = service.lasting(minutes)
    earlier = work.bookings.held_by(client.id)
    if earlier and _is_same(earlier.session, service, starts) and not has_lapsed(earlier, now):
        same = service.as_booked(service.minutes, earlier.price)
        return sheet_of(work, earlier, same, trainer, client)
    if trainer.person_id == client.id:
        raise errors.OwnTime
    if not is_free(work, trainer, service, starts, now=now, client_id=client.id):
        raise why_not_free(work, trainer, service, starts, now=now, client_id=client.id)
    require_room(work, client, trainer, now)
    if service.approval is Approval.FIRST:
        require_answered(work, client, trainer)
    session = session_of(work, trainer, service, starts)
    with work.claim(trainer.id):
        if earlier:
            _let_go(work, work.bookings.sheet(earlier.id), client, now)
        expire_over(work, trainer.id, *reach_of(trainer, session), now=now)
        make_way(work, client.id, trainer, [(starts, busy_of(session))], now=now)
        held = seated(client, service, trainer, session, Status.HELD, free_seat(work, session), now=now)
        held.until = lapses(Status.HELD, starts, now)
        held.pay = pays(work.policies.policy(held.policy_id), held.price)
        return add_seat(work, held, service, trainer, client, actor=client, kind="held")


def _is_same(session: TrainingSession, service: Service, starts: datetime) -> bool:
    ends = starts + timedelta(minutes=service.minutes)
    return (session.service_id, session.starts, session.ends) == (service.id, starts, ends)


def reserve(
    work: Work,
    client: Person,
    service: Service,
    trainer: Trainer,
    starts: datetime,
    *,
    until: datetime,
    now: datetime,
    seat: int | None = None,
) -> Sheet:
    """A hold that the trainer offers, so that a tap books it and nobody is asked again; ``seat`` is the place
    of a class that was kept for it. Raises Taken where another has the time, or the client holds one.
    """
    session = session_of(work, trainer, service, starts)
    earlier = work.bookings.held_by(client.id)
    if earlier and not has_lapsed(earlier, now):
        raise Taken
    with work.claim(trainer.id):
        if earlier:
            change(work, work.bookings.sheet(earlier.id), Status.EXPIRED, None, now, kind="hold_expired")
        expire_over(work, trainer.id, session.busy_from, session.busy_to, now=now)
        make_way(work, client.id, trainer, [(starts, busy_of(session))], now=now)
        place = seat or free_seat(work, session)
        held = seated(client, service, trainer, session, Status.HELD, place, now=now)
        held.until, held.approval = until, Approval.AT_ONCE
        held.pay = pays(work.policies.policy(held.policy_id), held.price)
        return add_seat(work, held, service, trainer, client, actor=None, kind="offered")


def release(work: Work, client: Person, booking_id: int, *, now: datetime) -> Sheet:
    """Give a held time back. Releasing what is no longer held changes nothing."""
    sheet = of_client(work, client, booking_id)
    if sheet.booking.status is Status.HELD:
        _let_go(work, sheet, client, now)
    return sheet


def _let_go(work: Work, sheet: Sheet, client: Person, now: datetime) -> None:
    """The card of a payment that was to pay for it says so."""
    change(work, sheet, Status.CANCELLED, client, now)
    keep_again(work, client.id, now=now)
    for payment in work.payments.for_booking(sheet.booking.id):
        key, about = f"let_go:{payment.id}", ("payment", payment.id)
        tell(work, client.id, Role.CLIENT, "client_unpaid", key, due=now, subject=about, urgent=True)


def confirm(
    work: Work, client: Person, booking_id: int, version: int, *, now: datetime, by_credit: bool = False
) -> Sheet:
    """Turn a hold into a booking, or into a request where the trainer approves first; a credit pays for it
    where there is one. ``by_credit`` where the client was shown that one does.

    Raises HoldExpired, NotOpen where the trainer took the time off meanwhile, OnePending, NoCreditLeft, or
    PaidFirst where nobody has paid what is paid first.
    """
    sheet = of_client(work, client, booking_id)
    booking, trainer = sheet.booking, sheet.trainer
    if booking.status in FIRM and booking.version == version + 1:
        return sheet  # the same tap twice
    if booking.status is Status.EXPIRED or (booking.status is Status.HELD and has_lapsed(booking, now)):
        raise errors.HoldExpired(booking=booking_id)
    require_version(booking, version)
    if booking.status is not Status.HELD:
        raise errors.AlreadyAnswered(booking=booking_id)
    if not trainer.active or time_off(work, trainer.id, busy_of(booking.session)):
        raise errors.NotOpen  # the trainer took the time off, or left, while it was held
    require_room(work, client, trainer, now)  # another phone of theirs may have been faster
    if by_credit:
        require_credit(work, sheet)
    elif _is_to_pay(work, sheet):
        raise errors.PaidFirst(booking=booking_id)
    if booking.approval is Approval.AT_ONCE:
        change(work, sheet, Status.CONFIRMED, client, now, kind="booked")
    else:
        require_answered(work, client, trainer)
        change(work, sheet, Status.REQUESTED, client, now, kind="requested")
    relate(work, client, trainer, now=now)
    health.ask(work, client, trainer, due=now + health.A_WHILE)
    return sheet


def _is_to_pay(work: Work, sheet: Sheet) -> bool:
    if sheet.booking.pay is Pay.LATER or left(work, sheet):
        return False
    return sheet.booking.pay is Pay.FIRST or not paid_towards(work, sheet).minor


def require_room(work: Work, client: Person, trainer: Trainer, now: datetime) -> None:
    """A rule of this service, since a constraint reads no clock and so can't tell what is over."""
    most = trainer.most_ahead
    if most is not None and work.bookings.ahead_with(client.id, trainer.id, now) >= most:
        raise errors.TooManyAhead(n=most, name=trainer.name)


def require_answered(work: Work, client: Person, trainer: Trainer) -> None:
    """Who is new with a trainer asks for one time after the other. Raises OnePending."""
    waiting = work.bookings.request_of(client.id, trainer.id)
    if waiting and not work.bookings.trained_with(client.id, [trainer.id]):
        raise errors.OnePending(booking=waiting)


def relate(work: Work, client: Person, trainer: Trainer, *, now: datetime) -> Relationship:
    """The relationship of a client and a trainer, begun if there is none."""
    relationship = work.people.relationship(client.id, trainer.id)
    if relationship is None:
        relationship = Relationship(client_id=client.id, trainer_id=trainer.id, since=now)
        work.add(relationship)
        work.flush()
    return relationship
