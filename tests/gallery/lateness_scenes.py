"""Somebody is late: for the other side, and for whoever comes after."""

from bot.client.lateness import Late
from bot.client.views import AskComeLate
from bot.trainer.lateness import BeLate, RunOver
from bot.trainer.views import AskLate
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


def _soon(s: Stage) -> None:
    """At six today with Tom, and it is four."""
    booked(s, ("today 6pm", "hoy 18h"))
    s.tom.hears("trainer_booking")
    s.passes(hours=7)


@scene("A trainer runs late")
def trainer_late(s: Stage) -> None:
    _soon(s)
    s.tom.opens()
    s.tom.presses(AskLate)
    s.tom.presses(BeLate, 1)
    s.client.hears("client_delay")
    s.tom.presses(BeLate, 2)
    s.tom.says("on time", "puntual")
    s.client.hears("client_delay")


@scene("A trainer runs late, in words")
def trainer_late_in_words(s: Stage) -> None:
    s.tom.says("late 10", "tarde 10")
    _soon(s)
    s.tom.says("late 10", "tarde 10")


@scene("A client runs late, and the trainer goes on for longer")
def client_late(s: Stage) -> None:
    _soon(s)
    if s.by_text:
        s.client.says("LATE 15", "TARDE 15")
    else:
        s.client.hears("reminder_1h")
        s.client.presses(AskComeLate)
        s.client.presses(Late, 2)
    s.tom.hears("trainer_message")
    s.tom.presses(RunOver)
    s.tom.presses(RunOver)
