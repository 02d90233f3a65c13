"""The first steps of a booking, and what was told of it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.bookings import service as bookings
from domain.bookings.ports import Sheet
from domain.notifications.model import Notification
from domain.people.model import Person
from storage.work import SqlWork
from tests.factories import NOON, Studio

TEN = NOON.replace(hour=10) + timedelta(days=2)  # Wednesday


def held(work: SqlWork, here: Studio, starts: datetime = TEN, who: Person | None = None) -> Sheet:
    return bookings.hold(work, who or here.cleo, here.training.id, starts, now=NOON)


def requested(work: SqlWork, here: Studio, starts: datetime = TEN) -> Sheet:
    sheet = held(work, here, starts)
    return bookings.confirm(work, here.cleo, sheet.booking.id, sheet.booking.version, now=NOON)


def confirmed(work: SqlWork, here: Studio, starts: datetime = TEN) -> Sheet:
    sheet = requested(work, here, starts)
    return bookings.approve(work, here.ana.person, sheet.booking.id, sheet.booking.version, now=NOON)


def told(work: SqlWork, kind: str) -> list[Notification]:
    work.flush()
    return list(work.session.scalars(select(Notification).where(Notification.kind == kind)))


def reminders(work: SqlWork) -> list[tuple[str, datetime]]:
    return [(row.kind, row.due_at) for kind in ("reminder_24h", "reminder_1h") for row in told(work, kind)]
