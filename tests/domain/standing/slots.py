"""What the tests of standing slots share: Cleo owns Tuesdays at six with Ana."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from domain.bookings.model import Booking, Status
from domain.notifications.model import Notification
from domain.people.model import Person
from domain.standing.making import Wish, make, preview, wish
from domain.standing.plan import How
from domain.standing.ports import Series
from domain.trainers.model import Service
from domain.work import Work
from storage.work import SqlWork
from tests.factories import NOON, Studio

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TUESDAY = datetime(2026, 11, 24, 18, tzinfo=NOON.tzinfo)  # the day after NOON; Lisbon keeps UTC in winter


def tuesdays(work: Work, here: Studio, who: Person | None = None, what: Service | None = None) -> Wish:
    return wish(work, who or here.cleo, (what or here.check_in).id, TUESDAY, 1)


def owned(
    work: SqlWork,
    here: Studio,
    *,
    actor: Person | None = None,
    what: Service | None = None,
    how: How = How.SKIP,
    now: datetime = NOON,
) -> Series:
    """Cleo's Tuesdays, made by herself unless somebody else is named."""
    asked = tuesdays(work, here, what=what)
    bookings_with(work, here, asked.client)
    series = make(work, actor or here.cleo, asked, how, preview(work, asked, now=now).seen, now=now)
    work.flush()
    return series


def bookings_with(work: Work, here: Studio, client: Person) -> None:
    """They know each other, as a trainer books only for those who train with them."""
    from domain.bookings.service import relate

    relate(work, client, here.ana, now=NOON)


def dates(work: SqlWork, series: Series, *statuses: Status) -> list[date]:
    """The days that its bookings stand for, in order."""
    wanted = statuses or (Status.CONFIRMED,)
    found = select(Booking.stands_for).where(
        Booking.standing_id == series.slot.id, Booking.status.in_(wanted)
    )
    return sorted(day for day in work.session.scalars(found) if day)


def every_week(first: date, count: int) -> list[date]:
    return [first + number * WEEK for number in range(count)]


def told(work: SqlWork, kind: str) -> list[Notification]:
    work.flush()
    return list(work.session.scalars(select(Notification).where(Notification.kind == kind)))
