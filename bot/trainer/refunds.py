"""A client asks for money back: approved with a tap, declined with a word of why."""

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, card, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from bot.trainer.lists import below, settled
from bot.trainer.package_views import ApproveRefund, AskDeclineRefund, CreditsOf
from bot.trainer.refund_lists import refund_answers, refund_facts, refunds_screen
from domain.access import require_trainer
from domain.base import Role
from domain.payments import refunds
from domain.payments.elsewhere import is_elsewhere
from domain.payments.errors import FewerLeft
from domain.payments.model import Payment, Refund, RefundState, Way
from domain.people.model import Person


class WhyNot(BaseModel):
    reason: str = Field(
        title=N_("A word of why (the client reads it, and it is kept)"),
        examples=[N_("We agreed on it by phone.")],
        max_length=200,
    )


def refund_card(scene: Scene, refund: Refund) -> Screen:
    payment = scene.work.payments.payment(refund.payment_id)
    client = scene.work.people.person(payment.client_id)
    ways: Row = (choice(_("Credits"), CreditsOf(client.id)),)
    if refund.status is RefundState.ASKED:
        return _asked(scene, refund, payment, client, ways)
    return Screen(
        title=_("{name}: refund", name=client.name),
        text=lines(refund_facts(payment, refund.credits, refund.amount), _came_of(refund, payment, client)),
        choices=(ways,),
        subject=("refund", refund.id),
        private=True,
    )


def _asked(scene: Scene, refund: Refund, payment: Payment, client: Person, ways: Row) -> Screen:
    """As much as could be given back now."""
    count, amount = refunds.refundable(scene.work, payment)
    return Screen(
        title=_("{name} asks for a refund", name=client.name),
        text=lines(refund_facts(payment, count, amount), f"“{refund.reason}”"),
        choices=(refund_answers(refund, count, amount), ways),
        subject=("refund", refund.id),
        private=True,
    )


def _came_of(refund: Refund, payment: Payment, client: Person) -> str:
    name = client.first_name
    if refunds.is_withdrawn(refund, payment):
        return _("{name} has withdrawn it.", name=name)
    if refund.status is RefundState.DECLINED:
        return _("Declined: “{words}”", words=refund.answer)
    if refund.status is RefundState.FAILED:
        return _("It did not go through, and {name} has the credits again.", name=name)
    if is_elsewhere(refund):
        return _("Given back in Stripe. {name} is told.", name=name)
    if payment.way is Way.CARD:
        return _("It goes back to the card. {name} is told.", name=name)
    return _("Please hand it back to {name}, who is told.", name=name)


@command(
    *("refunds", "hub refunds", "reembolsos", "hub reembolsos", "devoluciones", "hub devoluciones"),
    who=Role.TRAINER | Role.ADMIN,
)
def refunds_typed(turn: Turn, rest: str) -> Screen:
    """Those that wait for an answer."""
    return refunds_screen(turn)


@on(ApproveRefund, who=Role.TRAINER | Role.ADMIN)
def approve_refund(turn: Turn, wanted: ApproveRefund) -> Screen:
    """What was shown, or it is shown anew."""
    try:
        refund = refunds.approve(turn.work, turn.person, wanted.refund, wanted.credits, now=turn.now)
    except FewerLeft as fewer:
        said = _(fewer.message).format(**fewer.facts)
        return settled(turn, _card(turn, wanted.refund).with_toast(said))
    return settled(turn, refund_card(turn, refund).with_toast(_("Approved.")))


@on(AskDeclineRefund, who=Role.TRAINER | Role.ADMIN)
def ask_decline_refund(turn: Turn, asked: AskDeclineRefund) -> Screen:
    shown = _card(turn, asked.refund)
    if turn.work.payments.refund(asked.refund).status is not RefundState.ASKED:
        return settled(turn, shown)
    return below(turn, Screen(title=_("Decline"), text=lines(shown.title, shown.text), form=asked.pack()))


@answers(AskDeclineRefund, WhyNot)
def refund_declined(turn: Turn, asked: AskDeclineRefund, form: WhyNot) -> Screen:
    refund = refunds.decline(turn.work, turn.person, asked.refund, reason=form.reason, now=turn.now)
    return settled(turn, refund_card(turn, refund))


@card("refund")
def card_of(turn: Turn, refund_id: int) -> Screen:
    return _card(turn, refund_id)


def _card(turn: Turn, refund_id: int) -> Screen:
    """Raises NotYours for another trainer."""
    refund = turn.work.payments.refund(refund_id)
    payment = turn.work.payments.payment(refund.payment_id)
    require_trainer(turn.person, turn.work.trainers.trainer(payment.trainer_id))
    return refund_card(turn, refund)
