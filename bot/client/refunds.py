"""Asking for money back: what was not used of a package, with a word of why."""

import re
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from bot.client.payment_card import asked_back
from bot.client.views import AskRefund, OpenCredits, WithdrawRefund
from bot.dialogue.actions import Home
from bot.dialogue.home import NO
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money, ngettext
from domain.base import Role
from domain.payments import refunds
from domain.payments.errors import NothingToRefund
from domain.payments.model import Payment, Refund

_THANKS = {"thanks", "thank", "you", "gracias", "please", "por", "favor"}
_NOT_AFTER_ALL = (
    *NO,
    *(
        "n",
        "no no",
        "thanks",
        "never mind",
        "nevermind",
        "forget it",
        "leave it",
        "not now",
        "cancel",
        "don't",
    ),
    *("déjalo", "dejarlo", "da igual", "no importa", "olvídalo", "cancelar", "nada", "ya no"),
)


def _bare(said: str) -> str:
    """Without signs and politeness."""
    return " ".join(word for word in re.findall(r"\w+", fold(said)) if word not in _THANKS)


_NOES = frozenset(map(_bare, _NOT_AFTER_ALL))


def _with_a_letter(typed: str) -> str:
    if not any(map(str.isalpha, typed)):
        raise ValueError
    return typed


class WhyRefund(BaseModel):
    reason: Annotated[str, AfterValidator(_with_a_letter)] = Field(
        title=N_("Why would you like your money back?"), examples=[N_("I move away")], max_length=200
    )


@on(AskRefund, who=Role.CLIENT)
def ask_refund(turn: Turn, asked: AskRefund) -> Screen:
    """What could be given back, before anybody is asked for it."""
    payment = _own(turn, asked.payment)
    if waiting := refunds.asked(turn.work, payment):
        return _waits(turn, payment, waiting)
    count, amount = refunds.refundable(turn.work, payment)
    if not count or not amount.minor:
        raise NothingToRefund
    said = ngettext(
        "{amount} for {n} credit of {name} that is not used.",
        "{amount} for {n} credits of {name} that are not used.",
        count,
        amount=money(amount),
        name=payment.name,
    )
    return Screen(title="" if turn.by_text else _("Ask for a refund"), text=said, form=asked.pack())


@answers(AskRefund, WhyRefund)
def refund_asked(turn: Turn, asked: AskRefund, form: WhyRefund) -> Screen:
    payment = _own(turn, asked.payment)
    if _bare(form.reason) in _NOES:
        return _credits(_("Nothing was asked for, and your credits stay as they are."))
    refund = refunds.ask(turn.work, turn.person, payment.id, reason=form.reason, now=turn.now)
    return _waits(turn, payment, refund)


def _waits(turn: Turn, payment: Payment, refund: Refund) -> Screen:
    """From then on it is the payment's card, which says what comes of it."""
    said = asked_back(turn, payment, refund)
    screen = _credits(said, choice(_("Withdraw it"), WithdrawRefund(refund.id)))
    return screen if turn.by_text else replace(screen, subject=("payment", payment.id))


@on(WithdrawRefund, who=Role.CLIENT)
def withdraw(turn: Turn, wanted: WithdrawRefund) -> Screen:
    payment = _own(turn, turn.work.payments.refund(wanted.refund).payment_id)
    refunds.withdraw(turn.work, turn.person, wanted.refund, now=turn.now)
    name = turn.work.trainers.trainer(payment.trainer_id).name
    return _credits(_("Withdrawn: {name} is no longer asked, and your credits stay as they are.", name=name))


@command("withdraw", "withdraw refund", "retirar", "retirar reembolso", who=Role.CLIENT)
def withdraw_typed(turn: Turn, rest: str) -> Screen:
    """Whichever waits."""
    for payment in turn.work.payments.paid_of(turn.person.id):
        if waiting := refunds.asked(turn.work, payment):
            return withdraw(turn, WithdrawRefund(waiting.id))
    return _credits(_("No refund is waiting."))


def _credits(said: str, *more: Choice) -> Screen:
    return Screen(
        text=said, choices=((*more, choice(_("Your credits"), OpenCredits()), choice(_("Menu"), Home())),)
    )


@command("refund", "reembolso", "devolución", who=Role.CLIENT)
def refund_typed(turn: Turn, rest: str) -> Screen:
    """Of the last package that there is something left of."""
    paid = turn.work.payments.paid_of(turn.person.id)
    if not paid:
        return nothing_paid()
    for payment in paid:
        if refunds.asked(turn.work, payment) or refunds.refundable(turn.work, payment)[1].minor:
            return ask_refund(turn, AskRefund(payment.id))
    raise NothingToRefund


def nothing_paid() -> Screen:
    """For who asks about a payment and has made none."""
    return Screen(text=_("You have paid for nothing here yet."), choices=((choice(_("Menu"), Home()),),))


def _own(turn: Turn, payment_id: int) -> Payment:
    """One of theirs, and the turn is for whose it is. Raises NotYours."""
    payment = turn.work.payments.payment(payment_id)
    turn.speak_for(payment.client_id)
    return payment
