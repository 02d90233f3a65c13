"""Packages and credits: sold, given, spent, seen line by line, extended."""

from bot.client.booking import Confirm
from bot.client.views import AskToCancel, BookWith, Cancel, OpenCredits, UndoCancel, WhyCredits
from bot.trainer.package_views import (
    AddPackage,
    AskTakeBack,
    CreditsOf,
    EditPackage,
    ExtendLot,
    GiveCredits,
    GivePackage,
    OfferPackage,
    OpenHolders,
    OpenPackages,
    WhyOf,
)
from tests.gallery.scene import booked, held, scene
from tests.gallery.stage import Stage


def sells(s: Stage) -> None:
    s.tom.says(
        "package new name 10-pack, sessions 10, price 400, valid 90 days",
        "paquete nuevo nombre Bono 10, sesiones 10, precio 400, validez 90 días",
    )


def _gives(s: Stage) -> None:
    """To a client who has booked once."""
    sells(s)
    booked(s)
    client = s.client.address.person.first_name
    s.tom.says(f"give {client} 10-pack paid in cash", f"dar {client} Bono 10 pagado en efectivo")


@scene("What a trainer sells in packages")
def sold(s: Stage) -> None:
    s.tom.says("packages", "paquetes")
    s.tom.presses(AddPackage)
    s.tom.fills(name="5-pack", sessions="5", price="200", days="60", services="all", discount="10")
    s.tom.presses(EditPackage)
    s.tom.fills(price="190")
    s.tom.says("package 1 services running session", "paquete 1 servicios running session")
    s.tom.says("package 1 services chess", "paquete 1 servicios ajedrez")
    s.tom.says("package 1 off", "paquete 1 no")
    s.tom.presses(OfferPackage)
    s.tom.says("package whatever", "paquete lo que sea")
    s.tom.opens()
    s.tom.presses(OpenPackages)


@scene("Credits are given, and pay for sessions")
def given(s: Stage) -> None:
    _gives(s)
    s.client.hears("client_credits")
    s.client.presses(OpenCredits)
    held(s, "tom", ("fri 6pm", "vie 18h"))
    s.client.presses(Confirm)
    if not s.by_text:
        s.client.presses(AskToCancel)
    s.client.presses(Cancel)
    s.client.presses(UndoCancel)
    s.client.says("credits", "créditos")
    s.client.presses(WhyCredits)
    s.client.says("me", "sesiones")
    s.client.says("why", "por qué")


@scene("A client's credits as the trainer has them")
def of_a_client(s: Stage) -> None:
    _gives(s)
    client = s.client.address.person.first_name
    s.tom.presses(WhyOf)
    s.tom.presses(CreditsOf)
    s.tom.presses(GivePackage)
    s.tom.fills(reason=s.says("Paid by card", "Pagado con tarjeta"))
    s.tom.presses(GiveCredits)
    s.tom.fills(count="2", days="30", reason=s.says("Sorry for Tuesday", "Perdón por el martes"))
    s.tom.presses(ExtendLot)
    s.tom.fills(until="2027-05-31", reason=s.says("Was ill", "Estuvo enfermo"))
    s.client.hears("client_credits")
    s.tom.says(f"extend {client} 30 days was ill", f"ampliar {client} 30 días estuvo enfermo")
    s.tom.says(f"give {client} 1 credit", f"dar {client} 1 crédito")
    s.tom.says("credits", "bonos")
    s.tom.opens()
    s.tom.presses(OpenHolders)
    s.tom.says("give nobody 3 credits", "dar nadie 3 créditos")


@scene("The last credit is spent on another phone")
def spent(s: Stage) -> None:
    booked(s)
    client = s.client.address.person.first_name
    s.tom.says(f"give {client} 2 credits thanks", f"dar {client} 2 créditos gracias")
    held(s, "tom", ("fri 6pm", "vie 18h"))
    s.spends_the_last_credit()
    s.client.presses(Confirm)


@scene("Straight to the times that a package pays for, and credits that are taken back")
def with_a_package(s: Stage) -> None:
    _gives(s)
    client = s.client.address.person.first_name
    s.client.says("credits", "créditos")
    if not s.by_text:
        s.client.presses(BookWith)
    s.client.says("book with my 10-pack", "reservar con mi Bono 10")
    s.tom.says(f"credits {client}", f"bonos {client}")
    s.tom.presses(AskTakeBack)
    s.tom.fills(count="2", reason=s.says("Given twice", "Dados dos veces"))
    s.client.hears("client_credits")
    s.tom.says(f"take back {client} 99 credits slip", f"quitar bonos {client} 99 bonos error")
    s.tom.says("take back nobody 1 credit", "quitar bonos nadie 1 bono")
