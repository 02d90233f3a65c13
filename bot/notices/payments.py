"""What is told of payments: to the client that it arrived or did not, to the trainer what was sold."""

from dataclasses import replace

from bot.client.payment_card import payment_card
from bot.client.views import OpenCredits
from bot.dialogue.screen import Screen, choice
from bot.dialogue.words import _, money, voice
from bot.notices.registry import Notice, notice
from bot.packages import BY
from bot.trainer.package_views import CreditsOf
from bot.trainer.refunds import refund_card
from domain.payments.model import Payment, RefundState, Standing, Way

_TO_SEE_TO = (RefundState.ASKED, RefundState.FAILED)


@notice("client_paid")
def paid(told_of: Notice) -> Screen | None:
    """What was undone meanwhile was never told."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    return _told(told_of, payment) if payment.status is Standing.PAID else None


@notice("client_unpaid")
def unpaid(told_of: Notice) -> Screen | None:
    """It failed, the bank takes its time, or the session that it was to pay for was let go."""
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


@notice("trainer_refund")
def refund_asked(told_of: Notice) -> Screen:
    """Asked for, or failed: both are the trainer's to see to. What was decided only turns its card."""
    refund = told_of.work.payments.refund(told_of.subject_id)
    return replace(refund_card(told_of, refund), fresh=refund.status in _TO_SEE_TO)


@notice("client_refund")
def refund_decided(told_of: Notice) -> Screen | None:
    refund = told_of.work.payments.refund(told_of.subject_id)
    payment = told_of.work.payments.payment(refund.payment_id)
    name = told_of.work.trainers.trainer(payment.trainer_id).name
    match refund.status:
        case RefundState.DECLINED:
            said = _("{name} declined the refund: “{words}”", name=name, words=refund.answer)
        case RefundState.FAILED:
            said = _(
                "The refund did not go through, and you have your credits again. {name} knows.", name=name
            )
        case _approved if payment.way is Way.CARD:
            said = _("{amount} goes back to your card; banks take a few days.", amount=money(refund.amount))
        case _approved:
            said = _("{name} gives you {amount} back.", name=name, amount=money(refund.amount))
    return Screen(text=said, choices=((choice(_("Your credits"), OpenCredits()),),), fresh=True)
