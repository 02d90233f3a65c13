"""What is told of disputes: to the trainer and the admins how each stands, on the client's card in words."""

from dataclasses import replace

from bot.client.payment_card import payment_card
from bot.dialogue.screen import Screen
from bot.dialogue.words import voice
from bot.notices.registry import Notice, notice
from bot.trainer.disputes import dispute_card
from domain.payments.disputed import DisputeState


@notice("trainer_dispute")
def dispute(told_of: Notice) -> Screen:
    """Opened, decided, or not answered after all: a message. That it is under review only turns the card."""
    found = told_of.work.disputes.dispute(told_of.subject_id)
    quiet = found.state is DisputeState.SENT or (found.is_open and found.proof_at and not found.proof_refused)
    return replace(dispute_card(told_of, found), fresh=not quiet)


@notice("client_disputed")
def disputed(told_of: Notice) -> Screen:
    """The card turns by itself; a text is another text."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    return replace(payment_card(told_of, payment), fresh=voice().terse)
