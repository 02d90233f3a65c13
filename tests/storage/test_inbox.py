"""What was heard is kept once, and what is owed is found again."""

from typing import Any

import pytest
from sqlalchemy import select, update

from domain.conversations.model import Card, InboxEvent, Message
from domain.people.model import Relationship
from storage.clock import db_time
from storage.work import SqlWork
from tests.factories import NOON, address, client, person, trainer
from tests.turns import in_a_turn

EVENT = {"said": "book fri 18:00 – thanks 🙏"}


def _heard(work: SqlWork, event_id: str, owner: str = "me") -> int:
    row = work.inbox.store("telegram", event_id, EVENT, owner=owner, now=NOON)
    assert row
    return row


def _leases_run_out(work: SqlWork) -> None:
    work.session.execute(update(InboxEvent).values(lease_until=db_time(-1)))


@in_a_turn
def test_an_event_is_stored_once_for_each_provider(work: SqlWork) -> None:
    _heard(work, "1")
    assert work.inbox.store("telegram", "1", EVENT, owner="you", now=NOON) is None
    assert work.inbox.store("slack", "1", EVENT, owner="me", now=NOON)


@in_a_turn
def test_what_is_being_answered_is_not_owed_yet(work: SqlWork) -> None:
    _heard(work, "1")
    assert work.inbox.owed(owner="me") == []


@in_a_turn
def test_what_waited_too_long_is_taken_over_once_and_in_order(work: SqlWork) -> None:
    rows = [_heard(work, str(n)) for n in range(3)]
    work.inbox.reply(rows[1], {"text": "done"}, now=NOON, owed=True)
    _leases_run_out(work)
    owed = work.inbox.owed(owner="me", limit=2)
    assert [(each.inbox_id, each.event, each.reply, each.attempts) for each in owed] == [
        (rows[0], EVENT, None, 1),
        (rows[1], EVENT, {"text": "done"}, 1),
    ]
    assert [each.inbox_id for each in work.inbox.owed(owner="me")] == [rows[2]]
    assert work.inbox.owed(owner="me") == []


@in_a_turn
def test_what_was_settled_is_owed_no_more(work: SqlWork) -> None:
    rows = [_heard(work, str(n)) for n in range(4)]
    work.inbox.reply(rows[0], {}, now=NOON, owed=False)  # nothing to say
    work.inbox.settle(rows[1:3], now=NOON)
    _leases_run_out(work)
    assert [each.inbox_id for each in work.inbox.owed(owner="me")] == [rows[3]]


@in_a_turn
def test_another_owners_events_wait_for_its_lease_where_others_may_live(
    work: SqlWork, engine_kind: str
) -> None:
    _heard(work, "1", owner="before the restart")
    found = len(work.inbox.owed(owner="me"))
    assert found == {"sqlite": 1, "postgresql": 0}[engine_kind]


@in_a_turn
def test_a_failure_is_kept_beside_its_event(work: SqlWork) -> None:
    row = _heard(work, "1")
    work.inbox.fail(row, "K7QX", "Traceback …")
    kept = work.session.get(InboxEvent, row)
    assert kept
    assert (kept.reference, kept.problem, kept.reply) == ("K7QX", "Traceback …", None)


@in_a_turn
def test_a_card_replaces_the_one_before(work: SqlWork) -> None:
    where = address(work, person(work)).id
    about = ("booking", 42)
    assert work.inbox.put_card(where, about, "1001", "7") is None
    assert work.inbox.put_card(where, about, "1001", "7") is None
    assert work.inbox.put_card(where, about, "1001", "9") == ("1001", "7")
    work.flush()
    found = work.conversations.card(where, about)
    assert isinstance(found, Card)
    assert work.conversations.card_at(where, "9") is found
    assert work.conversations.card_at(where, "7") is None
    assert work.conversations.card(where, ("booking", 43)) is None


@in_a_turn
def test_messages_come_newest_first(work: SqlWork) -> None:
    cleo, ana = client(work), trainer(work)
    pair = Relationship(client_id=cleo.id, trainer_id=ana.id, since=NOON)
    work.add(pair)
    work.flush()
    for text in ("Hello", "Knee hurts"):
        work.add(Message(relationship_id=pair.id, author_id=cleo.id, text=text, at=NOON))
        work.flush()
    assert [each.text for each in work.conversations.messages(pair.id)] == ["Knee hurts", "Hello"]
    assert len(work.conversations.messages(pair.id, limit=1)) == 1


@in_a_turn
@pytest.mark.parametrize(("seconds", "over"), [(-1, True), (30, False), (0.5, False)])
def test_the_databases_clock_compares_with_what_it_wrote(work: SqlWork, seconds: float, over: bool) -> None:
    row = _heard(work, "1")
    leased = update(InboxEvent).where(InboxEvent.id == row).values(lease_until=db_time(seconds))
    work.session.execute(leased)
    assert (len(work.inbox.owed(owner="me")) == 1) is over


@in_a_turn
def test_a_turn_that_was_taken_over_runs_once(work: SqlWork) -> None:
    row = _heard(work, "1")
    assert work.inbox.unanswered(row) == row
    work.inbox.reply(row, {"text": "done"}, now=NOON, owed=True)
    assert work.inbox.unanswered(row) is None


@in_a_turn
def test_what_is_still_on_the_way_is_nobody_elses(work: SqlWork) -> None:
    rows = [_heard(work, str(n)) for n in range(2)]
    _leases_run_out(work)
    work.inbox.keep(rows[:1])
    assert [each.inbox_id for each in work.inbox.owed(owner="me")] == rows[1:]


@in_a_turn
def test_a_message_that_shows_something_else_is_no_card_any_more(work: SqlWork) -> None:
    where = address(work, person(work)).id
    for about, message in ((("booking", 1), "7"), (("booking", 2), "7"), (("booking", 3), "8")):
        work.inbox.put_card(where, about, "1001", message)
    work.inbox.drop_cards(where, "7", ("booking", 2))
    kept = [number for number in (1, 2, 3) if work.conversations.card(where, ("booking", number))]
    assert kept == [2, 3]
    work.inbox.drop_cards(where, "8", None)
    assert work.conversations.card_at(where, "8") is None


@in_a_turn
def test_what_was_said_in_confidence_is_blanked_once_it_is_settled(work: SqlWork) -> None:
    answers = {"screen": {"text": "Yes – a heart condition"}, "address": 7}
    settled, owed, silent, other = (_heard(work, str(number)) for number in range(4))
    for row in (settled, owed):
        work.inbox.reply(row, answers, now=NOON, owed=True, confidential=True)
    work.inbox.reply(silent, answers, now=NOON, owed=False, confidential=True)
    work.inbox.reply(other, answers, now=NOON, owed=False)
    work.inbox.settle([settled], now=NOON)
    assert [work.inbox.blank(limit=1) for _ in range(3)] == [1, 1, 0]
    work.flush()
    kept = {row.id: (row.event, row.reply) for row in work.session.scalars(select(InboxEvent))}
    blanked: tuple[Any, Any] = ({}, {"screen": {}, "address": 7})
    assert kept == {settled: blanked, silent: blanked, owed: (EVENT, answers), other: (EVENT, answers)}
    assert work.inbox.store("telegram", "0", EVENT, owner="me", now=NOON) is None, "it is known as before"
