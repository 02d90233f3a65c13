"""What the tests of credits share."""

from datetime import datetime, timedelta

from domain.bookings import service as bookings
from domain.bookings.holds import relate
from domain.bookings.model import Booking
from domain.packages import service as packages
from domain.packages.model import CreditLot, Package
from domain.packages.ports import Holding
from domain.people.model import Person
from domain.trainers.model import Service
from domain.work import Work
from tests.factories import NOON, Studio

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN = NOON.replace(hour=10) + 3 * DAY  # a Thursday


def pack(work: Work, here: Studio, more: str = "", sessions: int = 10) -> Package:
    """Ana's, for 400 euros."""
    said = {"name": "10-pack", "sessions": f"{sessions}", "price": "400"}
    said |= dict(part.split("=") for part in more.split(";") if part)
    return packages.add_package(work, here.ana.person, here.ana, said, currency="EUR", now=NOON)


def credited(
    work: Work,
    here: Studio,
    count: int = 1,
    *,
    days: int | None = None,
    to: Person | None = None,
    now: datetime = NOON,
) -> CreditLot:
    """Some of Ana's, to Cleo unless another is named."""
    client = to or here.cleo
    relate(work, client, here.ana, now=now)
    return packages.give_credits(
        work, here.ana.person, client, here.ana, count, days=days, reason="a gift", now=now
    )


def booked(
    work: Work, here: Studio, starts: datetime = TEN, service: Service | None = None, *, now: datetime = NOON
) -> Booking:
    """Cleo's session with Ana: booked at once, or asked for."""
    held = bookings.hold(work, here.cleo, (service or here.check_in).id, starts, now=now).booking
    bookings.confirm(work, here.cleo, held.id, held.version, now=now)
    work.flush()
    return held


def stands(work: Work, here: Studio) -> tuple[int, int, int, int]:
    """Cleo's credits with Ana: free, reserved, used, expired."""
    held = work.packages.holdings(here.cleo.id, here.ana.id)
    return sum_of(held)


def sum_of(held: list[Holding]) -> tuple[int, int, int, int]:
    return (
        sum(each.free for each in held),
        sum(each.reserved for each in held),
        sum(each.used for each in held),
        sum(each.expired for each in held),
    )
