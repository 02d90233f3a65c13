"""A session that its trainer has no time for any more, and that its client keeps for now."""

from bot.client.cards import way_out
from bot.client.views import AskToMove
from bot.dialogue.actions import Home
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, when
from domain.bookings.ports import Sheet


def nobody_there(scene: Scene, sheet: Sheet) -> str:
    """The studio is shut, or else its trainer is away."""
    time = _time(sheet)
    if scene.work.schedule.closures(sheet.booking.starts, sheet.booking.session.ends):
        return _("The studio is shut on {time}.", time=time)
    return _("{name} can’t be there on {time}.", name=sheet.trainer.name, time=time)


def kept_screen(scene: Scene, sheet: Sheet) -> Screen:
    """It stays booked; what becomes of it is between the two of them."""
    return Screen(
        text=lines(
            _("Kept: {time}", time=_time(sheet)),
            nobody_there(scene, sheet),
            _("Write here and {name} will read it.", name=sheet.trainer.name),
        ),
        choices=(
            (choice(_("Other times"), AskToMove(sheet.booking.id)), way_out(sheet.booking)),
            (choice(_("Menu"), Home()),),
        ),
        subject=("booking", sheet.booking.id),
    )


def _time(sheet: Sheet) -> str:
    return when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
