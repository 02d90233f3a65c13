"""A session as an iCalendar file (RFC 5545)."""

from datetime import UTC

from icalendar import Calendar, Event

from bot.dialogue.scene import Scene
from bot.dialogue.screen import File, lines
from bot.dialogue.words import _
from domain.bookings.ports import Sheet
from domain.trainers.places import is_link


def calendar_file(scene: Scene, sheet: Sheet) -> File:
    """One event. Its UID stays, and its sequence rises with the booking's version, so that a newer
    file updates it.
    """
    booking = sheet.booking
    calendar = Calendar()
    calendar.add("prodid", "-//TrainerHub//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"booking-{booking.id}@trainerhub")
    event.add("dtstamp", scene.now.astimezone(UTC))
    event.add("dtstart", booking.session.starts)
    event.add("dtend", booking.session.ends)
    event.add("sequence", booking.version)
    event.add("summary", _("{service} with {name}", service=sheet.service.name, name=sheet.trainer.name))
    event.add("description", lines(sheet.booking.session.agenda, scene.studio.name))
    if sheet.place:
        event.add("location", sheet.place)
    if sheet.place and is_link(sheet.place):
        event.add("url", sheet.place)
    calendar.add_component(event)
    return File("session.ics", "text/calendar", calendar.to_ical().decode())
