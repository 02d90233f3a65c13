"""A full time, and what becomes of it once it is given up."""

from datetime import UTC, datetime

from bot.client.views import AllSessions
from bot.client.waiting import JoinWaitlist, LeaveWaitlist, Pass, Take
from bot.trainer.waitlist import FillGap, NotNow, StopFilling
from domain.bookings.model import Booking
from domain.bookings.service import confirm, hold
from domain.people.model import Channel, Person
from tests.factories import give_up
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

THURSDAY_AT_SIX = datetime(2026, 11, 26, 18, tzinfo=UTC)


def taken(s: Stage) -> Booking:
    """Kim has Thursday at six with Tom."""
    kim = Person(name="Kim", zone="Europe/London", created_at=s.now)
    s.work.add(kim)
    s.work.flush()
    tom = s.work.trainers.by_slug("tom")
    assert tom
    (running,) = s.work.trainers.services(tom.id)
    held = hold(s.work, kim, running.id, THURSDAY_AT_SIX, now=s.now).booking
    confirm(s.work, kim, held.id, held.version, now=s.now)
    s.work.flush()
    return held


def waits(s: Stage) -> Booking:
    place = taken(s)
    if s.by_text:
        s.client.says("tom")
    else:
        s.client.opens("t_tom")
    s.client.says("thu 6pm", "jue 18h")
    s.client.presses(JoinWaitlist)
    return place


def given_up(s: Stage, place: Booking) -> None:
    give_up(s.work, s.work.people.person(place.client_id), place, now=s.now)
    s.work.flush()
    s.tom.hears("trainer_gap")


def offered(s: Stage) -> None:
    given_up(s, waits(s))
    s.tom.presses(FillGap)
    s.client.hears("client_offer")


@scene("A full time is waited for, and no longer")
def a_wait(s: Stage) -> None:
    waits(s)
    s.client.presses(LeaveWaitlist)
    s.client.says("wait thursday", "esperar jueves")
    s.client.says("help", "ayuda")
    s.client.says("unwait", "no esperar")
    s.client.says("unwait", "no esperar")
    s.client.says("take", "tomar")
    s.client.says("pass", "paso")


@scene("What is waited for stands with what is booked")
def listed(s: Stage) -> None:
    waits(s)
    s.client.says("me", "mis sesiones")
    s.client.presses(LeaveWaitlist)
    s.client.presses(AllSessions)


@scene("A freed place is offered and taken")
def a_taken_offer(s: Stage) -> None:
    offered(s)
    s.tom.hears("trainer_gap")
    s.client.presses(Take)
    s.tom.hears("trainer_gap")


@scene("A freed place is offered and passed on")
def a_pass(s: Stage) -> None:
    offered(s)
    s.client.presses(Pass)
    s.tom.hears("trainer_gap")


@scene("Not now, then it is offered after all, and taken back")
def a_stop(s: Stage) -> None:
    given_up(s, waits(s))
    s.tom.presses(NotNow)
    s.tom.presses(FillGap)
    s.client.hears("client_offer")
    s.tom.presses(StopFilling)
    s.client.hears("client_offer_over")


@scene("Nobody answers an offer", only=Channel.TELEGRAM)
def a_lapse(s: Stage) -> None:
    offered(s)
    take = next(each for each in s.client.screen.all_choices() if each.data)
    s.passes(minutes=15)
    s.client.hears("client_offer_over")
    s.tom.hears("trainer_gap")
    s.client.taps(take.data, take.label)


@scene("At night nobody is asked, and the place is kept")
def a_night(s: Stage) -> None:
    place = waits(s)
    s.passes(hours=13)
    given_up(s, place)
    s.tom.presses(FillGap)
    s.passes(hours=10)
    s.client.hears("client_offer")
    s.tom.hears("trainer_gap")
