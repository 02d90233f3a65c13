"""Where a session is, as its client is told."""

from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, lines, web
from bot.dialogue.words import _, voice
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.trainers.places import is_link


def where_said(sheet: Sheet) -> str:
    """A line of the card; a text has it in `where_in_short`."""
    if not sheet.place or voice().terse:
        return ""
    return _("Online") if is_link(sheet.place) else _("At {place}", place=sheet.place)


def where_in_short(scene: Scene, sheet: Sheet) -> tuple[str, ...]:
    """By text, before the session: where it is, or how to ask, whichever there is room for."""
    booking, place = sheet.booking, sheet.place
    if not voice().terse or not place or booking.status not in FIRM or booking.session.ends <= scene.now:
        return ()
    if not is_link(place):
        return _("At {place}", place=place), _("Text WHERE for the place.")
    if booking.status is not Status.CONFIRMED:
        return (_("Online"),)
    return _("Join: {link}", link=place), _("Online: text WHERE for the link.")


def join_way(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """The link, from when it is booked until it is over."""
    booking, place = sheet.booking, sheet.place or ""
    if voice().terse or not is_link(place) or booking.session.ends <= scene.now:
        return ()
    return ((web(_("Join"), place),),) if booking.status is Status.CONFIRMED else ()


def directions(sheet: Sheet) -> str:
    """In answer to “where?”: everything that is known; "" where nothing is."""
    if not sheet.place:
        return ""
    if not is_link(sheet.place):
        return _("Your session with {name} is here: {place}", name=sheet.trainer.name, place=sheet.place)
    if sheet.booking.status is not Status.CONFIRMED:
        return _(
            "Your session with {name} is online. The link comes once it is booked.", name=sheet.trainer.name
        )
    return lines(_("Your session with {name} is online:", name=sheet.trainer.name), sheet.place)
