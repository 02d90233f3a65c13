"""STOP, START and yes to news, with their proof; and the CANCEL that may have meant a session."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from domain.base import Role
from domain.bookings import errors
from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status
from domain.bookings.service import relate
from domain.consent import service as consent
from domain.consent.model import Act, Consent
from domain.conversations.service import pass_on
from domain.errors import Changed, NotYours
from domain.notifications.model import Notification, Purpose
from domain.notifications.service import tell
from domain.people.model import Address, Channel, Person
from domain.zones import at as at_wall
from storage.work import SqlWork
from tests.factories import NOON, Studio, address, booking, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)  # Wednesday
LATER = NOON + timedelta(hours=1)
EVERYTHING, NEWS = Purpose.TRANSACTIONAL, Purpose.PROMOTIONAL


def phone(work: SqlWork, whose: Person) -> Address:
    return address(work, whose, f"+44770090{whose.id:04}", Channel.SMS)


def chat(work: SqlWork, external_id: str = "1001") -> Address:
    found = work.people.heard_at(Channel.TELEGRAM, external_id)
    assert found
    return found


def texter(work: SqlWork, here: Studio) -> Address:
    """Sam, who only texts."""
    chat(work, "1002").dead_at = NOON
    return phone(work, here.sam)


def log(work: SqlWork) -> list[tuple[Purpose, Act, str, str]]:
    lines = work.session.scalars(select(Consent).order_by(Consent.id))
    return [(line.purpose, line.act, line.shown, line.said) for line in lines]


def pending(work: SqlWork, of: Address) -> list[str]:
    work.flush()
    rows = select(Notification.kind).where(Notification.address_id == of.id).order_by(Notification.kind)
    return list(work.session.scalars(rows))


def told(work: SqlWork, kind: str) -> list[Notification]:
    return list(work.session.scalars(select(Notification).where(Notification.kind == kind)))


def booked(work: SqlWork, here: Studio, who: Person) -> Booking:
    """At once, with everything that is told and planned for it."""
    held = bookings.hold(work, who, here.check_in.id, TEN, now=NOON).booking
    return bookings.confirm(work, who, held.id, held.version, now=NOON).booking


@in_a_turn
def test_stop_ends_everything_there_and_then(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    booked(work, here, here.sam)
    assert pending(work, sams) == ["reminder_1h", "reminder_24h"]
    consent.stop(work, sams, "Stop.", now=LATER)
    assert (sams.stopped_at, pending(work, sams)) == (LATER, [])
    assert not tell(work, here.sam.id, Role.CLIENT, "client_approved", "later", due=LATER)
    assert log(work) == [(each, Act.WITHDRAWN, "", "Stop.") for each in Purpose]


@in_a_turn
def test_stop_of_one_address_leaves_the_others_and_their_reminders(work: SqlWork) -> None:
    here = studio(work)
    cleos = phone(work, here.cleo)
    chat(work).dead_at = NOON
    booked(work, here, here.cleo)
    chat(work).dead_at = None
    assert pending(work, cleos) == ["reminder_1h", "reminder_24h"]
    consent.stop(work, cleos, "STOP", now=LATER)
    assert pending(work, chat(work)) == ["reminder_1h", "reminder_24h"]
    assert chat(work).stopped_at is None


@in_a_turn
def test_what_stop_withdraws_is_told_elsewhere_but_for_news(work: SqlWork) -> None:
    here = studio(work)
    cleos = phone(work, here.cleo)
    chat(work).dead_at = NOON
    place = booked(work, here, here.cleo)
    about = ("booking", place.id)
    assert tell(work, here.cleo.id, Role.CLIENT, "client_approved", "approved", due=TEN, subject=about)
    consent.ask(work, cleos, "News?", now=NOON)
    work.outbox.put(
        Notification(
            key="offer",
            kind="offer",
            address_id=cleos.id,
            lane=cleos.lane,
            purpose=Purpose.PROMOTIONAL,
            due_at=TEN,
        )
    )
    chat(work).dead_at = None
    consent.stop(work, cleos, "STOP", now=TEN - timedelta(hours=2))
    assert pending(work, cleos) == []
    assert pending(work, chat(work)) == ["client_approved", "reminder_1h", "reminder_24h"]
    (late,) = told(work, "reminder_24h")
    assert late.due_at == TEN - timedelta(hours=24), "it was due and had not gone yet"


@in_a_turn
def test_words_of_a_trainer_that_stop_withdraws_are_shown_to_who_wrote_them(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    bond = relate(work, here.sam, here.ana, now=NOON)
    pass_on(work, here.ana.person, bond, "Bring a towel.", now=NOON)
    consent.stop(work, sams, "STOP", now=LATER)
    (unread,) = told(work, "trainer_unread")
    assert unread.data["text"] == "Bring a towel."


@in_a_turn
def test_stop_said_twice_is_kept_once_and_keeps_its_time(work: SqlWork) -> None:
    sams = texter(work, studio(work))
    consent.stop(work, sams, "STOP", now=NOON)
    consent.stop(work, sams, "STOP!!", now=LATER)
    assert (sams.stopped_at, len(log(work))) == (NOON, 2)


@in_a_turn
def test_start_brings_the_reminders_back_and_no_promotions(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    consent.agree(work, sams, "NEWS", shown="News?", now=NOON)
    booked(work, here, here.sam)
    consent.stop(work, sams, "STOP", now=NOON)
    consent.start(work, sams, "START", now=LATER)
    assert (sams.stopped_at, pending(work, sams)) == (None, ["reminder_1h", "reminder_24h"])
    assert not consent.may_promote(work, sams)
    assert log(work)[-1] == (EVERYTHING, Act.GIVEN, "", "START")


@in_a_turn
def test_start_after_the_reminder_was_due_does_not_send_it_late(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    booked(work, here, here.sam)
    consent.stop(work, sams, "STOP", now=NOON)
    consent.start(work, sams, "START", now=TEN - timedelta(hours=5))
    assert pending(work, sams) == ["reminder_1h"]


@in_a_turn
def test_news_can_be_ended_alone(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    booked(work, here, here.sam)
    consent.agree(work, sams, "NEWS", shown="News?", now=NOON)
    work.outbox.put(
        Notification(
            key="offer",
            kind="offer",
            address_id=sams.id,
            lane=sams.lane,
            purpose=Purpose.PROMOTIONAL,
            due_at=TEN,
        )
    )
    assert consent.may_promote(work, sams)
    consent.stop(work, sams, "STOP NEWS", now=LATER, purpose=NEWS)
    assert pending(work, sams) == ["reminder_1h", "reminder_24h"]
    assert (sams.stopped_at, consent.may_promote(work, sams)) == (None, False)


@in_a_turn
def test_promotions_need_a_yes_of_whose_address_it_is_now(work: SqlWork) -> None:
    here = studio(work)
    cleos = chat(work)
    assert not consent.may_promote(work, cleos)
    consent.agree(work, cleos, "Yes", shown="News?", now=NOON)
    assert consent.may_promote(work, cleos)
    assert log(work) == [(NEWS, Act.GIVEN, "News?", "Yes")]
    cleos.person_id = here.sam.id  # the chat was given to another
    assert not consent.may_promote(work, cleos)
    consent.agree(work, cleos, "Yes", shown="News?", now=LATER)
    assert consent.may_promote(work, cleos)


@in_a_turn
def test_no_promotion_to_an_address_that_is_stopped_or_dead(work: SqlWork) -> None:
    studio(work)
    cleos = chat(work)
    consent.agree(work, cleos, "Yes", shown="News?", now=NOON)
    cleos.dead_at = NOON
    assert not consent.may_promote(work, cleos)
    cleos.dead_at, cleos.stopped_at = None, NOON
    assert not consent.may_promote(work, cleos)


@in_a_turn
def test_a_person_is_asked_about_news_once(work: SqlWork) -> None:
    here = studio(work)
    cleos = chat(work)
    assert consent.ask(work, cleos, "News?", now=NOON)
    assert not consent.ask(work, cleos, "News?", now=LATER)
    assert not consent.ask(work, phone(work, here.cleo), "News?", now=LATER), "nor by another channel"
    (question,) = told(work, "ask_news")
    assert (question.data, question.due_at) == ({"words": "News?"}, NOON + consent.PAUSE)
    assert log(work) == [(NEWS, Act.ASKED, "News?", "")]
    assert not consent.may_promote(work, cleos)


@in_a_turn
@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("23:30", "+1 08:00"),
        ("03:00", "08:00"),
        ("07:59", "08:00"),  # the minute that it waits takes it there
        ("20:59", "+1 08:00"),
        ("20:58", "20:59"),
    ],
)
def test_nobody_is_asked_about_news_at_night(work: SqlWork, said: str, asked: str) -> None:
    here = studio(work)
    here.cleo.zone = "America/New_York"

    def clock(at: str) -> datetime:
        day, _space, shown = at.rpartition(" ")
        return at_wall("America/New_York", NOON.date() + timedelta(days=bool(day)), time.fromisoformat(shown))

    consent.ask(work, chat(work), "News?", now=clock(said))
    (question,) = told(work, "ask_news")
    assert question.due_at == clock(asked)


@in_a_turn
def test_whoever_answered_unasked_is_not_asked(work: SqlWork) -> None:
    here = studio(work)
    consent.stop(work, chat(work), "/stop", now=NOON, purpose=NEWS)
    assert not consent.ask(work, chat(work), "News?", now=NOON)
    sams = texter(work, here)
    sams.stopped_at = NOON
    assert not consent.ask(work, sams, "News?", now=NOON)


@in_a_turn
def test_cancel_keeps_the_next_session_and_asks_its_trainer(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    place = booked(work, here, here.sam)
    later = booking(work, here.sam, here.check_in, TEN + timedelta(days=7))
    version = place.version
    sheet = consent.carrier_stop(work, sams, "Cancel", now=LATER)
    assert sheet
    assert (sheet.booking, place.status, place.cancel_asked_at) == (place, Status.CONFIRMED, LATER)
    assert (place.version, later.cancel_asked_at) == (version + 1, None)
    (asked,) = told(work, "trainer_asked_to_cancel")
    assert (asked.due_at, asked.subject_id, asked.data["ping"]) == (LATER, place.id, False)
    assert (sams.stopped_at, pending(work, sams)) == (LATER, []), "no text follows"
    change = work.bookings.last_change(place.id)
    assert change
    assert (change.kind, change.actor_id, change.at) == ("asked_to_cancel", here.sam.id, LATER)


@in_a_turn
def test_a_second_cancel_does_not_move_the_moment(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    place = booked(work, here, here.sam)
    consent.carrier_stop(work, sams, "CANCEL", now=NOON)
    assert consent.carrier_stop(work, sams, "CANCEL", now=LATER)
    assert (place.cancel_asked_at, len(told(work, "trainer_asked_to_cancel"))) == (NOON, 1)


@in_a_turn
def test_start_keeps_the_session_that_cancel_left_in_doubt_and_tells_its_trainer(work: SqlWork) -> None:
    here = studio(work)
    sams = texter(work, here)
    place = booked(work, here, here.sam)
    consent.carrier_stop(work, sams, "CANCEL", now=NOON)
    work.flush()
    assert [each.booking for each in consent.start(work, sams, "START", now=LATER)] == [place]
    assert (place.cancel_asked_at, told(work, "trainer_booking")[-1].data["ping"]) == (None, True)
    assert consent.start(work, sams, "START", now=LATER) == []


@in_a_turn
def test_who_has_telegram_besides_is_told_there(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, here.cleo)
    consent.carrier_stop(work, phone(work, here.cleo), "CANCEL", now=LATER)
    (asked,) = told(work, "client_asked_to_cancel")
    assert (asked.address_id, asked.subject_id) == (chat(work).id, place.id)
    assert pending(work, chat(work)) == ["client_asked_to_cancel", "reminder_1h", "reminder_24h"]


@in_a_turn
@pytest.mark.parametrize("word", ["STOP", "unsubscribe", "no más mensajes"])
def test_another_word_for_stop_is_not_about_a_session(work: SqlWork, word: str) -> None:
    here = studio(work)
    sams = texter(work, here)
    place = booked(work, here, here.sam)
    assert consent.carrier_stop(work, sams, word, now=LATER) is None
    assert (sams.stopped_at, place.cancel_asked_at, told(work, "trainer_asked_to_cancel")) == (
        LATER,
        None,
        [],
    )


@in_a_turn
@pytest.mark.parametrize(
    "status",
    [
        None,  # nothing was ever booked
        Status.HELD,  # a hold lapses by itself
        Status.CANCELLED,
    ],
)
def test_cancel_with_nothing_coming_is_only_a_stop(work: SqlWork, status: Status | None) -> None:
    here = studio(work)
    sams = texter(work, here)
    if status:
        booking(work, here.sam, here.check_in, TEN, status)
    booking(work, here.sam, here.check_in, NOON - timedelta(minutes=10))  # has begun
    assert consent.carrier_stop(work, sams, "CANCEL", now=NOON) is None
    assert (sams.stopped_at, told(work, "trainer_asked_to_cancel")) == (NOON, [])


@in_a_turn
def test_a_request_is_rescued_as_well(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.sam, here.training, TEN, Status.REQUESTED)
    until = place.until
    assert consent.carrier_stop(work, texter(work, here), "CANCEL", now=LATER)
    assert (place.status, place.until, place.cancel_asked_at) == (Status.REQUESTED, until, LATER)


@in_a_turn
def test_whoever_keeps_the_session_takes_the_cancel_back(work: SqlWork) -> None:
    here = studio(work)
    place = booked(work, here, here.cleo)
    consent.carrier_stop(work, phone(work, here.cleo), "CANCEL", now=NOON)
    with pytest.raises(NotYours):
        bookings.keep(work, here.mallory, place.id, place.version, now=LATER)
    with pytest.raises(Changed):
        bookings.keep(work, here.cleo, place.id, place.version - 1, now=LATER)
    version = place.version
    bookings.keep(work, here.cleo, place.id, version, now=LATER)
    assert (place.cancel_asked_at, place.status) == (None, Status.CONFIRMED)
    assert [row.data["ping"] for row in told(work, "trainer_booking") if row.due_at == LATER] == [True]
    assert bookings.keep(work, here.cleo, place.id, version, now=LATER).booking.version == version + 1
    bookings.cancel(work, here.cleo, place.id, place.version, now=LATER)
    with pytest.raises(errors.AlreadyAnswered):
        bookings.keep(work, here.cleo, place.id, place.version, now=LATER)


@in_a_turn
def test_confirming_or_moving_takes_the_cancel_back_as_well(work: SqlWork) -> None:
    here = studio(work)
    cleos = phone(work, here.cleo)
    place = booked(work, here, here.cleo)
    consent.carrier_stop(work, cleos, "CANCEL", now=NOON)
    bookings.attend(work, here.cleo, place.id, place.version, now=LATER)
    assert place.cancel_asked_at is None
    consent.carrier_stop(work, cleos, "CANCEL", now=LATER)
    away = TEN + timedelta(hours=2)
    bookings.move(work, here.ana.person, place.id, place.version, away, now=LATER)
    assert place.cancel_asked_at == LATER, "the trainer moved it, and the client still asked"
    bookings.move(work, here.cleo, place.id, place.version, TEN, now=LATER)
    assert place.cancel_asked_at is None
