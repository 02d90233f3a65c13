"""The use cases of trips: some days on another zone's clocks, and back."""

from datetime import date, datetime, timedelta

from domain.access import require_self
from domain.errors import Refusal, Unreadable
from domain.notifications.preferences import replan
from domain.people.model import Person, Trip
from domain.work import Work
from domain.zones import Clocks, city, whole_day

_LONG_SINCE = timedelta(days=60)  # as long as everything may stand still


class AwayAlready(Refusal):
    """On some of those days you are in {place} already. Call that off first, or say other days."""


class UnreadableTrip(Unreadable):
    """I could not read “{words}”. Say a big city and the days, such as: trip Lisbon 3-10 dec"""


class TripOver(Refusal):
    """Those days are over. Try days to come: trip Lisbon 3-10 dec"""


class BackBeforeGone(Refusal):
    """The last day is before the first. Try it the other way round."""


def plan_trip(
    work: Work, actor: Person, person: Person, zone: str, first: date, last: date, *, now: datetime
) -> Trip:
    """Be in a zone from the first day to the last, by its own calendar; from now on, where that day has come.
    The same trip twice is one. Bookings keep their instant. Raises UnknownZone, BackBeforeGone, TripOver,
    AwayAlready.
    """
    require_self(actor, person.id)
    if last < first:
        raise BackBeforeGone
    starts, ends = whole_day(zone, first).start, whole_day(zone, last).end
    if ends <= now:
        raise TripOver
    for known in (each for each in person.trips if each.last >= first):
        if (known.zone, known.first, known.last) == (zone, first, last):
            return known
        if known.first <= last:
            raise AwayAlready(place=city(known.zone))
    trip = Trip(person_id=person.id, zone=zone, first=first, last=last, starts=starts, ends=ends)
    person.trips.append(trip)
    person.trips.sort(key=lambda each: each.first)
    work.flush()
    if starts <= now:
        _set_out(work, trip, person, now)
    return trip


def call_off(work: Work, actor: Person, trip_id: int) -> Trip:
    """No such trip, or no longer: the clocks are those of home again. What is over stays."""
    trip = work.people.trip(trip_id)
    require_self(actor, trip.person_id)
    if trip.over:
        raise TripOver
    if trip.home is not None:
        actor.zone = trip.home
    actor.trips.remove(trip)
    work.delete(trip)
    work.flush()
    return trip


def clocks_of(person: Person, *, now: datetime) -> Clocks:
    """By which clocks somebody lives now, on their trips and after them: what is shown and read of a day is
    on those of where they are then.
    """
    since = (now - _LONG_SINCE).date()
    trips = [each for each in person.trips if each.last >= since]
    home = next((each.home for each in trips if each.home and not each.over), person.zone)
    return Clocks(home, tuple(each.stay for each in trips))


def under_way(person: Person) -> Trip | None:
    """The trip that somebody is on; one that ends is so until it was seen to."""
    return next((each for each in person.trips if each.home is not None and not each.over), None)


def turn_clocks(work: Work, *, now: datetime) -> list[Trip]:
    """Begin and end what is due: from then on times are shown on the clocks of where somebody is."""
    due = work.people.trips_due(now)
    for trip in sorted(due, key=lambda each: each.starts):
        person = work.people.person(trip.person_id)
        if trip.home is None:
            _set_out(work, trip, person, now)
        if trip.ends <= now and not trip.over:
            _come_home(trip, person)
        replan(work, person)
    return due


def _set_out(work: Work, trip: Trip, person: Person, now: datetime) -> None:
    """Straight from where the trip before has led, if it has not ended: home is where that one began."""
    if before := under_way(person):
        _come_home(before, person)
    trip.home, person.zone, person.zone_told = person.zone, trip.zone, True
    work.flush()


def _come_home(trip: Trip, person: Person) -> None:
    person.zone, trip.over = trip.home or person.zone, True
