"""What is told of payments: to the client that it arrived or did not, to the trainer what was sold."""

from base64 import b64encode
from dataclasses import replace

from bot.client.payment_card import payment_card
from bot.client.views import OpenCredits
from bot.dialogue.screen import File, Screen, choice, lines, list_of
from bot.dialogue.words import N_, _, money, ngettext, voice
from bot.notices.registry import Notice, notice
from bot.packages import BY, what
from bot.papers import receipt_lines, receipt_pdf
from bot.trainer.package_views import CreditsOf
from bot.trainer.refunds import refund_card
from domain.payments.elsewhere import is_elsewhere
from domain.payments.model import Payment, Purpose, RefundState, Standing, Way
from domain.payments.refunds import asked
from domain.people.model import Channel

_BOUGHT, _PAID = N_("{name} bought {package}: {amount} {way}."), N_("{name} paid {amount} {way}: {package}.")
_PARTS = (Purpose.DEPOSIT, Purpose.REST, Purpose.FEE)  # which nobody buys
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


@notice("client_payment")
def redrawn(told_of: Notice) -> Screen | None:
    """The card alone, where there is one: what happened to the payment is told by itself."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    card = told_of.work.conversations.card(told_of.address.id, ("payment", payment.id))
    return payment_card(told_of, payment) if card and not voice().terse else None


@notice("client_receipt")
def receipt(told_of: Notice) -> Screen | None:
    """As a paper, where a letter can carry one."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    known = told_of.work.payments.receipts(payment.id)
    mine = next((each for each in known if each.id == told_of.notification.data["receipt"]), None)
    if mine is None or told_of.address.channel is not Channel.MAIL:
        return None
    paper = receipt_pdf(told_of.work, payment, mine, told_of.studio.name)
    title, *said = [each for each in receipt_lines(told_of.work, payment, mine) if each]
    file = File(f"{mine.name}.pdf", "application/pdf", b64encode(paper).decode(), coded=True)
    return Screen(
        title=list_of([title, told_of.studio.name]),
        text=lines(*said, "", _("The PDF is attached: {file}", file=file.name)),
        file=file,
        fresh=True,
    )


@notice("client_owes")
def owes(told_of: Notice) -> Screen | None:
    """What was undone or let off meanwhile is owed no more."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    if payment.status is not Standing.OPEN:
        return None
    if not told_of.studio.takes_cards:
        return None
    return replace(payment_card(told_of, payment), fresh=True)


def _told(told_of: Notice, payment: Payment) -> Screen:
    """The card turns by itself; a text is another text."""
    return replace(payment_card(told_of, payment), fresh=voice().terse)


@notice("trainer_sold")
def sold(told_of: Notice) -> Screen:
    payment = told_of.work.payments.payment(told_of.subject_id)
    client = told_of.work.people.person(payment.client_id)
    said = _(
        _PAID if payment.purpose in _PARTS else _BOUGHT,
        name=client.name,
        package=what(payment),
        amount=money(payment.price),
        way=_(BY[payment.way]) if payment.way else "",
    )
    return Screen(text=said, choices=((choice(_("Credits"), CreditsOf(client.id)),),), fresh=True)


@notice("trainer_refund")
def refund_asked(told_of: Notice) -> Screen:
    """Asked for, or failed: both are the trainer's to see to. What was decided, or is asked for still, only
    turns its card; what was given back in the provider's dashboard may have none.
    """
    refund = told_of.work.payments.refund(told_of.subject_id)
    card = told_of.work.conversations.card(told_of.address.id, ("refund", refund.id))
    is_known = card is not None and refund.status is RefundState.ASKED
    new = (refund.status in _TO_SEE_TO and not is_known) or is_elsewhere(refund)
    return replace(refund_card(told_of, refund), fresh=new)


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
            if refund.credits:
                gone = ngettext("{n} credit goes with it.", "{n} credits go with it.", refund.credits)
                said = f"{said} {gone}"
            if is_elsewhere(refund) and (waits := asked(told_of.work, payment)):
                still = _("{name} is still asked for {amount}.", name=name, amount=money(waits.amount))
                said = f"{said} {still}"
        case _approved:
            said = _("{name} gives you {amount} back.", name=name, amount=money(refund.amount))
    return Screen(text=said, choices=((choice(_("Your credits"), OpenCredits()),),), fresh=True)
