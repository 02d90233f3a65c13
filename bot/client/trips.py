"""Some days in another zone, “I’m in Lisbon this week”: times are shown, hours are read, on its clocks."""

import re
from dataclasses import replace
from datetime import date

from pydantic import BaseModel, Field

from bot.client.views import AskTrip, CallOff
from bot.dialogue.actions import Home
from bot.dialogue.routes import answers, command, on, sentence
from bot.dialogue.screen import Row, Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, day, local, place, speaking
from bot.zones import zones_named
from domain.base import Role
from domain.errors import Unreadable
from domain.people.model import Channel, Trip
from domain.people.trips import UnreadableTrip, call_off, plan_trip
from domain.schedule.day_words import Days, read_days

_EITHER = Role.CLIENT | Role.TRAINER
_SAID = re.compile(
    r"(?:i['’]?m|i am|i['’]?ll be|i will be|estoy|estare|voy a estar)(?: away)? (?:in|en) (?P<rest>\S.*)"
)
_LONGEST_NAME = 4  # words of a city


class Away(BaseModel):
    city: str = Field(title=N_("In which city, or the nearest big one?"), examples=["Lisbon"], max_length=60)
    first: date = Field(title=N_("The first day there"))
    last: date = Field(title=N_("The last day there"))


@command(
    "trip", "trips", "hub trip", "hub trips", "viaje", "viajes", "hub viaje", "hub viajes",
    who=_EITHER, takes_words=True,
)  # fmt: skip
def trip_typed(turn: Turn, rest: str) -> Screen:
    """Alone: those to come. Such as "trip Lisbon 3-10 dec" or "trip Lisbon until friday"."""
    if not rest:
        return trips_screen(turn)
    found = _read(turn, rest)
    if found is None:
        raise UnreadableTrip(words=rest)
    return _planned(turn, *found)


@command("trip off", "hub trip off", "viaje no", "hub viaje no", who=_EITHER)
def trip_off(turn: Turn, rest: str) -> Screen:
    """The one they are on, or the next."""
    coming = _coming(turn)
    return end_trip(turn, CallOff(coming[0].id)) if coming else trips_screen(turn)


@sentence(who=_EITHER)
def away_said(turn: Turn, text: str) -> Screen | None:
    """Such as "I'm in Lisbon this week"; "I'm in bed this week" is for a human."""
    said = _SAID.fullmatch(fold(text))
    found = _read(turn, said["rest"]) if said and not turn.event.thread else None
    return _planned(turn, *found) if found else None


@on(AskTrip, who=_EITHER)
def ask_trip(turn: Turn, asked: AskTrip) -> Screen:
    return Screen(title=_("Away"), form=asked.pack())


@answers(AskTrip, Away)
def trip_filled(turn: Turn, asked: AskTrip, form: Away) -> Screen:
    found = zones_named(form.city)
    if not found:
        problem = _("I don't know {city}. Try the nearest big city.", city=form.city)
        return Screen(title=_("Away"), form=asked.pack(), values=_kept(form), errors={"city": problem})
    return _planned(turn, found[0], (form.first, form.last))


def _kept(form: Away) -> dict[str, str]:
    return {"first": form.first.isoformat(), "last": form.last.isoformat()}


def _read(turn: Turn, words: str) -> tuple[str, Days] | None:
    """The zone of the city that is named first, and the days that follow it; None where they are neither."""
    said = words.split()
    for size in range(min(_LONGEST_NAME, len(said) - 1), 0, -1):
        zones = zones_named(" ".join(said[:size]).rstrip(","))
        if not zones:
            continue
        try:
            return zones[0], read_days(" ".join(said[size:]), local(turn.now), turn.date_order)
        except Unreadable:
            continue
    return None


def _planned(turn: Turn, zone: str, days: Days) -> Screen:
    trip = plan_trip(turn.work, turn.speaker, turn.speaker, zone, *days, now=turn.now)
    turn.work.flush()
    with speaking(turn.voice):  # which may be on other clocks by now
        return _left_outside(turn, trip_screen(turn, trip))


def trip_screen(turn: Turn, trip: Trip) -> Screen:
    """Where, when, and what it means."""
    trains = turn.work.trainers.of_person(turn.speaker.id)
    means = (
        _("Your hours are on {place}’s clocks then: 09:00 is 09:00 there.", place=place(trip.zone))
        if trains
        else _("Times are shown in {place} time then.", place=place(trip.zone))
    )
    return Screen(
        title=_("In {place}", place=place(trip.zone)),
        text=lines(_days(trip), means, _("What is booked stays as it is.")),
        choices=((choice(_("Call the trip off"), CallOff(trip.id)), *_menu(turn)),),
        private=True,
    )


def trips_screen(turn: Turn) -> Screen:
    """Those to come, each with the way to call it off."""
    coming = _coming(turn)
    shown = tuple(
        Section(f"{place(each.zone)}: {_days(each)}", (choice(_("Call the trip off"), CallOff(each.id)),))
        for each in coming
    )
    return Screen(
        title=_("Trips"),
        text=lines("" if coming else _("None to come."), _("Type for example: trip Lisbon 3-10 dec")),
        sections=shown,
        choices=((choice(_("I am away"), AskTrip(), word=""), *_menu(turn)),),
        private=True,
    )


def _menu(turn: Turn) -> Row:
    return () if turn.event.channel is Channel.SLACK else (choice(_("Menu"), Home()),)


def _days(trip: Trip) -> str:
    if trip.first == trip.last:
        return day(trip.first)
    return _("{start} to {end}", start=day(trip.first), end=day(trip.last))


def _coming(turn: Turn) -> list[Trip]:
    trips = turn.speaker.trips
    return [each for each in trips if not each.over]


@on(CallOff, who=_EITHER)
def end_trip(turn: Turn, wanted: CallOff) -> Screen:
    trip = call_off(turn.work, turn.speaker, wanted.trip)
    turn.work.flush()
    with speaking(turn.voice):
        said = _(
            "No trip to {place}: times are in {home} time.",
            place=place(trip.zone),
            home=place(turn.speaker.zone),
        )
        return _left_outside(turn, replace(trips_screen(turn), text=said))


def _left_outside(turn: Turn, screen: Screen) -> Screen:
    """A trainer sees the bookings that their hours have no room for any more."""
    if turn.work.trainers.of_person(turn.person.id) is None:
        return screen
    from bot.trainer.hours import left_outside

    return left_outside(turn, screen)
