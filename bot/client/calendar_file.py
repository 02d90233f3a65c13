"""A session as an iCalendar file (RFC 5545)."""

from datetime import UTC

from icalendar import Calendar, Event

from bot.dialogue.scene import Scene
from bot.dialogue.screen import File
from bot.dialogue.words import _
from domain.bookings.ports import Sheet


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
    event.add("description", scene.studio.name)
    calendar.add_component(event)
    return File("session.ics", "text/calendar", calendar.to_ical().decode())
