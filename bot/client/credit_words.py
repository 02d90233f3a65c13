"""What a card says of the credit that pays for a session."""

from bot.dialogue.scene import Scene
from bot.dialogue.words import _, cost, ngettext, voice
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import UPCOMING
from domain.packages.spending import left_after


def price_said(booking: Booking) -> str:
    """The price, or that a credit pays it."""
    return _("1 credit") if booking.lot_id is not None else cost(booking.price)


def price_in_brief(scene: Scene, sheet: Sheet) -> str:
    """The same for a text, with how many are left; of a hold as it would be paid."""
    n = left_after(scene.work, sheet) if sheet.booking.status in UPCOMING else None
    return price_said(sheet.booking) if n is None else _("1 credit, {n} left", n=n)


def credit_said(scene: Scene, sheet: Sheet) -> str:
    """Before it is booked, that a credit would pay; and how many are left then."""
    if sheet.booking.status not in UPCOMING or (n := left_after(scene.work, sheet)) is None:
        return ""
    if voice().terse:
        return ""  # `price_said` has said it
    if sheet.booking.status is not Status.HELD:
        return ngettext("{n} credit left.", "{n} credits left.", n)
    return _("Uses 1 credit: {n} left after this.", n=n)
