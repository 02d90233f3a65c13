"""What is said unasked about the waitlist: an offer, its end, and the trainer's card."""

from dataclasses import replace

from bot.client.waitlist import offer_screen, over_screen
from bot.dialogue.screen import Screen
from bot.notices.registry import Notice, notice
from bot.trainer.waitlist import gap_card
from domain.bookings.model import Status
from domain.bookings.rules import GONE, has_lapsed
from domain.waitlist.model import OfferStatus


@notice("client_offer")
def offered(told_of: Notice) -> Screen | None:
    """It rings, since it is theirs for a quarter of an hour."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    if sheet.booking.status is not Status.HELD or has_lapsed(sheet.booking, told_of.now):
        return None
    return replace(offer_screen(told_of, sheet), fresh=True)


@notice("client_offer_over")
def offer_over(told_of: Notice) -> Screen | None:
    """On the card that offered it; what the trainer took back is said anew."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    offer = told_of.work.waitlist.offer_of(sheet.booking.id)
    if offer is None or sheet.booking.status not in GONE:
        return None
    broken = offer.status is OfferStatus.WITHDRAWN
    shown = told_of.work.conversations.card(told_of.address.id, ("booking", sheet.booking.id))
    return replace(over_screen(told_of, sheet), fresh=broken) if broken or shown else None


@notice("trainer_gap")
def gap(told_of: Notice) -> Screen:
    """The question rings; what becomes of it changes quietly on its card."""
    found = told_of.work.waitlist.gap(told_of.subject_id)
    card = gap_card(told_of, found)
    return replace(card, fresh=bool(told_of.notification.data.get("ping")) and found.is_fillable)
