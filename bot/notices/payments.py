"""What is told of payments: to the client that it arrived or did not, to the trainer what was sold."""

from dataclasses import replace

from bot.client.payment_card import payment_card
from bot.dialogue.screen import Screen, choice
from bot.dialogue.words import _, money, voice
from bot.notices.registry import Notice, notice
from bot.packages import BY
from bot.trainer.package_views import CreditsOf
from domain.payments.model import Payment, Standing


@notice("client_paid")
def paid(told_of: Notice) -> Screen | None:
    """What was undone meanwhile was never told."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    return _told(told_of, payment) if payment.status is Standing.PAID else None


@notice("client_unpaid")
def unpaid(told_of: Notice) -> Screen | None:
    payment = told_of.work.payments.payment(told_of.subject_id)
    return _told(told_of, payment) if payment.status is Standing.OPEN else None


def _told(told_of: Notice, payment: Payment) -> Screen:
    """The card turns by itself; a text is another text."""
    return replace(payment_card(told_of, payment), fresh=voice().terse)


@notice("trainer_sold")
def sold(told_of: Notice) -> Screen:
    payment = told_of.work.payments.payment(told_of.subject_id)
    client = told_of.work.people.person(payment.client_id)
    said = _(
        "{name} bought {package}: {amount} {way}.",
        name=client.name,
        package=payment.name,
        amount=money(payment.price),
        way=_(BY[payment.way]) if payment.way else "",
    )
    return Screen(text=said, choices=((choice(_("Credits"), CreditsOf(client.id)),),), fresh=True)
