"""When a session is over: stars, marks that are taken back, and what a trainer takes on."""

from bot.client.booking import Confirm
from bot.client.views import Again, AskRating, Rate, WasThere
from bot.trainer.cards import AskNoShow, AskToSuggest, Complete, NoShow
from bot.trainer.suggestions import Suggest
from bot.trainer.views import EditLimits, SetRight, Undo
from domain.people.model import Channel
from tests.gallery.scene import booked, held, scene
from tests.gallery.stage import Stage


def _over(s: Stage) -> None:
    booked(s)
    s.passes(days=3, hours=10)
    s.tom.opens()


@scene("Rated")
def rated(s: Stage) -> None:
    s.client.says("RATE 5", "valorar 5")
    _over(s)
    s.tom.presses(Complete)
    s.client.hears("client_completed")
    if s.by_text:
        s.client.says("RATE 2")
    else:
        s.client.presses(Rate, 1)
    s.tom.hears("trainer_rating")
    s.client.says("the last hill was long, yet I liked it", "la última cuesta fue larga, pero me gustó")
    s.client.says("next", "próxima")
    s.tom.says("link", "enlace")
    s.tom.says("ratings", "valoraciones")


@scene("Rated in words, and again next week")
def rated_in_words(s: Stage) -> None:
    _over(s)
    s.tom.presses(Complete)
    s.client.hears("client_completed")
    s.client.says("4 stars, great", "4 estrellas, genial")
    if not s.by_text:
        s.client.presses(AskRating)
        s.client.presses(Rate, 2)
    s.client.presses(Again)
    s.tom.says("link", "enlace")
    s.tom.says("ratings", "valoraciones")


@scene("Two sessions to rate")
def two_to_rate(s: Stage) -> None:
    booked(s, ("thu 4pm", "jue 16h"))
    booked(s, ("thu 6pm", "jue 18h"))
    s.passes(days=3, hours=10)
    s.tom.opens()
    s.tom.presses(Complete)
    s.tom.opens()
    s.tom.presses(Complete)
    s.passes(minutes=2)
    s.client.says("rate", "valorar")
    s.client.fills(stars="5")
    s.client.says("rate 5 great hour", "valorar 5 muy bien")
    s.client.presses(Rate)


@scene("Marked, and taken back")
def taken_back(s: Stage) -> None:
    _over(s)
    s.tom.presses(Complete)
    s.tom.presses(Undo)
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.hears("client_no_show")
    s.client.presses(WasThere)
    s.tom.hears("trainer_booking")
    s.tom.presses(SetRight)


@scene("Missed, says the trainer, and not, says the client")
def was_there(s: Stage) -> None:
    _over(s)
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.tom.says("undo", "deshacer")
    s.tom.opens()
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.hears("client_no_show")
    s.client.says("help", "ayuda")
    s.client.says("I was there", "estuve allí")


@scene("How much a trainer takes on")
def limits(s: Stage) -> None:
    s.tom.says("limits", "límites")
    s.tom.presses(EditLimits)
    s.tom.fills(limits="day 6, week 25, client 3")
    s.tom.says("limits day many", "límites day many")


@scene("Two reminders at once", only=Channel.SMS)
def two_reminders(s: Stage) -> None:
    booked(s, ("thu 4pm", "jue 16h"))
    booked(s, ("thu 6pm", "jue 18h"))
    s.client.hears("reminder_24h")
    s.client.hears("reminder_24h")
    s.client.says("C")


@scene("Two suggestions at once", only=Channel.SMS)
def two_suggestions(s: Stage) -> None:
    s.tom_is_asked_first()
    for name, trainer in (("ana", s.ana), ("tom", s.tom)):
        held(s, name)
        s.client.presses(Confirm)
        trainer.hears("trainer_booking")
        trainer.presses(AskToSuggest)
        trainer.presses(Suggest)
    s.client.hears("client_suggested")
    s.client.hears("client_suggested")
    s.client.says("TAKE", "TOMAR")
