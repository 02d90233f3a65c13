"""An address that dies takes nothing down with it, and is alive again with the first word."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.sms.reports import note
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.bookings.service import relate
from domain.consent.service import agree
from domain.conversations.service import pass_on
from domain.family.service import add_child
from domain.notifications.model import Notification, Purpose
from domain.notifications.service import FARTHEST, tell
from domain.people.model import Address, Channel, Person
from domain.people.reached import came_back, lose, regain
from storage.work import SqlWork
from tests.factories import NOON, Studio, address, booking, studio
from tests.turns import in_a_turn

TOMORROW = NOON + timedelta(days=1, hours=-2)
LATER = NOON + timedelta(hours=1)
SAMS, WIFES = "+447700900123", "+447700900124"


def texter(work: SqlWork, here: Studio) -> Address:
    """Sam, who only texts."""
    chat = work.people.heard_at(Channel.TELEGRAM, "1002")
    assert chat
    work.delete(chat)
    return address(work, here.sam, SAMS, Channel.SMS)


def told(work: SqlWork, kind: str) -> list[Notification]:
    work.flush()
    mine = select(Notification).where(Notification.kind == kind).order_by(Notification.id)
    return list(work.session.scalars(mine))


def owed(work: SqlWork, to: Person, kind: str = "client_approved", **more: Any) -> Notification:
    assert tell(work, to.id, Role.CLIENT, kind, "it", due=NOON, **more)
    return told(work, kind)[-1]


def report(
    work: SqlWork, status: str, code: str = "", *, key: str = "", to: str = SAMS, sid: str = "SM1"
) -> None:
    form = {"MessageSid": sid, "MessageStatus": status, "To": to} | ({"ErrorCode": code} if code else {})
    note(work, form, key, now=LATER)


@pytest.mark.parametrize("code", ["30003", "30005", "30006", "30004"])
@in_a_turn
def test_a_text_that_its_phone_does_not_take_goes_to_the_other_phone(work: SqlWork, code: str) -> None:
    here = studio(work)
    sams = texter(work, here)
    row = owed(work, here.sam, subject=("booking", 7), expires=LATER + timedelta(hours=1))
    other = address(work, here.sam, WIFES, Channel.SMS)
    report(work, "sent", key=row.key)
    report(work, "undelivered", code, key=row.key)
    again = told(work, "client_approved")[1]
    assert (sams.dead_at, other.dead_at) == (LATER, None)
    assert (again.address_id, again.subject_id, again.expires_at) == (other.id, 7, row.expires_at)
    report(work, "undelivered", code, key=row.key)
    assert len(told(work, "client_approved")) == 2, "the same report again tells nothing twice"


@pytest.mark.parametrize(
    "code",
    [
        "30007",  # a carrier took it for spam
        "30008",  # nobody knows
        "30036",  # it waited too long
        "",
    ],
)
@in_a_turn
def test_a_text_that_was_lost_on_its_way_kills_no_phone(work: SqlWork, code: str) -> None:
    here = studio(work)
    sams = texter(work, here)
    row = owed(work, here.sam)
    report(work, "failed", code, key=row.key)
    assert (sams.dead_at, len(told(work, "client_approved"))) == (None, 1), "nor is it sent there again"
    other = address(work, here.sam, WIFES, Channel.SMS)
    report(work, "failed", code, key=row.key, sid="SM2")
    assert [each.address_id for each in told(work, "client_approved")] == [sams.id, other.id]


@in_a_turn
def test_what_the_studio_has_to_mend_is_an_error_in_the_log(work: SqlWork) -> None:
    texter(work, studio(work))
    with capture_logs() as logs:
        report(work, "undelivered", "30034", key="answer:1")  # a number that is registered nowhere
        report(work, "undelivered", "30008", key="answer:2", sid="SM2")
    assert [(each["log_level"], each["code"]) for each in logs] == [("error", "30034"), ("warning", "30008")]


@in_a_turn
def test_what_arrived_is_told_nowhere_else(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    row = owed(work, here.sam)
    address(work, here.sam, WIFES, Channel.SMS)
    report(work, "delivered", key=row.key)
    report(work, "undelivered", "30003", key=row.key)
    assert (sams.dead_at, len(told(work, "client_approved"))) == (None, 1)


@in_a_turn
def test_a_report_about_a_stranger_or_an_answer_harms_nothing(work: SqlWork) -> None:
    sams = texter(work, studio(work))
    report(work, "undelivered", "30003", key="answer:5", to="+12025550100")
    assert sams.dead_at is None
    report(work, "undelivered", "30005", key="answer:6", sid="SM2")
    assert sams.dead_at == LATER


@in_a_turn
def test_a_report_that_comes_hours_late_kills_no_phone_that_has_texted_since(work: SqlWork) -> None:
    sams = texter(work, studio(work))
    report(work, "sent", key="answer:5")
    sams.heard_at = LATER + timedelta(minutes=1)
    report(work, "undelivered", "30003", key="answer:5")
    assert sams.dead_at is None
    sams.heard_at = LATER - timedelta(minutes=1)
    report(work, "sent", key="answer:6", sid="SM2")
    report(work, "undelivered", "30003", key="answer:6", sid="SM2")
    assert sams.dead_at == LATER


@in_a_turn
def test_an_opt_out_that_only_the_report_tells_is_kept(work: SqlWork) -> None:
    sams = texter(work, studio(work))
    report(work, "failed", "21610", key="answer:6")
    assert (sams.stopped_at, sams.dead_at) == (LATER, None)


@in_a_turn
def test_a_message_does_not_wander_for_ever(work: SqlWork) -> None:
    here = studio(work)
    texter(work, here)
    row = owed(work, here.sam)
    for number in range(FARTHEST + 2):
        address(work, here.sam, f"+4477009002{number:02}", Channel.SMS)
    for _ in range(FARTHEST + 2):
        row = told(work, "client_approved")[-1]
        lose(work, work.people.address(row.address_id), now=NOON)
        came_back(work, row, now=NOON)
    assert len(told(work, "client_approved")) == 1 + FARTHEST


@in_a_turn
def test_a_promotion_is_told_nowhere_else(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    agree(work, sams, "NEWS", shown="News?", now=NOON)
    row = owed(work, here.sam)
    row.purpose = Purpose.PROMOTIONAL
    address(work, here.sam, WIFES, Channel.SMS)
    report(work, "undelivered", "30003", key=row.key)
    assert len(told(work, "client_approved")) == 1


@in_a_turn
def test_each_trainer_has_it_on_the_next_card_when_a_client_is_reached_nowhere(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    soon = booking(work, here.sam, here.training, TOMORROW, Status.REQUESTED)
    booking(work, here.sam, here.check_in, TOMORROW + timedelta(days=1))
    toms = booking(work, here.sam, here.run, TOMORROW + timedelta(days=2))
    booking(work, here.sam, here.run, NOON - timedelta(days=2))
    lose(work, sams, now=NOON)
    lose(work, sams, now=LATER)
    rung = told(work, "trainer_booking")
    assert {each.subject_id for each in rung} == {soon.id, toms.id}
    assert [each.data["ping"] for each in rung] == [True, True]


@in_a_turn
def test_nobody_is_troubled_while_the_client_is_reached_elsewhere(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.run, TOMORROW)
    phone = address(work, here.sam, SAMS, Channel.SMS)
    lose(work, phone, now=NOON)
    assert told(work, "trainer_booking") == []


@in_a_turn
def test_who_speaks_for_a_child_was_the_way_to_the_child(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    leo = add_child(
        work, here.sam, "Leo", date(2017, 5, 24), shown="Are you?", said="24 May", now=NOON
    ).person
    session = booking(work, leo, here.run, TOMORROW)
    lose(work, sams, now=NOON)
    assert [each.subject_id for each in told(work, "trainer_booking")] == [session.id]


@in_a_turn
def test_a_word_from_it_revives_it_and_its_reminders(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    lose(work, sams, now=NOON)
    held = bookings.hold(work, here.sam, here.check_in.id, NOON + timedelta(days=3), now=NOON).booking
    bookings.confirm(work, here.sam, held.id, held.version, now=NOON)
    assert told(work, "reminder_24h") == []
    regain(work, sams, now=LATER)
    assert sams.dead_at is None
    assert [each.address_id for each in told(work, "reminder_24h")] == [sams.id]
    card = told(work, "trainer_booking")[-1]
    assert (card.subject_id, card.data["ping"]) == (held.id, False), "the warning goes, silently"


@in_a_turn
def test_a_trainer_whose_words_came_back_is_told(work: SqlWork) -> None:
    here = studio(work)
    texter(work, here)
    bond = relate(work, here.sam, here.ana, now=NOON)
    assert pass_on(work, here.ana.person, bond, "Bring a towel.", now=NOON)
    (said,) = told(work, "client_message")
    report(work, "undelivered", "30003", key=said.key)
    (unread,) = told(work, "trainer_unread")
    assert (unread.data["text"], unread.subject_id) == ("Bring a towel.", bond.id)
    assert work.people.address(unread.address_id).person_id == here.ana.person_id
    assert not pass_on(work, here.ana.person, bond, "Hello?", now=LATER)
