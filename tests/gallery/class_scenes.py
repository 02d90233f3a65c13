"""A class: made, joined, full, left, settled, called off and ended."""

from datetime import UTC, datetime

from bot.client.booking import Confirm
from bot.client.classes import ShowClasses
from bot.client.times import PickTime
from bot.client.trainers import OpenService
from bot.client.views import AskToCancel, Cancel
from bot.client.waiting import JoinWaitlist
from bot.dialogue.actions import Home
from bot.trainer.class_views import (
    AddClass,
    AskCallOff,
    AskTellAll,
    EndClass,
    OpenClasses,
    OpenRoster,
    RunAnyway,
    SaveClass,
    TakeUpClass,
)
from bot.trainer.views import AskClose, CloseDay, OpenCard
from domain.bookings.service import confirm, hold
from domain.people.model import Channel, Person
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

THURSDAY_AT_SIX = datetime(2026, 11, 26, 18, tzinfo=UTC)


def given(s: Stage, more: tuple[str, str] = ("", "")) -> None:
    """Spin, for two, on Thursdays at six."""
    english, spanish = more
    s.tom.says(
        f"class thu 18:00 2 spin, 45 min, £12{english}", f"clase jue 18:00 2 spin, 45 min, £12{spanish}"
    )
    s.tom.presses(SaveClass)


def offered(s: Stage) -> None:
    if s.by_text:
        s.client.says("tom")
    else:
        s.client.opens("t_tom")
    s.client.presses(OpenService)


def joined(s: Stage) -> None:
    offered(s)
    s.client.presses(PickTime)
    s.client.presses(Confirm)


def others(s: Stage, *names: str) -> None:
    """People who have joined as well."""
    tom = s.trainer("tom")
    spin = next(each for each in s.work.trainers.services(tom.id) if each.in_classes)
    for name in names:
        person = Person(name=name, zone="Europe/London", created_at=s.now)
        s.work.add(person)
        s.work.flush()
        held = hold(s.work, person, spin.id, THURSDAY_AT_SIX, now=s.now).booking
        confirm(s.work, person, held.id, held.version, now=s.now)
    s.work.flush()


@scene("A class is given, joined, and seen live")
def a_class(s: Stage) -> None:
    s.tom.says("classes", "clases")
    given(s)
    joined(s)
    s.tom.hears("trainer_roster")
    s.tom.presses(OpenCard)
    s.tom.presses(OpenRoster)
    s.client.says("spin")
    s.client.says("classes", "clases")
    s.client.says("book spin", "reservar spin")
    s.client.says("spin on 3 dec at 6pm", "spin el 3 de diciembre a las 18h")
    s.client.says("spin thu 6pm", "spin jue 18h")
    s.tom.opens()
    s.tom.presses(OpenClasses)


@scene("The menu leads to the classes", only=Channel.TELEGRAM)
def from_the_menu(s: Stage) -> None:
    s.client.says("classes", "clases")
    given(s)
    s.client.says("menu", "menú")
    s.client.presses(ShowClasses)
    s.client.presses(OpenService)


@scene("A full class is waited for")
def full(s: Stage) -> None:
    given(s)
    offered(s)
    others(s, "Kim", "Leo")
    s.client.presses(PickTime)
    s.client.presses(JoinWaitlist)


@scene("A class that clashes, and words that are not enough")
def clash(s: Stage) -> None:
    s.tom.says("block thu 17-20 physio")
    s.ada.says("closure 3 dec painters", "cierre 3 dic pintores")
    s.tom.says("class thu 18:00 8 spin", "clase jue 18:00 8 spin")
    s.tom.says("class thu 18:00 8 spin every 2 weeks from 3 dec", "clase jue 18:00 8 spin cada 2 semanas")
    for words in (
        "spin",
        "thu 18:00 spin",
        "thu 18:00 8",
        "tue and thu 18:00 8 spin",
        "thu 18:00 8 x 900 min",
    ):
        s.tom.says(f"class {words}", f"clase {words}")


@scene("A class is made in a form, ended, and taken up again")
def ended(s: Stage) -> None:
    s.tom.says("classes", "clases")
    s.tom.presses(AddClass)
    s.tom.fills(name="Spin", when="thu 18:00", places="2", more="45 min")
    s.tom.presses(SaveClass)
    others(s, "Kim")
    s.tom.says("class sat 12 dec 10:00 6 yoga", "clase sáb 12 dic 10:00 6 yoga")
    s.tom.presses(SaveClass)
    s.tom.presses(EndClass)
    s.tom.presses(TakeUpClass)
    s.tom.says("class thu 19:00 8 spin 90 min", "clase jue 19:00 8 spin 90 min")


@scene("Who leaves a class on its day is seen at once")
def left(s: Stage) -> None:
    given(s)
    joined(s)
    s.tom.hears("trainer_roster")
    s.client.hears("reminder_1h")
    if s.by_text:
        s.client.presses(Cancel)
    else:
        s.client.presses(AskToCancel)
        s.client.presses(Cancel)
    s.tom.hears("trainer_left")
    s.client.presses(Home)


@scene("Too few have come forward: the trainer is asked, and it takes place")
def run_anyway(s: Stage) -> None:
    given(s, more=(", at least 2", ", mínimo 2"))
    joined(s)
    s.passes(hours=24 * 2 + 21)
    s.tom.hears("trainer_minimum")
    s.tom.presses(RunAnyway)
    s.tom.says("class thu 18:00 8 yoga, min 9", "clase jue 18:00 8 yoga, mínimo 9")
    s.tom.says("class fri 9:00 8 yoga, min 4 or run anyway", "clase vie 9:00 8 yoga, mínimo 4, se da igual")


@scene("Too few have come forward, and nobody answers")
def unanswered(s: Stage) -> None:
    given(s, more=(", at least 2", ", mínimo 2"))
    joined(s)
    s.passes(hours=24 * 2 + 21)
    s.tom.hears("trainer_minimum")
    s.passes(hours=2)
    s.client.hears("client_called_off")
    s.tom.hears("trainer_minimum")


@scene("Words to all, and a date is called off")
def called_off(s: Stage) -> None:
    given(s)
    joined(s)
    s.tom.hears("trainer_roster")
    s.tom.presses(AskTellAll)
    s.tom.fills(text="Please bring a towel.")
    s.client.hears("client_message")
    s.tom.presses(AskCallOff)
    s.tom.fills(reason="Burst pipe")
    s.client.hears("client_called_off")


@scene("A class is settled")
def settled(s: Stage) -> None:
    given(s)
    joined(s)
    others(s, "Kim")
    s.tom.hears("trainer_class_over")
    s.tom.presses(AskClose)
    if s.tom.channel is Channel.SLACK:
        s.tom.fills()
        s.tom.hears("trainer_roster")
    else:
        s.tom.presses(AskClose)
        s.tom.presses(CloseDay)
