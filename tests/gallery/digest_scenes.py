"""Several notices as one message: once a day, and after a night."""

from bot.client.views import Buy
from bot.told import DigestAt, TellDaily, TurnGroup
from bot.trainer.cards import Complete
from bot.why import OpenNotification, OpenWhy
from tests.gallery.package_scenes import sells
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


@scene("Once a day in one message")
def daily(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says("alerts after daily", "avisos después diario")
    s.client.says("alerts money once a day", "avisos dinero una vez al día")
    s.client.says("alerts at 19", "avisos a las 19")
    if not s.by_text:
        s.client.presses(DigestAt)
        s.client.presses(TurnGroup)
        s.client.presses(TellDaily)
    name = s.client.address.person.first_name
    for _each in range(2):
        s.tom.says(f"give {name} 10-pack welcome", f"dar {name} Bono 10 bienvenida")
        s.passes(minutes=2)
    s.client.says("why this message", "por qué este mensaje")
    s.client.hears("client_digest")
    s.client.says("why this message", "por qué este mensaje")
    s.ada.says(f"whynot {name}", f"porqueno {name}")
    s.ada.taps(OpenWhy(s.client.address.person_id).pack(), name)  # one of two of that name
    s.ada.presses(OpenNotification, 2)
    s.ada.presses(OpenNotification)
    s.ada.says("notif 1000000", "aviso 1000000")
    s.ada.says("notif")


@scene("What was sold, once a day")
def sold(s: Stage) -> None:
    sells(s)
    booked(s)
    s.tom.says("notifications", "avisos")
    s.tom.presses(TellDaily)
    s.tom.presses(TellDaily)
    s.tom.presses(DigestAt)
    for _each in range(2):
        s.client.says("buy", "comprar")
        s.client.presses(Buy)
        s.is_paid()
        s.passes(minutes=2)
    s.tom.hears("trainer_digest")


@scene("In the morning, what the night put off")
def morning(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says("quiet 22-8", "silencio 22-8")
    s.passes(days=3, hours=14)
    s.tom.opens()
    s.tom.presses(Complete)
    name = s.client.address.person.first_name
    s.tom.says(f"give {name} 10-pack welcome", f"dar {name} Bono 10 bienvenida")
    s.client.hears("client_digest")
