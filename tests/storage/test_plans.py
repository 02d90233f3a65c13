"""No statement of a turn reads a whole table that grows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from domain.bookings import service as bookings
from domain.bookings.rules import UPCOMING
from domain.classes import running
from domain.classes import service as classes
from domain.consent import service as consent
from domain.notifications.model import Purpose
from domain.people.model import Channel, Person
from domain.schedule.service import times
from domain.standing import service as standing
from domain.standing.moves import Shift
from domain.standing.plan import How
from domain.standing.upkeep import look_at
from domain.waitlist import service as waitlist
from domain.waitlist.chain import go_on
from storage.work import SqlWork
from tests.domain.classes.studio import WEEK, joined, spin
from tests.factories import NOON, give_up, studio
from tests.turns import in_a_turn

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])
TEN = NOON.replace(hour=10) + timedelta(days=2)
GROWING = "booking|booking_change|training_session|notification|inbox_event|address|person|block|consent"
GROWING += "|waitlist_entry|waitlist_gap|waitlist_offer|group_class|class_date"
GROWING += "|standing_slot"


@contextmanager
def _statements(work: SqlWork) -> Iterator[list[tuple[str, Any]]]:
    ran: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, values: Any, _x: object, many: bool) -> None:
        if not many and not statement.startswith(("SAVEPOINT", "RELEASE", "EXPLAIN")):
            ran.append((statement, values))

    connection = work.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _scans(work: SqlWork, ran: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """What is owed is few rows, in an index of their own."""
    return [
        (step, statement)
        for statement, values in ran
        for *_, step in work.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        if re.match(rf"SCAN ({GROWING})\b(?!.* ix_inbox_event_owed)", step)
    ]


def own_tuesdays(work: SqlWork, cleo: Person, service: int, starts: datetime) -> None:
    """A standing slot from its first look to its end."""
    wished = standing.wish(work, cleo, service, starts, 1)
    seen = standing.preview(work, wished, now=NOON).seen
    slot = standing.make(work, cleo, wished, How.MOVE, seen, now=NOON).slot
    work.flush()
    standing.pause(work, cleo, slot.id, slot.version, slot.since, None, now=NOON)
    seen = standing.plan_resume(work, standing.see(work, cleo, slot.id), now=NOON).seen
    series = standing.resume(work, cleo, slot.id, slot.version, How.MOVE, seen, now=NOON)
    shift = Shift.of(series, slot.since, slot.rhythm.at(slot.since) + timedelta(hours=2))
    seen = standing.plan_move(work, series, shift, now=NOON).seen
    standing.move_all(work, cleo, slot.id, slot.version, shift, How.MOVE, seen, now=NOON)
    for due in work.standing.due(NOON + timedelta(days=14)):
        look_at(work, due, now=NOON + timedelta(days=14))
    work.standing.of_client(cleo.id)
    work.standing.of_trainer(slot.trainer_id)
    standing.end(work, cleo, slot.id, slot.version, now=NOON)


@in_a_turn
def test_a_client_s_whole_way_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    with _statements(work) as ran:
        work.people.heard_at(Channel.TELEGRAM, "1001")
        row = work.inbox.store("telegram", "1", {}, owner="me", now=NOON)
        place = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, place.id, 1, now=NOON)
        bookings.approve(work, here.ana.person, place.id, 2, now=NOON)
        bookings.move(work, here.cleo, place.id, 3, TEN + timedelta(hours=3), now=NOON)
        bookings.cancel(work, here.cleo, place.id, 4, now=NOON)
        bookings.expire_due(work, now=NOON)
        work.bookings.coming(here.cleo.id, NOON)
        work.bookings.over(here.cleo.id, NOON)
        work.bookings.gone(here.cleo.id)
        work.bookings.of_trainer(here.ana.id, NOON, TEN, UPCOMING)
        work.bookings.last_change(place.id)
        waitlist.join(work, here.sam, here.training.id, TEN.date(), now=NOON)
        again = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
        bookings.confirm(work, here.cleo, again.id, 1, now=NOON)
        work.bookings.kept_by(here.cleo.id, NOON)
        work.bookings.kept_of(here.ana.id, NOON)
        work.bookings.owed(place.id)
        work.bookings.last_move(place.id)
        give_up(work, here.cleo, again)
        (gap,) = work.waitlist.fillable(here.ana.id, TEN, TEN + timedelta(hours=1))
        waitlist.fill(work, here.ana.person, gap.id, gap.version, now=NOON)
        work.waitlist.due(NOON)
        work.waitlist.entries_of(here.sam.id, NOON)
        (offer,) = work.waitlist.offers(gap.id)
        waitlist.pass_on(work, here.sam, offer.booking_id, now=NOON)
        cleos = work.people.heard_at(Channel.TELEGRAM, "1001")
        assert cleos
        own_tuesdays(work, here.cleo, here.check_in.id, TEN)
        consent.ask(work, cleos, "News?", now=NOON)
        consent.stop(work, cleos, "STOP", now=NOON)
        consent.start(work, cleos, "START", now=NOON)
        work.consents.asked(cleos.id, Purpose.PROMOTIONAL)
        work.inbox.reply(row or 0, {}, now=NOON, owed=True)
        work.inbox.settle([row or 0], now=NOON)
        work.inbox.owed(owner="me")
    assert len(ran) > 40
    assert _scans(work, ran) == []


@in_a_turn
def test_a_class_s_whole_way_goes_by_index(work: SqlWork) -> None:
    here = studio(work)
    spin_of, group = spin(work, here, 2)
    with _statements(work) as ran:
        work.classes.due(NOON)
        work.classes.undecided(NOON)
        [*times(work, here.ana, spin_of, now=NOON, client_id=here.cleo.id)]
        cleos = joined(work, here.cleo, spin_of)
        work.classes.rosters(here.ana.id, NOON, NOON + WEEK)
        work.classes.roster(cleos.session.id)
        work.bookings.in_session(cleos.session.id, UPCOMING)
        bookings.move(work, here.cleo, cleos.id, cleos.version, cleos.starts + WEEK, now=NOON)
        joined(work, here.sam, spin_of, weeks=1)
        waitlist.join(work, here.mallory, spin_of.id, cleos.starts.date(), now=NOON)
        give_up(work, here.cleo, cleos)
        (gap,) = work.waitlist.running_in(cleos.session.id)
        go_on(work, gap.id, now=NOON)
        running.call_off(work, here.ana.person, cleos.session.id, 1, now=NOON)
        classes.extend(work, group.id, now=NOON + timedelta(days=1))
        classes.end(work, here.ana.person, group.id, now=NOON)
    assert len(ran) > 60
    assert _scans(work, ran) == []
