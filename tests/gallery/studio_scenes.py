"""Those who work for the studio."""

from bot.admin.closures import OfferAll, Reopen
from bot.client.consent import Keep
from bot.client.times import PickTime
from bot.client.views import AskTrip, CallOff, KeepSession
from bot.dialogue.actions import ClientSide, Desk, Home
from bot.trainer.hours import SaveHours
from bot.trainer.views import (
    AddBlock,
    AddOpening,
    AddService,
    AskClose,
    CloseAgain,
    CloseDay,
    EditHours,
    EditSeason,
    EditService,
    EndSeason,
    OfferMoves,
    OfferService,
    OpenCard,
    OpenServices,
    Unblock,
    UndoLast,
)
from domain.people.model import Channel
from tests.gallery.scene import booked, requested, scene
from tests.gallery.stage import Stage


@scene("A trainer's day", only=Channel.TELEGRAM)
def trainers_day(s: Stage) -> None:
    _day(s)


@scene("A trainer's day, the phone beside", only=Channel.SMS)
def trainers_day_by_text(s: Stage) -> None:
    _day(s)


def _day(s: Stage) -> None:
    requested(s)
    s.ana.opens()
    s.ana.says("desk", "menú")
    s.ana.says("today")
    s.ana.says("week")
    s.ana.says("requests")
    s.ana.says("place")
    s.ana.says("place Studio 2, 5 High Street")
    s.client.says("where is it?", "¿dónde es?")
    s.ana.says("block fri 14-16 dentist")
    s.ana.presses(Unblock)
    s.ana.says("block")
    s.ana.fills(time="fri 14-16 dentist")
    s.ana.opens()
    s.ana.presses(AddBlock)
    s.ana.fills(time="thu 17-19 physio")
    s.ana.opens()
    s.ana.presses(EditHours)
    s.ana.fills(hours="sat 9-13")
    s.ana.presses(SaveHours)
    s.ana.says("hours")
    s.ana.says("hours mon-fri 25-99")
    s.ana.says("what is this?")
    s.ana.taps(OpenCard(1).pack(), "…")
    s.ana.taps(OpenCard(99).pack(), "…")
    s.ana.presses(Home)


@scene("Open for once, and hours that leave a booking outside")
def openings(s: Stage) -> None:
    s.tom.says("open sat 9-12", "abrir sat 9-12")
    s.tom.presses(CloseAgain)
    s.tom.says("hours")
    s.tom.presses(AddOpening)
    s.tom.fills(time="sat 9-12")
    booked(s)
    s.tom.hears("trainer_booking")
    s.tom.says("block thu 17-20 physio")
    s.tom.presses(OfferMoves)
    s.client.hears("client_offer_move")
    s.client.presses(KeepSession)


@scene("Other hours for some days")
def seasons(s: Stage) -> None:
    booked(s)
    s.tom.says("schedule", "horario")
    s.tom.says("schedule holidays 26-27 nov: mon-fri 9-13", "horario vacaciones 26-27 nov: lun-vie 9-13")
    s.tom.presses(SaveHours)
    s.tom.presses(EndSeason)
    s.tom.says("schedule holidays 30 nov", "horario vacaciones 30 nov")
    s.tom.says("schedule summer 30 nov: mon off", "horario verano 30 nov: lun libre")
    s.tom.says("schedule summer 1 jul 2027", "horario verano 1 jul 2027")
    s.tom.says("schedule summer mon-fri 7-9", "horario verano lun-vie 7-9")
    s.tom.presses(SaveHours)
    s.tom.says("schedule")
    s.tom.presses(EditSeason)
    s.tom.fills(name="away", hours="mon-sun off", first="2026-12-07", last="2026-12-11")


@scene("Some days in another zone")
def trips(s: Stage) -> None:
    booked(s)
    s.tom.says("trip New York 26-27 nov", "viaje New York 26-27 nov")
    s.tom.says("trip Lisbon 27 nov", "viaje Lisbon 27 nov")
    s.tom.says("trip to the moon", "viaje a la luna")
    s.client.says("next", "próxima")
    s.tom.says("trips", "viajes")
    s.tom.presses(CallOff)
    s.tom.presses(AskTrip)
    s.tom.fills(city="Lisbon", first="2026-12-03", last="2026-12-04")
    s.tom.says("trip off", "viaje no")
    s.tom.says("I'm in Berlin until friday", "estoy en Berlín hasta el viernes")
    s.client.says("I'm in Tokyo this week", "estoy en Tokyo esta semana")
    s.client.says("menu", "menú")
    s.client.says("trip off", "viaje no")
    s.client.says("trips", "viajes")
    s.client.presses(AskTrip)
    s.client.fills(city="Lisbon", first="2026-11-30", last="2026-12-01")
    s.client.presses(CallOff)


@scene("What a trainer offers, and in which lengths")
def services(s: Stage) -> None:
    s.tom.says("services", "servicios")
    s.tom.presses(EditService)
    s.tom.fills(lengths="30-60", price="40 GBP")
    s.client.says("book tom", "tom")
    s.client.says("thu 6pm", "jue 18h")
    s.client.presses(PickTime)
    s.tom.says("service new", "servicio nuevo")
    s.tom.fills(name="Yoga", lengths="75", price="5000 JPY")
    s.tom.says("service yoga starts 15", "servicio yoga inicios 15")
    s.tom.presses(OfferService, 1)
    s.tom.says("service yoga price cheap", "servicio yoga precio barato")
    s.tom.opens()
    s.tom.presses(OpenServices)
    s.tom.presses(AddService)
    s.ada.says("studio rate", "tarifa")
    s.ada.says("studio rate 48 GBP", "tarifa 48 GBP")
    s.tom.says("service 1 price studio", "servicio 1 precio estudio")


@scene("The day is closed")
def closed(s: Stage) -> None:
    booked(s, ("thu 4pm", "jue 16h"))
    booked(s, ("thu 6pm", "jue 18h"))
    s.tom.hears("trainer_booking")
    s.tom.hears("trainer_over")
    s.tom.presses(AskClose)
    if s.tom.channel is Channel.SLACK:
        s.tom.fills()
    else:
        s.tom.presses(AskClose)
        s.tom.presses(CloseDay)
    s.tom.presses(UndoLast)
    s.tom.says("close", "cerrar")
    s.tom.hears("trainer_settled")
    s.tom.opens()
    s.tom.says("close my day", "cerrar el día")


@scene("A trainer who trains as well")
def both_sides(s: Stage) -> None:
    s.ana.trains_too()
    s.ana.opens()
    if s.ana.channel is Channel.TELEGRAM:  # on a phone they are a client first
        s.ana.presses(Desk)
    s.ana.presses(ClientSide)
    s.ana.presses(Desk)
    s.ana.says("help")


@scene("The admin's board")
def admin(s: Stage) -> None:
    s.ada.opens()
    s.ada.says("bogus")


@scene("The studio is shut")
def shut(s: Stage) -> None:
    booked(s)
    s.ada.says("closure", "cierre")
    s.ada.says("closure thu 17-20 painters", "cierre thu 17-20 pintores")
    s.ada.presses(OfferAll)
    s.client.hears("client_offer_move")
    s.ada.says("closures", "cierre")
    s.ada.presses(Reopen)


@scene("Invited, and not", only=Channel.TELEGRAM)
def invited(s: Stage) -> None:
    s.stranger.says("hello", "hola")
    s.stranger.says("join bogus")
    s.stranger.says(f"join {s.invites('Robin')}", shown="join …")
    s.stranger.opens()


@scene("CANCEL by text, asked about where else they are", only=Channel.TELEGRAM)
def asked_to_cancel(s: Stage) -> None:
    booked(s)
    s.client_texts("CANCEL")
    s.client.hears("client_asked_to_cancel")
    s.tom.hears("trainer_asked_to_cancel")
    s.client.presses(Keep)
