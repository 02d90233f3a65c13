"""Several people in one chat."""

from bot.admin.family import AskEndBond, EndBond, OpenFamilies
from bot.client.booking import Confirm
from bot.client.family import AddSomebody, Agree, AskAgree, AskRemove, Remove
from bot.client.times import PickTime
from bot.client.views import AllSessions, Cancel, OpenFamily
from bot.dialogue.asking import Leave
from tests.gallery.scene import held, scene
from tests.gallery.stage import Stage

BORN = ("24 May 2017", "24 de mayo de 2017")


def has_leo(s: Stage, born: tuple[str, str] = BORN) -> None:
    s.client.says("add Leo", "añadir Leo")
    s.client.says(*born)


@scene("A child")
def child(s: Stage) -> None:
    s.client.says("settings", "ajustes")
    if s.by_text:
        s.client.presses(OpenFamily)
    s.client.presses(AddSomebody)
    s.client.says("Leo")
    s.client.says("long ago", "hace mucho")
    s.client.says("1 Jan 2040", "1 ene 2040")
    s.client.says(*BORN)
    s.client.says("settings", "ajustes")
    s.client.presses(OpenFamily)
    held(s, "tom")
    s.client.presses(PickTime, 1)
    s.client.presses(PickTime)
    s.client.presses(Confirm)
    s.tom.hears("trainer_booking")
    s.client.says("book Leo fri 6pm", "reserva a Leo vie 18h")
    s.client.presses(Confirm)
    s.client.says("menu", "menú")
    s.client.presses(AllSessions)
    s.client.says("drop", "anular")
    s.client.says("again", "repetir")
    s.client.says("cancel Leo's session", "cancela la sesión de Leo")
    s.client.says("Leo needs new shoes", "Leo necesita zapatillas nuevas")
    s.tom.hears("trainer_message")
    s.client.says("family", "familia")
    s.client.presses(AskRemove)
    s.client.presses(Remove)
    s.client.says("drop Leo", "anular Leo")
    if not s.by_text:
        s.client.presses(Cancel)
    s.client.says("family", "familia")
    s.client.presses(AskRemove)
    s.client.presses(Remove)


@scene("A child's reminder, and the eighteenth birthday")
def grown(s: Stage) -> None:
    has_leo(s, ("27 Nov 2008", "27 nov 2008"))
    s.client.says("tom")
    s.client.says("book Leo thu 6pm", "reserva a Leo jue 18h")
    s.client.presses(Confirm)
    s.client.hears("reminder_24h")
    s.passes(days=2)
    s.client.hears("client_of_age")
    s.client.presses(Agree)


@scene("Somebody of age")
def adult(s: Stage) -> None:
    s.client.says("add Leo", "añadir Leo")
    s.client.says("skip", "saltar")
    s.client.says("family", "familia")
    s.client.presses(AskAgree)
    s.client.presses(Agree)
    s.client.says("add Leo", "añadir Leo")
    s.client.says("skip", "saltar")
    s.client.presses(Leave)


@scene("Who books for whom, for the admin")
def families(s: Stage) -> None:
    s.ada.says("families")
    has_leo(s)
    s.ada.says("families")
    s.ada.presses(AskEndBond)
    s.ada.presses(OpenFamilies)
    s.ada.presses(AskEndBond)
    s.ada.presses(EndBond)
    s.client.hears("client_bond_ended")
