"""What holds after every step, whatever was tapped by whom: each truth answers what contradicts it.

A client may be with two trainers at once: that is nobody's promise, but of the dates of a standing slot.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.absences.model import Answer
from domain.bookings.announce import OVER, REMINDERS
from domain.bookings.model import Status
from domain.bookings.rules import FOLLOWS, GONE, reminders
from domain.classes.model import Standing
from domain.notifications.model import State
from domain.waitlist.model import GapStatus, OfferStatus
from tests.domain.machine.credit_truths import CREDIT_TRUTHS, expired_and_not_ended
from tests.domain.machine.facts import Facts, Row, by

MINUTE = timedelta(minutes=1)
Wrong = Iterable[object]


def is_seated(booking: Row) -> bool:
    return booking.status not in GONE or booking.kept_until is not None


def _shown(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _touching(rows: Iterable[Row]) -> Iterator[tuple[int, int]]:
    """Of the live ones, those that reach into the next."""
    live = sorted((each for each in rows if each.live), key=lambda each: each.busy_from)
    return ((one.id, other.id) for one, other in pairwise(live) if other.busy_from < one.busy_to)


def sessions_of_a_trainer_are_apart_with_their_buffers(facts: Facts, now: datetime) -> Wrong:
    services = {each.id: each for each in facts.services}
    for rows in by(facts.sessions, lambda each: each.trainer_id).values():
        yield from _touching(rows)
    for each in facts.sessions:
        of = services[each.service_id]
        before, after = each.starts - each.busy_from, each.busy_to - each.ends
        if (before, after) != (of.buffer_before * MINUTE, of.buffer_after * MINUTE):
            yield each


def a_session_is_at_the_wall_time_that_was_meant(facts: Facts, now: datetime) -> Wrong:
    for each in facts.sessions:
        if f"{_shown(each.starts, each.zone):%Y-%m-%dT%H:%M:%S}" != f"{each.wall}:00":
            yield each


def no_unit_of_a_thing_is_in_two_sessions_at_once(facts: Facts, now: datetime) -> Wrong:
    sessions = {each.id: each for each in facts.sessions}
    counts = {each.id: each.count for each in facts.resources}
    for rows in by(facts.uses, lambda each: (each.resource_id, each.unit)).values():
        yield from _touching(rows)
    for each in facts.uses:
        of = sessions[each.session_id]
        follows = (each.busy_from, each.busy_to, each.live) == (of.busy_from, of.busy_to, of.live)
        if not follows or not 1 <= each.unit <= counts[each.resource_id]:
            yield each


def no_session_has_more_in_it_than_places_and_nobody_twice(facts: Facts, now: datetime) -> Wrong:
    sessions = {each.id: each for each in facts.sessions}
    for session_id, rows in by(filter(is_seated, facts.bookings), lambda each: each.session_id).items():
        session = sessions[session_id]
        seats, people = {each.seat for each in rows}, {each.client_id for each in rows}
        if not session.live or len(seats) < len(rows) or len(people) < len(rows):
            yield rows
        if not seats <= set(range(1, session.capacity + 1)):
            yield rows


def no_time_is_taken_by_nobody(facts: Facts, now: datetime) -> Wrong:
    """A session for one is somebody's, keeps a gap, or is kept for whoever is asked to choose another time;
    one for several is a date of its class.
    """
    asked = {each.id for each in facts.replacements if each.status is Answer.ASKED}
    taken = {each.session_id for each in facts.bookings if is_seated(each)}
    taken |= {each.session_id for each in facts.gaps if each.status is GapStatus.RUNNING}
    taken |= {each.session_id for each in facts.dates if each.standing is not Standing.CALLED_OFF}
    taken |= {each.session_id for each in facts.alternatives if each.replacement_id in asked}
    return (each for each in facts.sessions if each.live and each.id not in taken)


def what_was_called_off_keeps_no_time(facts: Facts, now: datetime) -> Wrong:
    off = {each.session_id for each in facts.dates if each.standing is Standing.CALLED_OFF}
    return (each for each in facts.sessions if each.live and each.id in off)


def no_day_or_week_has_more_than_its_trainer_takes_on(facts: Facts, now: datetime) -> Wrong:
    live = by((each for each in facts.sessions if each.live), lambda each: each.trainer_id)
    for trainer in facts.trainers:
        days = by(live[trainer.id], lambda each: each.wall[:10])
        weeks = by(live[trainer.id], lambda each: datetime.fromisoformat(each.wall).isocalendar()[:2])
        for most, spans in ((trainer.most_a_day, days), (trainer.most_a_week, weeks)):
            yield from (rows for rows in spans.values() if most is not None and len(rows) > most)


def a_client_holds_one_time_at_once(facts: Facts, now: datetime) -> Wrong:
    held = (each for each in facts.bookings if each.status is Status.HELD)
    return (rows for rows in by(held, lambda each: each.client_id).values() if len(rows) > 1)


def every_change_of_a_booking_has_its_row_and_follows_the_graph(facts: Facts, now: datetime) -> Wrong:
    changes = by(facts.changes, lambda each: each.booking_id)
    starts = {each.id: each.starts for each in facts.sessions}
    for booking in facts.bookings:
        rows = sorted(changes[booking.id], key=lambda each: each.version)
        if [each.version for each in rows] != list(range(1, booking.version + 1)):
            yield booking, rows
        if (rows[-1].status, rows[-1].starts) != (booking.status, starts[booking.session_id]):
            yield booking, rows[-1]
        for one, other in pairwise(rows):
            stays = other.status is one.status
            if other.at < one.at or not (stays or other.status in FOLLOWS[one.status]):
                yield one, other


def what_waits_has_its_deadline(facts: Facts, now: datetime) -> Wrong:
    for each in facts.bookings:
        if (each.until is not None) is not (each.status in (Status.HELD, Status.REQUESTED)):
            yield each
        if each.kept_until is not None and each.status is not Status.CANCELLED:
            yield each


def a_gap_is_offered_to_one_after_another(facts: Facts, now: datetime) -> Wrong:
    bookings = {each.id: each for each in facts.bookings}
    gaps = {each.id: each for each in facts.gaps}
    for gap_id, offers in by(facts.offers, lambda each: each.gap_id).items():
        yield from (pair for pair in pairwise(offers) if not _follows(*pair))
        if len({each.client_id for each in offers}) < len(offers):
            yield offers
        for each in offers:
            if each.status is OfferStatus.OFFERED and (
                bookings[each.booking_id].status is not Status.HELD
                or gaps[gap_id].status is not GapStatus.RUNNING
            ):
                yield each


def _follows(one: Row, other: Row) -> bool:
    return (
        one.status is not OfferStatus.OFFERED and one.ended_at is not None and one.ended_at <= other.made_at
    )


def a_gap_is_kept_while_it_is_offered(facts: Facts, now: datetime) -> Wrong:
    """By its own session, or by the hold of whoever is asked; a place in a class, by nobody else in it."""
    live = {each.id for each in facts.sessions if each.live}
    bookings = {each.id: each for each in facts.bookings}
    offers = by(facts.offers, lambda each: each.gap_id)
    for gap in facts.gaps:
        if gap.status is not GapStatus.RUNNING or gap.due_at <= now:
            continue
        asked = [each.booking_id for each in offers[gap.id] if each.status is OfferStatus.OFFERED]
        if gap.seat is None:
            if not live & {gap.session_id, *(bookings[each].session_id for each in asked)}:
                yield gap
            continue
        there = (
            each for each in facts.bookings if (each.session_id, each.seat) == (gap.session_id, gap.seat)
        )
        yield from (each for each in there if is_seated(each) and each.id not in asked)


def exactly_the_reminders_that_are_still_to_come_are_planned(facts: Facts, now: datetime) -> Wrong:
    sessions = {each.id: each for each in facts.sessions}
    planned = by(
        (
            each
            for each in facts.messages
            if each.subject_kind == "booking"
            and each.kind in (*REMINDERS, OVER)
            and each.state is State.PENDING
        ),
        lambda each: each.subject_id,
    )
    for booking in facts.bookings:
        session, rows = sessions[booking.session_id], planned[booking.id]
        ahead = list[tuple[str, datetime]]()
        if booking.status is Status.CONFIRMED:
            ahead = [(kind, due) for kind, due, _ in reminders(session.starts) if due > now]
            if session.capacity == 1 and session.ends > now:
                ahead.append((OVER, session.ends))
            rows = [each for each in rows if each.due_at > now]
        if sorted((each.kind, each.due_at) for each in rows) != sorted(ahead):
            yield booking, rows, ahead


_BY_ANOTHER = ("approved", "declined", "moved", "suggested", "request_expired", "called_off")
_BY_CLIENT = ("requested", "booked")


def whom_a_change_concerns_is_told_of_it_once(facts: Facts, now: datetime) -> Wrong:
    """Of a standing slot the dates are told together."""
    told = by(facts.messages, lambda each: each.key)
    owner = {each.id: each.person_id for each in facts.trainers}
    sessions = {each.id: each for each in facts.sessions}
    bookings = {each.id: each for each in facts.bookings}
    for each in facts.changes:
        booking = bookings[each.booking_id]
        session = sessions[booking.session_id]
        if booking.standing_id is not None:
            continue
        if each.kind in _BY_ANOTHER and each.actor_id != booking.client_id:
            whom = booking.client_id
        elif each.kind in _BY_CLIENT and session.capacity == 1:
            whom = owner[session.trainer_id]
        else:
            continue
        if len(told[f"{each.kind}:{each.booking_id}:{each.version}:{whom}"]) != 1:
            yield each


_MOVED = ("moved", "took", "replanned")


def a_standing_booking_is_at_its_local_time(facts: Facts, now: datetime) -> Wrong:
    """Unless it was moved, or its slot is a loose one; each date is booked once."""
    slots = {each.id: each for each in facts.slots}
    sessions = {each.id: each for each in facts.sessions}
    moved = {each.booking_id for each in facts.changes if each.kind in _MOVED}
    own = [each for each in facts.bookings if each.standing_id is not None and is_seated(each)]
    for rows in by(own, lambda each: (each.standing_id, each.stands_for)).values():
        if len(rows) > 1:
            yield rows
    for each in own:
        slot = slots[each.standing_id]
        shown = _shown(sessions[each.session_id].starts, slot.zone)
        off = each.stands_for >= slot.since and (each.stands_for - slot.since).days % (7 * slot.every)
        there = (shown.date(), shown.hour * 60 + shown.minute) == (each.stands_for, slot.clock)
        may_be_elsewhere = slot.id in facts.loose or each.id in moved
        if each.client_id != slot.client_id or off or not (there or may_be_elsewhere):
            yield each


TRUTHS: tuple[Callable[[Facts, datetime], Wrong], ...] = (
    sessions_of_a_trainer_are_apart_with_their_buffers,
    a_session_is_at_the_wall_time_that_was_meant,
    no_unit_of_a_thing_is_in_two_sessions_at_once,
    no_session_has_more_in_it_than_places_and_nobody_twice,
    no_time_is_taken_by_nobody,
    what_was_called_off_keeps_no_time,
    no_day_or_week_has_more_than_its_trainer_takes_on,
    a_client_holds_one_time_at_once,
    every_change_of_a_booking_has_its_row_and_follows_the_graph,
    what_waits_has_its_deadline,
    a_gap_is_offered_to_one_after_another,
    a_gap_is_kept_while_it_is_offered,
    exactly_the_reminders_that_are_still_to_come_are_planned,
    whom_a_change_concerns_is_told_of_it_once,
    a_standing_booking_is_at_its_local_time,
    *CREDIT_TRUTHS,
)


def nothing_is_overdue(facts: Facts, now: datetime) -> Wrong:
    """After the clock's own work: what lapsed has ended, what was kept for a minute is given back."""
    yield from (each for each in facts.bookings if each.until is not None and each.until <= now)
    yield from (each for each in facts.bookings if each.kept_until is not None and each.kept_until <= now)
    for rows in (facts.gaps, facts.dates, facts.slots, facts.absences):
        yield from (each for each in rows if each.due_at is not None and each.due_at <= now)
    yield from expired_and_not_ended(facts, now)


def contradictions(facts: Facts, now: datetime) -> dict[str, list[object]]:
    """What is not true, by the name of the truth."""
    found = {truth.__name__: list(truth(facts, now)) for truth in TRUTHS}
    return {name: wrong for name, wrong in found.items() if wrong}
