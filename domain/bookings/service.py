"""The use cases of bookings. Each asks who acts, changes one booking, and announces the change."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.access import require_self, require_trainer
from domain.base import Role
from domain.bookings import errors
from domain.bookings.changes import change, require_ahead, require_version
from domain.bookings.model import Booking, Status, TrainingSession
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, has_lapsed, lapses
from domain.errors import NotYours, Taken
from domain.health import service as health
from domain.intervals import Interval
from domain.people.model import Person, Relationship
from domain.schedule.closures import time_off
from domain.schedule.limits import reach
from domain.schedule.service import busy_span, is_free
from domain.trainers.model import Approval, Service, Trainer
from domain.work import Work
from domain.zones import wall


def hold(work: Work, client: Person, service_id: int, starts: datetime, *, now: datetime) -> Sheet:
    """Reserve a time for ten minutes, instead of what the client held before.

    Holding the same time again gives the same hold. Raises NotOpen where the time is not on offer, and
    Taken where another was faster; either way an earlier hold stays. Raises TooManyAhead for a client who
    has all that the trainer lets one have.
    """
    service, trainer = work.trainers.service(service_id)
    earlier = work.bookings.held_by(client.id)
    same = earlier and (earlier.session.service_id, earlier.starts) == (service_id, starts)
    if earlier and same and not has_lapsed(earlier, now):
        return Sheet(earlier, service, trainer, client)
    if not is_free(work, trainer, service, starts, now=now, client_id=client.id):
        raise _why_not_free(work, trainer, service, starts, now=now, client_id=client.id)
    _require_room(work, client, trainer, now)
    session = _session(trainer, service, starts)
    with work.claim(trainer.id):
        if earlier:
            change(work, work.bookings.sheet(earlier.id), Status.CANCELLED, client, now)
        expire_over(work, trainer.id, *_reach(trainer, session), now=now)
        until = lapses(Status.HELD, starts, now)
        booking = _held(work, client, service, session, until, service.approval, now)
    return Sheet(booking, service, trainer, client)


def reserve(
    work: Work,
    client: Person,
    service: Service,
    trainer: Trainer,
    starts: datetime,
    *,
    until: datetime,
    now: datetime,
) -> Sheet:
    """A hold that the trainer offers, so that a tap books it and nobody is asked again. Raises Taken where
    another has the time, or the client holds one.
    """
    session = _session(trainer, service, starts)
    earlier = work.bookings.held_by(client.id)
    if earlier and not has_lapsed(earlier, now):
        raise Taken
    with work.claim(trainer.id):
        if earlier:
            change(work, work.bookings.sheet(earlier.id), Status.EXPIRED, None, now, kind="hold_expired")
        expire_over(work, trainer.id, session.busy_from, session.busy_to, now=now)
        booking = _held(work, client, service, session, until, Approval.AT_ONCE, now)
    return Sheet(booking, service, trainer, client)


def _held(
    work: Work,
    client: Person,
    service: Service,
    session: TrainingSession,
    until: datetime | None,
    approval: Approval,
    now: datetime,
) -> Booking:
    booking = Booking(
        session=session,
        client_id=client.id,
        status=Status.HELD,
        until=until,
        made_at=now,
        price_minor=service.price_minor,
        currency=service.currency,
        approval=approval,
    )
    work.flush()
    work.add(session, booking)
    work.flush()
    return booking


def release(work: Work, client: Person, booking_id: int, *, now: datetime) -> Sheet:
    """Give a held time back. Releasing what is no longer held changes nothing."""
    sheet = _of_client(work, client, booking_id)
    if sheet.booking.status is Status.HELD:
        change(work, sheet, Status.CANCELLED, client, now)
    return sheet


def confirm(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """Turn a hold into a booking, or into a request where the trainer approves first.

    Raises HoldExpired, NotOpen where the trainer took the time off meanwhile, or OnePending for a new
    client whose other request still waits.
    """
    sheet = _of_client(work, client, booking_id)
    booking, trainer = sheet.booking, sheet.trainer
    if booking.status in FIRM and booking.version == version + 1:
        return sheet  # the same tap twice
    if booking.status is Status.EXPIRED or (booking.status is Status.HELD and has_lapsed(booking, now)):
        raise errors.HoldExpired(booking=booking_id)
    require_version(booking, version)
    if booking.status is not Status.HELD:
        raise errors.AlreadyAnswered(booking=booking_id)
    if time_off(work, trainer.id, Interval(booking.session.busy_from, booking.session.busy_to)):
        raise errors.NotOpen  # the trainer took the time off while it was held
    _require_room(work, client, trainer, now)  # another phone of theirs may have been faster
    if booking.approval is Approval.AT_ONCE:
        change(work, sheet, Status.CONFIRMED, client, now, kind="booked")
    else:
        new_here = not work.bookings.has_trained(client.id, trainer.id)
        if new_here and work.bookings.requests_of(client.id, trainer.id):
            raise errors.OnePending(booking=booking_id)
        change(work, sheet, Status.REQUESTED, client, now, kind="requested")
    relate(work, client, trainer, now=now)
    health.ask(work, client, trainer, due=now + health.A_WHILE)
    return sheet


def _require_room(work: Work, client: Person, trainer: Trainer, now: datetime) -> None:
    """A rule of this service, since a constraint reads no clock and so can't tell what is over."""
    most = trainer.most_ahead
    if most is not None and work.bookings.ahead_with(client.id, trainer.id, now) >= most:
        raise errors.TooManyAhead(n=most, name=trainer.name)


def _reach(trainer: Trainer, session: TrainingSession) -> Interval:
    return reach(trainer, session.starts, Interval(session.busy_from, session.busy_to))


def relate(work: Work, client: Person, trainer: Trainer, *, now: datetime) -> Relationship:
    """The relationship of a client and a trainer, begun if there is none."""
    relationship = work.people.relationship(client.id, trainer.id)
    if relationship is None:
        relationship = Relationship(client_id=client.id, trainer_id=trainer.id, since=now)
        work.add(relationship)
        work.flush()
    return relationship


def approve(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """Accept a request. The first answer wins; a later one raises AlreadyAnswered. Raises Unsigned where the
    trainer wants a health form that the client has not signed.
    """
    sheet = _request(work, actor, booking_id, version, now)
    health.require_signed(work, sheet.client, sheet.trainer, booking_id)
    change(work, sheet, Status.CONFIRMED, actor, now, kind="approved")
    return sheet


def decline(
    work: Work, actor: Person, booking_id: int, version: int, *, now: datetime, reason: str = ""
) -> Sheet:
    """Refuse a request; the client is told and offered other times."""
    sheet = _request(work, actor, booking_id, version, now)
    change(work, sheet, Status.DECLINED, actor, now, kind="declined", reason=reason)
    return sheet


def cancel(
    work: Work, actor: Person, booking_id: int, version: int, *, now: datetime, reason: str = ""
) -> Sheet:
    """Give up a request or a booking, by its client or its trainer, before it begins."""
    sheet = _of_either(work, actor, booking_id)
    booking = sheet.booking
    if booking.status not in FIRM:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    require_ahead(booking, now)
    change(work, sheet, Status.CANCELLED, actor, now, kind="cancelled", reason=reason)
    return sheet


def move(
    work: Work, actor: Person, booking_id: int, version: int, starts: datetime, *, now: datetime
) -> Sheet:
    """Take another time in the same act that frees the old one. Raises NotOpen or Taken; then nothing
    moved.
    """
    sheet = _of_either(work, actor, booking_id)
    booking, session = sheet.booking, sheet.booking.session
    if booking.status not in FIRM or has_lapsed(booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    require_ahead(booking, now)
    if starts == booking.starts:
        return sheet
    own = {"client_id": booking.client_id, "session_id": session.id}
    if not is_free(work, sheet.trainer, sheet.service, starts, now=now, **own):
        raise _why_not_free(work, sheet.trainer, sheet.service, starts, now=now, **own)
    was = _relocate(work, sheet, starts, actor, now)
    if actor.id == booking.client_id:
        booking.cancel_asked_at = None
    change(work, sheet, booking.status, actor, now, kind="moved", was=was)
    return sheet


def suggest(
    work: Work, actor: Person, booking_id: int, version: int, starts: datetime, *, now: datetime
) -> Sheet:
    """Another time for a request: the client may take it at once. The request goes on meanwhile, and the
    time is not kept free.
    """
    sheet = _request(work, actor, booking_id, version, now)
    booking = sheet.booking
    own = {"client_id": booking.client_id, "session_id": booking.session.id}
    if starts == booking.starts or not is_free(work, sheet.trainer, sheet.service, starts, now=now, **own):
        raise _why_not_free(work, sheet.trainer, sheet.service, starts, now=now, **own)
    booking.suggested = starts
    change(work, sheet, Status.REQUESTED, actor, now, kind="suggested")
    return sheet


def take_suggested(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The time that the trainer suggested, booked without asking again. Raises NotOpen or Taken."""
    sheet = _of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status is Status.CONFIRMED and booking.version == version + 1:
        return sheet  # the same tap twice
    if booking.status is not Status.REQUESTED or has_lapsed(booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(booking, version)
    if booking.suggested is None:
        raise errors.AlreadyAnswered(booking=booking_id)
    health.require_signed(work, client, sheet.trainer, booking_id)
    starts = booking.suggested
    own = {"client_id": booking.client_id, "session_id": booking.session.id}
    if not is_free(work, sheet.trainer, sheet.service, starts, now=now, **own):
        raise _why_not_free(work, sheet.trainer, sheet.service, starts, now=now, **own)
    was = _relocate(work, sheet, starts, client, now)
    change(work, sheet, Status.CONFIRMED, client, now, kind="took", was=was)
    return sheet


def _relocate(work: Work, sheet: Sheet, starts: datetime, actor: Person, now: datetime) -> datetime:
    """Take another time in the same act that frees the old one, which it answers. Raises Taken."""
    booking, session = sheet.booking, sheet.booking.session
    was = booking.starts
    there = _session(sheet.trainer, sheet.service, starts)
    with work.claim(sheet.trainer.id):
        expire_over(work, sheet.trainer.id, *_reach(sheet.trainer, there), now=now)
        held = work.bookings.held_by(booking.client_id)
        if held and held.session.busy_from < there.busy_to and there.busy_from < held.session.busy_to:
            change(work, work.bookings.sheet(held.id), Status.CANCELLED, actor, now)
        work.flush()
        session.starts, session.ends = there.starts, there.ends
        session.busy_from, session.busy_to = there.busy_from, there.busy_to
        session.zone, session.wall = there.zone, there.wall
        work.flush()
    booking.attending = False
    return was


def attend(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client says on a reminder that they will come: at the time that it named."""
    sheet = _of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status is not Status.CONFIRMED:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_ahead(booking, now)
    if not booking.attending:
        require_version(booking, version)
        booking.attending, booking.cancel_asked_at = True, None
        change(work, sheet, Status.CONFIRMED, client, now, kind="attending")
    return sheet


def ask_to_cancel(work: Work, clients: Sequence[Person], *, now: datetime) -> Sheet | None:
    """CANCEL came as the word that ends all texts. The next session of those who share the phone is kept, the
    moment stamped on it, and its trainer asked what to do. None where nothing is coming.
    """
    coming = (sheet.booking for client in clients for sheet in work.bookings.coming(client.id, now))
    ahead = [each for each in coming if each.starts > now and not has_lapsed(each, now)]
    if not ahead:
        return None
    sheet = work.bookings.sheet(min(ahead, key=lambda each: each.starts).id)
    client = sheet.client
    if sheet.booking.status in FIRM and sheet.booking.cancel_asked_at is None:
        sheet.booking.cancel_asked_at = now
        change(work, sheet, sheet.booking.status, client, now, kind="asked_to_cancel")
    return sheet


def keep(work: Work, client: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client texted CANCEL, and comes all the same. Keeping what is kept changes nothing."""
    sheet = _of_client(work, client, booking_id)
    booking = sheet.booking
    if booking.status not in FIRM:
        raise errors.AlreadyAnswered(booking=booking_id)
    if booking.cancel_asked_at is not None:
        require_version(booking, version)
        booking.cancel_asked_at = None
        change(work, sheet, booking.status, client, now, kind="kept")
    return sheet


def complete(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The session took place."""
    sheet = _begun(work, actor, booking_id, version, now)
    change(work, sheet, Status.COMPLETED, actor, now, kind="completed")
    return sheet


def no_show(work: Work, actor: Person, booking_id: int, version: int, *, now: datetime) -> Sheet:
    """The client did not come."""
    sheet = _begun(work, actor, booking_id, version, now)
    change(work, sheet, Status.NO_SHOW, actor, now, kind="no_show")
    return sheet


def expire_due(work: Work, *, now: datetime) -> int:
    """End the holds and requests whose time is over, and tell their clients. Answers how many."""
    lapsed = work.bookings.lapsed(now)
    for sheet in lapsed:
        kind = "hold_expired" if sheet.booking.status is Status.HELD else "request_expired"
        change(work, sheet, Status.EXPIRED, None, now, kind=kind)
    return len(lapsed)


def expire_over(
    work: Work, trainer_id: int, busy_from: datetime, busy_to: datetime, *, now: datetime
) -> None:
    """End what has lapsed and still stands in the way: constraints read no clock."""
    for booking in work.bookings.lapsed_over(trainer_id, busy_from, busy_to, now):
        kind = "hold_expired" if booking.status is Status.HELD else "request_expired"
        change(work, work.bookings.sheet(booking.id), Status.EXPIRED, None, now, kind=kind)


def _session(trainer: Trainer, service: Service, starts: datetime) -> TrainingSession:
    busy = busy_span(service, starts)
    return TrainingSession(
        trainer_id=trainer.id,
        service_id=service.id,
        starts=starts,
        ends=starts + timedelta(minutes=service.minutes),
        busy_from=busy.start,
        busy_to=busy.end,
        zone=trainer.zone,
        wall=wall(starts, trainer.zone).strftime("%Y-%m-%dT%H:%M"),
    )


def _why_not_free(
    work: Work,
    trainer: Trainer,
    service: Service,
    starts: datetime,
    *,
    now: datetime,
    client_id: int,
    session_id: int = 0,
) -> Taken | errors.NotOpen:
    """Taken where somebody has the time, NotOpen where it was never on offer."""
    span = busy_span(service, starts)
    busy = work.schedule.busy(
        trainer.id, span.start, span.end, now=now, client_id=client_id, session_id=session_id
    )
    blocked = time_off(work, trainer.id, span)
    return Taken() if busy and not blocked and starts > now else errors.NotOpen()


def _of_client(work: Work, client: Person, booking_id: int) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    return sheet


def _of_either(work: Work, actor: Person, booking_id: int) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    if actor.id not in (sheet.booking.client_id, sheet.trainer.person_id) and not actor.roles & Role.ADMIN:
        raise NotYours
    return sheet


def _request(work: Work, actor: Person, booking_id: int, version: int, now: datetime) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    if sheet.booking.status is not Status.REQUESTED or has_lapsed(sheet.booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    return sheet


def _begun(work: Work, actor: Person, booking_id: int, version: int, now: datetime) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    if sheet.booking.status is not Status.CONFIRMED:
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    if sheet.booking.starts > now:
        raise errors.TooEarly(booking=booking_id)
    return sheet
