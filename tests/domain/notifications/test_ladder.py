"""A question is asked on each channel once, while nobody has answered it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.bookings.model import Booking, Status
from domain.notifications.ladder import climb as look_at
from domain.notifications.model import Notification, State
from domain.notifications.reach import NotThere, reach_first, send_test
from domain.notifications.service import tell
from domain.people.model import Address, Channel
from storage.work import SqlWork
from tests.factories import NOON, Studio, address, booking, studio
from tests.turns import in_a_turn

MINUTE = timedelta(minutes=1)
FRIDAY = NOON + timedelta(days=4)


def _asked(work: SqlWork, here: Studio) -> Booking:
    """Ana is asked in Slack, and was told so."""
    wanted = booking(work, here.cleo, here.training, FRIDAY, Status.REQUESTED)
    tell(
        work,
        here.ana.person_id,
        Role.TRAINER,
        "trainer_booking",
        "requested:1",
        due=NOON,
        subject=("booking", wanted.id),
        data={"ping": True},
    )
    _handed_off(work, NOON)
    return wanted


def _handed_off(work: SqlWork, at: datetime) -> None:
    for row in work.session.scalars(select(Notification).where(Notification.state == State.PENDING)):
        row.state, row.settled_at = State.SENT, at
    work.flush()


def climb(work: SqlWork, *, now: datetime) -> int:
    return sum(look_at(work, each, now=now) for each in work.outbox.unanswered(now))


def _on(work: SqlWork) -> list[str]:
    """The channels that were asked, in their order."""
    rows = select(Address.channel).join(Notification, Notification.address_id == Address.id)
    asked = rows.where(Notification.kind == "trainer_booking").order_by(Notification.id)
    return list(work.session.scalars(asked))


@in_a_turn
def test_nobody_answers_so_each_channel_is_tried_once(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.ana.person, "2001")
    address(work, here.ana.person, "2009")  # another chat of the same kind
    address(work, here.ana.person, "ana@example.org", Channel.MAIL)
    _asked(work, here)
    climb(work, now=NOON + 29 * MINUTE)
    assert _on(work) == ["slack"]
    for minutes in (30, 60, 90, 120):
        climb(work, now=NOON + minutes * MINUTE)
        _handed_off(work, NOON + minutes * MINUTE)
    assert _on(work) == ["slack", "telegram", "mail"]


@in_a_turn
def test_an_answer_anywhere_ends_it(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.ana.person, "2001")
    wanted = _asked(work, here)
    wanted.status, wanted.until, wanted.version = Status.CONFIRMED, None, wanted.version + 1
    work.flush()
    assert climb(work, now=NOON + 31 * MINUTE) == 1
    assert climb(work, now=NOON + 61 * MINUTE) == 0
    assert _on(work) == ["slack"]


@in_a_turn
def test_who_was_seen_lately_is_not_followed_about(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.ana.person, "2001")
    _asked(work, here)
    slack = work.people.heard_at(Channel.SLACK, "UANA")
    assert slack
    slack.heard_at = NOON + 20 * MINUTE
    climb(work, now=NOON + 40 * MINUTE)
    assert _on(work) == ["slack"]
    climb(work, now=NOON + 50 * MINUTE)
    assert _on(work) == ["slack", "telegram"]


@in_a_turn
def test_what_has_lapsed_is_asked_nowhere(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.ana.person, "2001")
    wanted = _asked(work, here)
    assert wanted.until
    climb(work, now=wanted.until)
    assert _on(work) == ["slack"]


@in_a_turn
def test_the_database_lets_nothing_come_back_to_where_it_began(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.ana.person, "2001")
    _asked(work, here)
    climb(work, now=NOON + 31 * MINUTE)
    first, second = work.session.scalars(
        select(Notification).where(Notification.kind == "trainer_booking").order_by(Notification.id)
    )
    second.address_id = first.address_id
    with pytest.raises(DBAPIError, match="told_there"):
        work.flush()


@in_a_turn
def test_people_are_reached_first_where_they_wish_once_they_are_there(work: SqlWork) -> None:
    here = studio(work)
    with pytest.raises(NotThere):
        reach_first(work, here.cleo, Channel.MAIL, now=NOON)
    mail = address(work, here.cleo, "cleo@example.org", Channel.MAIL)
    reach_first(work, here.cleo, Channel.MAIL, now=NOON)
    assert send_test(work, here.cleo, Role.CLIENT, now=NOON) is Channel.MAIL
    (test,) = work.outbox.waiting_for(here.cleo.id)
    assert (test.kind, test.address_id) == ("client_test", mail.id)


@in_a_turn
def test_who_is_in_a_chat_just_now_is_told_there_and_not_by_mail(work: SqlWork) -> None:
    here = studio(work)
    address(work, here.cleo, "cleo@example.org", Channel.MAIL)
    reach_first(work, here.cleo, Channel.MAIL, now=NOON)
    chat = work.people.heard_at(Channel.TELEGRAM, "1001")
    assert chat
    chat.heard_at = NOON
    tell(work, here.cleo.id, Role.CLIENT, "client_message", "a", due=NOON + MINUTE)
    tell(work, here.cleo.id, Role.CLIENT, "client_message", "b", due=NOON + 31 * MINUTE)
    told = {row.key[0]: row.address_id == chat.id for row in work.outbox.waiting_for(here.cleo.id)}
    assert told == {"a": True, "b": False}
