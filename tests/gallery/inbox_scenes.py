"""The inbox: what was told, read later."""

from bot.client.views import Buy
from bot.inbox import OpenDigest, OpenInbox, ReadAll, ReadMessage
from tests.gallery.package_scenes import sells
from tests.gallery.scene import booked, requested, scene
from tests.gallery.stage import Stage


def _given(s: Stage, times: int) -> None:
    name = s.client.address.person.first_name
    for _each in range(times):
        s.tom.says(f"give {name} 10-pack welcome", f"dar {name} Bono 10 bienvenida")
        s.passes(minutes=2)


@scene("The inbox")
def inbox(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says("inbox", "buzón")
    s.client.says("older", "anteriores")
    _given(s, 8)
    for _each in range(8):
        s.client.hears("client_credits")
    s.client.says("what did I miss", "qué me perdí")
    s.client.presses(ReadMessage)
    s.client.presses(OpenInbox)
    s.client.presses(OpenInbox)
    s.client.presses(ReadAll)
    s.passes(minutes=2)
    s.client.says("mark all as read", "marcar todo como leído")
    s.client.says("inbox", "buzón")


@scene("What a digest had no room for")
def rest(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says("alerts money daily", "avisos dinero diario")
    _given(s, 16)
    s.client.hears("client_digest")
    s.client.presses(OpenDigest)
    s.client.presses(OpenDigest)
    s.client.presses(ReadMessage)


@scene("What a digest of sales had no room for")
def sales(s: Stage) -> None:
    sells(s)
    booked(s)
    s.tom.says("alerts sales daily", "avisos ventas diario")
    for _each in range(9):
        s.client.says("buy", "comprar")
        s.client.presses(Buy)
        s.is_paid()
        s.passes(minutes=2)
    s.tom.hears("trainer_digest")
    s.tom.presses(OpenDigest)
    s.tom.says("older", "anteriores")


@scene("The inbox of who works here")
def desk(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.opens()
    s.ana.presses(OpenInbox)
    s.ana.presses(ReadMessage)
    s.ana.says("inbox", "buzón")
    s.ana.says("read all", "leer todo")
    s.ana.says("send me a test", "envíame una prueba")
    s.ana.hears("trainer_test")
    s.ana.says("inbox", "buzón")
    s.ana.presses(ReadAll)
    s.ada.opens()
    s.ada.presses(OpenInbox)
