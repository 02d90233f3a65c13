"""The refunds that wait for an answer: on the desk among the requests, and in a list of their own."""

from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Screen, Section, choice, lines, list_of
from bot.dialogue.words import _, money, ngettext
from bot.packages import BY
from bot.trainer.package_views import ApproveRefund, AskDeclineRefund
from domain.base import Role
from domain.money import Money
from domain.payments.model import Payment, Refund
from domain.payments.refunds import refundable
from domain.trainers.model import Trainer


def refunds_screen(scene: Scene) -> Screen:
    """A trainer's own; an admin has the whole studio's."""
    whole = bool(scene.person.roles & Role.ADMIN)
    trainer = None if whole else scene.work.trainers.of_person(scene.person.id)
    waiting = refund_sections(scene, trainer)
    return Screen(
        sections=(Section(title=_("Refunds")), *(waiting or [Section(_("No refund is waiting."))])),
        subject=("refunds", trainer.id if trainer else 0),
        private=True,
    )


def refund_sections(scene: Scene, trainer: Trainer | None) -> list[Section]:
    """Of everybody's where no trainer is named, each with whose it is."""
    waiting = scene.work.payments.refunds_asked(trainer.id if trainer else None)
    return [_section(scene, each, named=trainer is None) for each in waiting]


def _section(scene: Scene, refund: Refund, *, named: bool) -> Section:
    payment = scene.work.payments.payment(refund.payment_id)
    whose = scene.work.trainers.trainer(payment.trainer_id).name if named else ""
    client = scene.work.people.person(payment.client_id)
    count, amount = refundable(scene.work, payment)
    said = _("{name} asks for a refund", name=client.name)
    facts = list_of([whose, said, refund_facts(payment, count, amount)])
    return Section(lines(facts, f"“{refund.reason}”"), refund_answers(refund, count, amount))


def refund_facts(payment: Payment, count: int, amount: Money) -> str:
    unused = ngettext("{n} credit not used", "{n} credits not used", count) if count else ""
    return list_of([payment.name, money(amount), unused, _(BY[payment.way]) if payment.way else ""])


def refund_answers(refund: Refund, count: int, amount: Money) -> tuple[Choice, ...]:
    """As much as could be given back now, or only no."""
    approve = [choice(_("Approve"), ApproveRefund(refund.id, count), "primary")] if amount.minor else []
    return (*approve, choice(_("Decline"), AskDeclineRefund(refund.id)))
