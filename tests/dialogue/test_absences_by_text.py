"""Times that are kept to choose from, on a phone that has several sessions or speaks for several people."""

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from bot.channels.sms.draws import draw
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Said
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.absences import service as absences
from domain.absences.model import Answer
from domain.bookings import service as bookings
from domain.bookings.model import Booking, Status
from domain.errors import Refusal
from domain.family.service import add_child
from domain.intervals import Interval
from domain.notifications.model import Notification
from domain.people.model import Address, Channel
from domain.trainers.model import Trainer
from domain.waitlist.model import Gap, Offer
from domain.zones import whole_day
from storage.work import SqlWork
from tests.factories import NOON, address, booking, person, service, studio, trainer
from tests.turns import in_a_turn

STUDIO = Studio("Studio Demo", "Europe/London")
SAM = "+447700900123"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TODAY = Interval(NOON, whole_day("Europe/Lisbon", NOON.date()).end)
_ids = count()


def sams(work: SqlWork) -> Address:
    return address(work, person(work, "Sam"), SAM, Channel.SMS)


def says(work: SqlWork, text: str, channel: Channel = Channel.SMS, sender: str = SAM) -> str:
    event = Event(channel, str(next(_ids)), sender, Said(text), place=sender, lane=channel.value)
    engine, now = Engine(load()[0], STUDIO, by_text=[Channel.SMS]), NOON + 5 * MINUTE
    try:
        return draw(engine.answer(work, event, now).screen)
    except Refusal as refusal:
        return draw(engine.refuse(work, event, refusal, now).screen)


def away(work: SqlWork, ana: Trainer) -> None:
    absences.be_away(work, ana.person, ana, TODAY, "flu", now=NOON)
    work.flush()


def kept(work: SqlWork, place: Booking) -> list[int]:
    about = work.absences.about(place.id)
    assert about
    return [each.number for each in work.absences.alternatives(about.id)]


@in_a_turn
def test_each_of_two_sessions_has_numbers_of_its_own(work: SqlWork) -> None:
    place, ana = sams(work), trainer(work)
    check_in = service(work, ana)
    leo = add_child(work, place.person, "Leo", date(2017, 1, 1), shown="", said="", now=NOON).person
    own, leos = (
        booking(work, place.person, check_in, NOON + 5 * HOUR),
        booking(work, leo, check_in, NOON + 7 * HOUR),
    )
    away(work, ana)
    assert (kept(work, own), kept(work, leos)) == ([1, 2, 3], [4, 5, 6])
    assert "TAKE 1" in says(work, "TAKE"), "what is kept, not that nothing is offered"
    before = leos.starts
    says(work, "TAKE 5")
    assert leos.starts > before
    assert own.starts == NOON + 5 * HOUR
    says(work, "TAKE 1")
    assert own.starts > TODAY.end


@in_a_turn
def test_none_of_two_sessions_is_asked_about(work: SqlWork) -> None:
    place, ana = sams(work), trainer(work)
    check_in = service(work, ana)
    first, second = (booking(work, place.person, check_in, NOON + hours * HOUR) for hours in (5, 7))
    away(work, ana)
    assert "Which one do you mean?" in says(work, "NONE")
    says(work, "2")
    answers = [about.answer for each in (first, second) if (about := work.absences.about(each.id))]
    assert answers == [Answer.ASKED, Answer.NONE]


@in_a_turn
def test_until_when_they_are_kept_is_true_however_late_it_is_read(work: SqlWork) -> None:
    here = studio(work)
    place = booking(work, here.cleo, here.check_in, NOON + 6 * HOUR)
    away(work, here.ana)
    reached = work.people.heard_at(Channel.TELEGRAM, "1001")
    assert reached
    row = work.session.scalars(select(Notification).where(Notification.kind == "client_absence")).one()
    screen = load()[1].draw(work, row, reached, NOON + 40 * MINUTE, STUDIO)
    assert kept(work, place)
    assert screen
    assert "until 14:00" in screen.text


@in_a_turn
def test_what_a_child_is_offered_is_taken_by_a_word(work: SqlWork) -> None:
    place, ana = sams(work), trainer(work)
    check_in = service(work, ana)
    leo = add_child(work, place.person, "Leo", date(2017, 1, 1), shown="", said="", now=NOON).person
    bookings.relate(work, leo, ana, now=NOON)
    starts, until = NOON + 30 * HOUR, NOON + HOUR / 4
    held = bookings.reserve(work, leo, check_in, ana, starts, until=until, now=NOON).booking
    gap = Gap(
        trainer_id=ana.id,
        service_id=check_in.id,
        client_id=place.person.id,
        starts=starts,
        busy_from=starts,
        busy_to=starts + HOUR,
        freed_at=NOON,
    )
    work.add(gap)
    work.flush()
    work.add(
        Offer(gap_id=gap.id, client_id=leo.id, booking_id=held.id, starts=starts, until=until, made_at=NOON)
    )
    work.flush()
    says(work, "TAKE")
    assert held.status is Status.CONFIRMED


@pytest.mark.parametrize("line", ["sick tue-thu 9-12", "sick mon, wed", "sick today and tomorrow"])
@in_a_turn
def test_more_than_one_stretch_of_time_is_said_one_by_one(work: SqlWork, line: str) -> None:
    trainer(work)
    assert "at a time, please" in says(work, line, Channel.SLACK, "UANA")


@pytest.mark.parametrize("line", ["sick tue-thu", "sick tue 9-12", "sick tue sun stroke"])
@in_a_turn
def test_whole_days_in_a_row_and_the_hours_of_one_are_one_stretch(work: SqlWork, line: str) -> None:
    trainer(work)
    assert "The time will be blocked." in says(work, line, Channel.SLACK, "UANA")
