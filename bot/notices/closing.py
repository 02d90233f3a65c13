"""What a trainer is told unasked about sessions that are over."""

from dataclasses import replace

from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from bot.trainer.cards import trainer_card
from bot.trainer.views import AskClose
from domain.bookings.attendance import to_settle
from domain.bookings.model import Status
from domain.bookings.ports import Sheet


@notice("trainer_over")
def over(told_of: Notice) -> Screen | None:
    """The card once more as the session ends, with what is to be said about it; nothing where it was."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    if sheet.booking.status is not Status.CONFIRMED:
        return None
    card = trainer_card(told_of, sheet)
    return replace(
        card,
        title=_("Over: {name}", name=sheet.client.name),
        text=lines(_("Did it take place?"), card.text),
        choices=(*card.choices, *_all_at_once(told_of, sheet)),
        fresh=True,
    )


def _all_at_once(told_of: Notice, sheet: Sheet) -> tuple[Row, ...]:
    """The way to settle the others too, where there are any."""
    waiting = to_settle(told_of.work, sheet.trainer, now=told_of.now)
    return ((choice(_("Close my day"), AskClose()),),) if len(waiting) > 1 else ()


@notice("trainer_settled")
def settled(told_of: Notice) -> Screen | None:
    """Only the card that there is: nobody need be told."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    shown = told_of.work.conversations.card(told_of.address.id, ("booking", sheet.booking.id))
    return trainer_card(told_of, sheet) if shown else None
