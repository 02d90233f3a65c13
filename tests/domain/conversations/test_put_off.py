"""A trainer's words to a client who sleeps: only who wrote them decides, and only while they wait."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.bookings.service import relate
from domain.conversations import put_off
from domain.conversations.put_off import Fate, Words
from domain.conversations.service import LONGEST, pass_on
from domain.errors import NotYours
from domain.notifications.model import Notification, State
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.notifications.service import tell
from domain.people.model import Relationship
from storage.work import SqlWork
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

NIGHT = NOON + timedelta(hours=11)
MORNING = NOON + timedelta(hours=20)
SEVEN = NOON + timedelta(hours=19)


def asleep(work: SqlWork) -> tuple[Studio, Relationship]:
    here = studio(work)
    here.cleo.zone = "UTC"
    keep_quiet(work, here.cleo, Quiet(22 * 60, 8 * 60), now=NOON)
    return here, relate(work, here.cleo, here.ana, now=NOON)


def written(work: SqlWork, here: Studio, bond: Relationship, text: str = "Bring a towel.") -> Words:
    assert pass_on(work, here.ana.person, bond, text, now=NIGHT)
    words = put_off.latest(work, here.ana.person, bond, now=NIGHT)
    assert words
    return words


def row_of(work: SqlWork, here: Studio, message: int) -> Notification:
    row = work.outbox.find(f"message:{message}:{here.cleo.id}")
    assert row
    return row


@in_a_turn
def test_by_day_nothing_waits(work: SqlWork) -> None:
    here, bond = asleep(work)
    assert pass_on(work, here.ana.person, bond, "Bring a towel.", now=NOON)
    assert put_off.latest(work, here.ana.person, bond, now=NOON) is None


@in_a_turn
def test_it_goes_in_the_morning_or_at_seven_or_now(work: SqlWork) -> None:
    here, bond = asleep(work)
    words = written(work, here, bond)
    assert (words.fate, words.at, words.seven) == (Fate.WAITS, MORNING, SEVEN)
    early = put_off.send_at_seven(work, here.ana.person, words.message_id, now=NIGHT)
    assert (early.fate, early.at, early.seven, early.chosen) == (Fate.WAITS, SEVEN, None, True)
    keep_quiet(work, here.cleo, Quiet(21 * 60, 9 * 60), now=NIGHT)
    assert row_of(work, here, words.message_id).due_at == SEVEN, "what was chosen stays"
    assert put_off.send(work, here.ana.person, words.message_id, now=NIGHT).fate is Fate.LEAVES
    row = row_of(work, here, words.message_id)
    assert (row.due_at, row.urgent, row.state) == (NIGHT, True, State.PENDING)


@in_a_turn
def test_who_did_not_write_it_is_refused(work: SqlWork) -> None:
    here, bond = asleep(work)
    words = written(work, here, bond)
    for other in (here.tom.person, here.cleo, here.mallory):
        for act in (put_off.send, put_off.send_at_seven, put_off.take_back):
            with pytest.raises(NotYours):
                act(work, other, words.message_id, now=NIGHT)
    assert row_of(work, here, words.message_id).due_at == MORNING


@in_a_turn
def test_what_went_is_neither_sent_again_nor_taken_back(work: SqlWork) -> None:
    here, bond = asleep(work)
    words = written(work, here, bond)
    row = row_of(work, here, words.message_id)
    row.state, row.settled_at = State.SENT, MORNING
    for act in (put_off.send, put_off.send_at_seven, put_off.take_back):
        found = act(work, here.ana.person, words.message_id, now=MORNING)
        assert (found.fate, found.at) == (Fate.WENT, MORNING)
    assert (row.state, row.due_at, row.problem) == (State.SENT, MORNING, None)


@in_a_turn
def test_taken_back_twice_it_is_taken_back_once(work: SqlWork) -> None:
    here, bond = asleep(work)
    words = written(work, here, bond)
    for later in (NIGHT, MORNING):
        found = put_off.take_back(work, here.ana.person, words.message_id, now=later)
        assert (found.fate, found.at) == (Fate.TAKEN_BACK, NIGHT)
    assert put_off.send(work, here.ana.person, words.message_id, now=MORNING).fate is Fate.TAKEN_BACK
    assert row_of(work, here, words.message_id).state is State.SUPPRESSED


@in_a_turn
def test_long_words_are_taken_back_whole(work: SqlWork) -> None:
    here, bond = asleep(work)
    words = written(work, here, bond, "Run slowly. " * (LONGEST // 5))
    put_off.take_back(work, here.ana.person, words.message_id, now=NIGHT)
    said = work.conversations.messages(bond.id)
    assert len(said) > 1
    assert {row_of(work, here, each.id).state for each in said} == {State.SUPPRESSED}


def told_often(work: SqlWork, here: Studio, times: int) -> None:
    """A message each hour, by anybody."""
    for hour in range(times):
        due = NOON - timedelta(hours=hour)
        tell(work, here.cleo.id, Role.CLIENT, "client_offer_move", f"told:{hour}", due=due)
        row = work.outbox.find(f"told:{hour}:{here.cleo.id}")
        assert row
        row.state, row.settled_at = State.SENT, due
    work.flush()


def asked_first(work: SqlWork, here: Studio, bond: Relationship, most: int) -> Words | None:
    assert pass_on(work, here.ana.person, bond, "Bring a towel.", now=NOON)
    put_off.spare(work, here.ana.person, bond, most=most, now=NOON)
    return put_off.latest(work, here.ana.person, bond, now=NOON)


@in_a_turn
def test_who_was_told_enough_is_spared_until_a_week_has_room(work: SqlWork) -> None:
    here, bond = asleep(work)
    told_often(work, here, 3)
    assert asked_first(work, here, bond, most=4) is None
    words = asked_first(work, here, bond, most=3)
    assert words
    assert (words.number, words.at, words.seven) == (4, NOON - timedelta(hours=2) + timedelta(days=7), None)
    anyway = put_off.send(work, here.ana.person, words.message_id, now=NOON)
    assert (anyway.fate, anyway.at, anyway.number) == (Fate.LEAVES, NOON, 0)


@in_a_turn
def test_an_answer_to_their_own_words_goes_however_much_they_were_told(work: SqlWork) -> None:
    here, bond = asleep(work)
    told_often(work, here, 3)
    assert pass_on(work, here.cleo, bond, "Should I bring one?", now=NOON - timedelta(hours=20))
    assert asked_first(work, here, bond, most=3) is None
