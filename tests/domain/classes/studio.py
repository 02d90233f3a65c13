"""Ana's class: Spin on Thursdays at ten in the morning, for three unless it is said otherwise."""

from datetime import timedelta

from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status
from domain.classes import drafts
from domain.classes import service as classes
from domain.classes.model import ClassDate, ClassDraft, GroupClass
from domain.classes.plan import Planned, ahead
from domain.classes.words import ClassWords
from domain.people.model import Person
from domain.trainers.model import Service
from domain.work import Work
from tests.factories import NOON, Studio, give_up

THURSDAY = (NOON + timedelta(days=3)).date()
TEN = NOON.replace(hour=10) + timedelta(days=3)
WEEK, HOUR, MINUTE = timedelta(weeks=1), timedelta(hours=1), timedelta(minutes=1)
SPIN = ClassWords("Spin", THURSDAY, 600, 1, 3, None, "12 eur")


def drafted(work: Work, here: Studio, words: ClassWords = SPIN) -> ClassDraft:
    return drafts.draft(work, here.ana.person, here.ana, words, "EUR", now=NOON)


def clashes(work: Work, here: Studio, words: ClassWords = SPIN) -> list[Planned]:
    """Its dates, as they would be."""
    service = drafts.service_for(work, here.ana, words, "EUR")
    group = drafts.class_of(here.ana, service, words, now=NOON)
    return ahead(work, group, service, here.ana, now=NOON)


def spin(work: Work, here: Studio, places: int = 3, *, every: int = 1) -> tuple[Service, GroupClass]:
    """Saved, so that it can be joined."""
    words = SPIN._replace(places=places, every=every)
    group = classes.save(work, here.ana.person, drafted(work, here, words).id, now=NOON)
    return work.trainers.service(group.service_id)[0], group


def held(work: Work, who: Person, what: Service, weeks: int = 0) -> Booking:
    return bookings.hold(work, who, what.id, TEN + weeks * WEEK, now=NOON).booking


def joined(work: Work, who: Person, what: Service, weeks: int = 0) -> Booking:
    place = held(work, who, what, weeks)
    booked = bookings.confirm(work, who, place.id, place.version, now=NOON).booking
    assert booked.status is Status.CONFIRMED
    return booked


def left(work: Work, who: Person, place: Booking) -> None:
    give_up(work, who, place)


def dates(work: Work, group: GroupClass) -> list[ClassDate]:
    return work.classes.dates(group.id, THURSDAY)
