"""Rooms and equipment: made, needed, lacking, and another used instead."""

from bot.trainer.class_views import SaveClass
from bot.trainer.room_views import (
    AddRoom,
    ChangeRoom,
    EditNeeds,
    KeepWith,
    OpenNeeds,
    OpenRooms,
    RemoveRoom,
    SeeRoom,
    UseInstead,
)
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


def rooms(s: Stage) -> None:
    s.ada.says("room Studio 1", "sala Studio 1")
    s.ada.says("room Studio 2", "sala Studio 2")


@scene("Rooms and things are made by an admin")
def made(s: Stage) -> None:
    s.ada.opens()
    s.ada.presses(OpenRooms)
    s.ada.presses(AddRoom)
    s.ada.fills(name="Studio 1")
    s.ada.says("room 10 mats", "sala 10 mats")
    s.ada.presses(ChangeRoom)
    s.ada.fills(name="Studio 3")
    s.ada.says("room mats", "sala mats")
    s.ada.says("room 999 mats", "sala 999 mats")
    s.ada.says("rooms", "salas")
    s.ada.presses(SeeRoom)
    s.ada.says("rooms", "salas")
    s.ada.presses(RemoveRoom)
    s.ada.says("help")


@scene("What a service needs, and what has it not")
def needed(s: Stage) -> None:
    s.tom.says("needs running session studio 1", "necesita running session studio 1")
    rooms(s)
    booked(s)
    s.ana.says("class thu 18:00 8 spin", "clase jue 18:00 8 spin")
    s.ana.presses(SaveClass)
    s.ana.says("needs spin studio 1", "necesita spin studio 1")
    s.tom.says("needs", "necesita")
    s.tom.presses(EditNeeds)
    s.tom.fills(needs="Studio 1")
    s.tom.presses(UseInstead)
    s.tom.presses(OpenNeeds)
    s.tom.says("needs running session a trampoline", "necesita running session una cama")
    s.tom.says("needs bogus", "necesita nada de eso")
    s.tom.says("rooms", "salas")
    s.ada.says("needs", "necesita")
    s.ada.presses(EditNeeds)
    s.ada.fills(needs="nothing")
    s.tom.says("services", "servicios")


@scene("A class without its room, and another one for it")
def a_class(s: Stage) -> None:
    rooms(s)
    s.ana.says("class thu 18:00 8 spin", "clase jue 18:00 8 spin")
    s.ana.presses(SaveClass)
    s.ana.says("needs spin studio 1", "necesita spin studio 1")
    s.tom.says("class sat 12 dec 10:00 6 yoga", "clase sáb 12 dic 10:00 6 yoga")
    s.tom.presses(SaveClass)
    s.tom.says("needs yoga studio 1", "necesita yoga studio 1")
    s.tom.says("class thu 18:00 6 yoga", "clase jue 18:00 6 yoga")
    s.tom.presses(SaveClass)
    s.tom.presses(KeepWith)
