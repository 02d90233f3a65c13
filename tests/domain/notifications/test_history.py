"""What people read later: whose it is, what counts as read, and what is no part of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.bookings.service import relate
from domain.conversations.service import pass_on
from domain.errors import NotFound, NotYours
from domain.notifications import history
from domain.notifications.model import Notification, State
from domain.notifications.service import tell
from domain.people.model import Channel, Person
from domain.people.reached import came_back
from domain.people.service import invite, join
from storage.work import SqlWork
from tests.factories import LANE, NOON, address, client, person, studio
from tests.turns import in_a_turn

A_MINUTE = timedelta(minutes=1)


def told(
    work: SqlWork,
    whom: Person,
    key: str,
    kind: str = "client_credits",
    *,
    about: tuple[str, int] = ("lot", 7),
    state: State = State.SENT,
    problem: str | None = None,
    data: dict[str, object] | None = None,
) -> Notification:
    """Something that was handed off to them, or not; each a minute after the one before."""
    tell(work, whom.id, Role.CLIENT, kind, key, due=NOON, subject=about, data=data)
    work.flush()
    named = select(Notification).where(Notification.key.startswith(f"{key}:"))
    row = work.session.scalars(named).one()
    row.state, row.problem, row.message_id = state, problem, f"m-{key}"
    row.settled_at = NOON + A_MINUTE * row.id
    work.flush()
    return row


def inbox(work: SqlWork, whom: Person, page: int = 0, size: int = 10) -> list[str]:
    return [each.row.key.split(":")[0] for each in history.page_of(work, whom, page, size=size).told]


@in_a_turn
def test_the_latest_comes_first_a_page_at_a_time(work: SqlWork) -> None:
    cleo = client(work)
    for key in ("a", "b", "c"):
        told(work, cleo, key)
    assert inbox(work, cleo, size=2) == ["c", "b"]
    assert inbox(work, cleo, 1, size=2) == ["a"]
    assert [history.page_of(work, cleo, page, size=2).is_last for page in (0, 1, 2)] == [False, True, True]


@in_a_turn
def test_what_was_no_longer_true_or_only_redraws_a_card_is_no_part_of_it(work: SqlWork) -> None:
    cleo = client(work)
    told(work, cleo, "off", state=State.SUPPRESSED, problem=history.TURNED_OFF)
    told(work, cleo, "over", state=State.SUPPRESSED, problem="no longer true")
    told(work, cleo, "card", "client_settled")
    told(work, cleo, "lost", state=State.DEAD, problem="boom")
    tell(work, cleo.id, Role.CLIENT, "client_credits", "later", due=NOON)
    assert inbox(work, cleo) == ["lost", "off"]
    assert history.unread(work, cleo) == 2


@in_a_turn
def test_a_card_of_a_trainer_that_rings_is_told_them_and_one_that_does_not_is_not(work: SqlWork) -> None:
    ana = studio(work).ana.person
    for key, ping in (("rings", True), ("silent", False)):
        tell(work, ana.id, Role.TRAINER, "trainer_booking", key, due=NOON, data={"ping": ping})
    work.session.execute(text("UPDATE notification SET state = 'sent', settled_at = due_at"))
    assert inbox(work, ana) == ["rings"]


@in_a_turn
def test_what_is_opened_pressed_or_shown_is_read(work: SqlWork) -> None:
    cleo = client(work)
    opened, pressed, shown, left = (
        told(work, cleo, key, about=("lot", number)) for number, key in enumerate(("o", "p", "s", "l"))
    )
    assert history.open_one(work, cleo, opened.id, now=NOON).row.id == opened.id
    history.seen(work, cleo, message=(pressed.address_id, "m-p"), now=NOON)
    history.seen(work, cleo, message=(pressed.address_id + 1, "m-l"), now=NOON)  # of another chat of theirs
    history.seen(work, cleo, subject=("lot", 2), now=NOON)
    history.seen(work, cleo, now=NOON)
    work.session.expire_all()
    assert [each.read_at for each in (opened, pressed, shown, left)] == [NOON, NOON, NOON, None]
    assert history.unread(work, cleo) == 1
    assert history.read_all(work, cleo, now=NOON + A_MINUTE) == 1
    assert history.unread(work, cleo) == 0
    work.session.expire_all()
    assert opened.read_at == NOON


@in_a_turn
def test_nobody_reads_what_another_was_told(work: SqlWork) -> None:
    cleo, mallory = client(work), client(work, "Mallory", "1666")
    row = told(work, cleo, "a")
    there = row.address_id
    with pytest.raises(NotYours):
        history.open_one(work, mallory, row.id, now=NOON)
    with pytest.raises(NotFound):
        history.open_one(work, mallory, row.id + 1, now=NOON)
    history.seen(work, mallory, message=(there, "m-a"), subject=("lot", 7), now=NOON)
    history.read_all(work, mallory, now=NOON)
    assert inbox(work, mallory) == []
    assert history.unread(work, cleo) == 1


@in_a_turn
def test_what_is_still_to_come_cannot_be_opened(work: SqlWork) -> None:
    cleo = client(work)
    tell(work, cleo.id, Role.CLIENT, "client_credits", "later", due=NOON)
    row = work.session.scalars(select(Notification)).one()
    with pytest.raises(NotFound):
        history.open_one(work, cleo, row.id, now=NOON)


@in_a_turn
def test_what_did_not_arrive_and_is_told_elsewhere_stands_there_once(work: SqlWork) -> None:
    cleo = client(work)
    address(work, cleo, "+447700900123", Channel.SMS)
    row = told(work, cleo, "a", state=State.FAILED)
    came_back(work, row, now=NOON)
    work.session.execute(text("UPDATE notification SET state = 'sent', settled_at = due_at"))
    assert [each.channel for each in history.page_of(work, cleo, 0, size=9).told] == [Channel.SMS]


@in_a_turn
def test_a_reply_has_read_what_it_answers(work: SqlWork) -> None:
    here = studio(work)
    between = relate(work, here.cleo, here.ana, now=NOON)
    told(work, here.cleo, "words", "client_message", about=("thread", between.id))
    told(work, here.cleo, "other")
    pass_on(work, here.cleo, between, "Thanks", now=NOON)
    assert history.unread(work, here.cleo) == 1


@in_a_turn
def test_a_chat_that_turns_out_to_be_somebody_s_has_its_inbox_with_it(work: SqlWork) -> None:
    stranger, invited = client(work, "Cleo", "1001"), person(work, "Cleo Watts")
    told(work, stranger, "a")
    tell(work, stranger.id, Role.CLIENT, "client_credits", "later", due=NOON)
    code = invite(work, invited, now=NOON)
    join(work, code, Channel.TELEGRAM, "1001", lane=LANE, place=None, now=NOON)
    work.session.execute(text("UPDATE notification SET state = 'sent', settled_at = due_at"))
    assert (inbox(work, invited), inbox(work, stranger)) == (["later", "a"], [])


@in_a_turn
def test_a_mailbox_that_becomes_another_s_shows_nothing_of_before(work: SqlWork) -> None:
    cleo, mallory = client(work), client(work, "Mallory", "1666")
    row = told(work, cleo, "a")
    work.people.address(row.address_id).person_id = mallory.id
    work.flush()
    assert (inbox(work, cleo), inbox(work, mallory)) == (["a"], [])


@in_a_turn
def test_a_page_far_beyond_the_last_is_empty(work: SqlWork) -> None:
    assert history.page_of(work, client(work), 2**31 - 1, size=6).told == []


@in_a_turn
def test_only_what_somebody_reads_can_be_read(work: SqlWork) -> None:
    told(work, client(work), "a", "client_settled")
    with pytest.raises(DBAPIError):
        work.session.execute(text("UPDATE notification SET read_at = due_at"))
