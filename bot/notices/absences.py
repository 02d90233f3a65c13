"""What is said unasked when a trainer can't be there: to each client, and on the trainer's board."""

from dataclasses import replace

from bot.client.absences import offer_screen
from bot.dialogue.screen import Screen
from bot.notices.registry import Notice, notice
from bot.trainer.absences import board
from domain.absences.model import Answer


@notice("client_absence")
def asked(told_of: Notice) -> Screen | None:
    """It rings; nothing where it was settled meanwhile."""
    replacement = told_of.work.absences.replacement(told_of.notification.data["replacement"])
    if replacement.answer is not Answer.ASKED:
        return None
    sheet = told_of.work.bookings.sheet(replacement.booking_id)
    return replace(offer_screen(told_of, sheet, replacement), fresh=True)


@notice("trainer_absence")
def drawn(told_of: Notice) -> Screen:
    """One board, edited in place; it rings when the time to answer is over."""
    absence = told_of.work.absences.absence(told_of.subject_id)
    return replace(board(told_of, absence), fresh=bool(told_of.notification.data.get("ping")))
