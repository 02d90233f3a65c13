"""A trainer can't be there today, and what each client makes of it."""

from bot.client.absences import NoneOfThese, TakeKept
from bot.client.views import AskToMove
from bot.trainer.absences import BeAway, CancelRest
from bot.trainer.views import AskAway
from domain.people.model import Channel
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


def _asked(s: Stage) -> None:
    booked(s, ("today 6pm", "hoy 18h"))
    s.tom.hears("trainer_booking")
    s.tom.says("sick today", "enfermo hoy")
    s.tom.presses(BeAway)
    s.tom.hears("trainer_absence")
    s.client.hears("client_absence")


@scene("Sick today, and another time is chosen")
def chosen(s: Stage) -> None:
    _asked(s)
    s.client.presses(TakeKept, 1)
    s.tom.hears("trainer_absence")
    s.tom.hears("trainer_settled")


@scene("Sick today, and a time is chosen in words")
def chosen_in_words(s: Stage) -> None:
    _asked(s)
    s.passes(minutes=2)
    if s.by_text:  # before the word is offered, it is a command already
        s.client.says("help", "ayuda")
    s.client.says("take 2", "tomar 2")


@scene("Sick today, and a number alone is enough where no list is open", only=Channel.SMS)
def chosen_by_number(s: Stage) -> None:
    _asked(s)
    s.passes(minutes=40)
    s.client.says("2")
    assert s.client.screen.title in ("Booked", "Reservada")


@scene("Sick today, and none of the times suits")
def none(s: Stage) -> None:
    _asked(s)
    s.client.presses(NoneOfThese)
    s.tom.hears("trainer_message")
    s.tom.hears("trainer_absence")
    s.tom.presses(CancelRest)
    s.client.hears("client_cancelled")


@scene("Sick today, none of them, in words")
def none_in_words(s: Stage) -> None:
    _asked(s)
    s.passes(minutes=2)
    if s.by_text:
        s.client.says("help", "ayuda")
    s.client.says("none", "ninguna")


@scene("Sick today, and no answer comes")
def unanswered(s: Stage) -> None:
    _asked(s)
    taken = next(each for each in s.client.screen.all_choices())
    s.passes(hours=3)
    s.tom.hears("trainer_absence")
    if s.by_text:
        s.client.says("TAKE 1", "TOMAR 1")
    else:
        s.client.taps(taken.data, taken.label)


@scene("Sick tomorrow, with nothing booked")
def nothing_booked(s: Stage) -> None:
    s.tom.opens()
    s.tom.presses(AskAway)
    s.tom.presses(AskAway)
    s.tom.says("i'm sick tomorrow", "estoy enfermo mañana")
    s.tom.presses(BeAway)


@scene("Sick today, and the client wants another day")
def another_day(s: Stage) -> None:
    _asked(s)
    s.tom.says("sick today", "enfermo hoy")  # once more: nobody is asked twice
    s.passes(minutes=2)
    if s.by_text:
        s.client.says("move", "mover")
    else:
        s.client.presses(AskToMove)
