"""Whose booking it is, and how far it has come: asked before anything is done to it."""

from datetime import datetime

from domain.access import require_either, require_self, require_trainer
from domain.bookings import errors
from domain.bookings.changes import require_version
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import has_lapsed
from domain.people.model import Person
from domain.work import Work


def of_client(work: Work, client: Person, booking_id: int) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_self(client, sheet.booking.client_id)
    return sheet


def of_either(work: Work, actor: Person, booking_id: int) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_either(actor, sheet.booking.client_id, sheet.trainer)
    return sheet


def asked(work: Work, actor: Person, booking_id: int, version: int, now: datetime) -> Sheet:
    sheet = work.bookings.sheet(booking_id)
    require_trainer(actor, sheet.trainer)
    if sheet.booking.status is not Status.REQUESTED or has_lapsed(sheet.booking, now):
        raise errors.AlreadyAnswered(booking=booking_id)
    require_version(sheet.booking, version)
    return sheet
