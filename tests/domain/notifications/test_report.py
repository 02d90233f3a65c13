"""What became of messages: counted by kind and channel, and each of them once."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.errors import NotYours
from domain.intervals import Interval
from domain.notifications.model import Notification, State
from domain.notifications.report import Fate, fate, reasons, tallies
from domain.people.model import Address, Channel
from storage.work import SqlWork
from tests.factories import NOON, person, studio
from tests.storage.plans import scans, statements
from tests.turns import in_a_turn

WEEK = Interval(NOON - timedelta(days=7), NOON)
REMINDER = "reminder_1h"
BEFORE = NOON - timedelta(hours=1)


@in_a_turn
def test_what_became_of_messages_is_counted_by_kind_and_channel(work: SqlWork) -> None:
    here, ada = studio(work), person(work, "Ada", roles=Role.ADMIN)
    phone = Address(person=here.cleo, channel=Channel.SMS, external_id="+447700900199", lane="sms")
    work.add(phone)
    work.flush()

    def row(key: str, kind: str = REMINDER) -> Notification:
        return Notification(key=key, kind=kind, address_id=phone.id, lane="sms", due_at=BEFORE)

    def ended(key: str, state: State, said: str = "", *, kind: str = REMINDER, why: str = "") -> None:
        told = row(key, kind)
        told.state, told.problem, told.settled_at = state, why or None, BEFORE
        work.outbox.put(told)
        for status in said.split():
            work.deliveries.report("sms", f"SM-{key}", key, status, now=BEFORE)

    ended("arrived", State.SENT, "sent delivered")
    ended("late", State.SENT, "delivered sent")
    ended("lost", State.SENT, "sent undelivered")
    ended("silent", State.SENT)
    ended("refused", State.FAILED)
    ended("given-up", State.DEAD)
    ended("unclear", State.UNKNOWN)
    ended("off", State.SUPPRESSED, why="they turned it off")
    ended("paid", State.SENT, kind="client_paid")
    ended("card", State.SENT, kind="client_settled")  # an edit rings for nobody
    work.outbox.put(row("still to go"))

    with statements(work) as ran:
        found = tallies(work, ada, WEEK)
    assert scans(work, ran) == []
    of_reminders = [each for each in found if each.kind == REMINDER]
    assert fate(of_reminders) == Fate(sent=4, delivered=2, lost=1, refused=2, doubtful=1, unwanted=1)
    assert {(each.kind, each.channel) for each in found} == {(REMINDER, "sms"), ("client_paid", "sms")}
    assert reasons(found) == {"they turned it off": 1}
    assert tallies(work, ada, Interval(NOON, NOON + timedelta(days=1))) == []
    with pytest.raises(NotYours):
        tallies(work, here.ana.person, WEEK)
