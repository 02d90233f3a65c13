"""A client's bank disputes a payment: how it stands, until when it can be answered, and what came of it."""

from base64 import b64encode
from contextlib import AbstractContextManager
from datetime import datetime

from bot.dialogue.routes import card, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import File, Row, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, Voice, _, money, ngettext, speaking, when
from bot.packages import what
from bot.papers import proof_pdf
from bot.proof import evidence, parts_of
from bot.trainer.home import trainer_of
from bot.trainer.lists import settled
from bot.trainer.money_views import ProofOf, SendProof
from bot.trainer.package_views import CreditsOf
from domain.base import Role
from domain.payments import disputes
from domain.payments.credits import holding_of
from domain.payments.disputed import Dispute, DisputeState
from domain.payments.disputes import can_prove, require_seller, taken
from domain.payments.lost import still_owed
from domain.payments.model import Payment

_WHY = {
    "fraudulent": N_("the cardholder says it was not them"),
    "duplicate": N_("it is said to be charged twice"),
    "product_not_received": N_("it is said that nothing was given for it"),
    "product_unacceptable": N_("what was given is said to be not as promised"),
    "subscription_canceled": N_("it is said to be cancelled before"),
    "unrecognized": N_("the cardholder does not recognise it"),
    "credit_not_processed": N_("it is said that money back was promised"),
}


def dispute_card(scene: Scene, dispute: Dispute) -> Screen:
    payment = scene.work.payments.payment(dispute.payment_id)
    client = scene.work.people.person(payment.client_id)
    return Screen(
        title=_("{name}: the bank disputes a payment", name=client.name),
        text=lines(_facts(scene, dispute, payment), how_it_stands(scene, dispute, payment)),
        choices=_ways(dispute, payment, scene.now),
        subject=("dispute", dispute.id),
        private=True,
    )


def how_it_stands(scene: Scene, dispute: Dispute, payment: Payment) -> str:
    name = scene.work.people.person(payment.client_id).first_name
    match dispute.state:
        case DisputeState.WON:
            return _("Won: the money is yours, and the credits are good again. {name} is told.", name=name)
        case DisputeState.LOST:
            return _lost(scene, dispute, name)
        case DisputeState.SENT:
            return lines(_frozen(scene, payment), _("The bank has your answer. I tell you what it decides."))
        case _waits:
            if dispute.proof_refused:
                said = _("The bank was not told: {words}", words=dispute.proof_refused)
                return lines(_frozen(scene, payment), said, _("Answer it in Stripe’s dashboard."))
            if dispute.proof is not None:
                return lines(_frozen(scene, payment), _("Your answer is on its way to the bank."))
            until = when(dispute.due_at) if dispute.due_at else ""
            answer = _("Answer until {time}, or it is lost.", time=until) if until else ""
            return lines(_frozen(scene, payment), answer)


def _lost(scene: Scene, dispute: Dispute, name: str) -> str:
    count, owed = taken(scene.work, dispute), still_owed(scene.work, dispute)
    gone = _("Lost: {name} has the money again.", name=name)
    with_it = ngettext(
        "Lost: {name} has the money again, and {n} credit went with it.",
        "Lost: {name} has the money again, and {n} credits went with it.",
        count,
        name=name,
    )
    due = _("{name} owes you {amount} for what was used.", name=name, amount=money(owed))
    return lines(with_it if count else gone, due if owed.minor else "")


def _facts(scene: Scene, dispute: Dispute, payment: Payment) -> str:
    why = _(_WHY[dispute.reason]) if dispute.reason in _WHY else dispute.reason.replace("_", " ")
    return list_of([what(payment), money(dispute.amount), why])


def _frozen(scene: Scene, payment: Payment) -> str:
    held = holding_of(scene.work, payment)
    count = held.frozen if held else 0
    if not count:
        return ""
    return ngettext(
        "{n} credit can't be used until the bank decides.",
        "{n} credits can't be used until the bank decides.",
        count,
    )


def _ways(dispute: Dispute, payment: Payment, now: datetime) -> tuple[Row, ...]:
    paper = choice(_("Proof (PDF)"), ProofOf(dispute.id))
    if not can_prove(dispute, now):
        return ((paper, choice(_("Credits"), CreditsOf(payment.client_id))),)
    return ((choice(_("Send it to the bank"), SendProof(dispute.id), "primary"), paper),)


@on(ProofOf, who=Role.TRAINER | Role.ADMIN)
def show_proof(turn: Turn, asked: ProofOf) -> Screen:
    """In the words that the bank would read."""
    dispute = its_own(turn, asked.dispute)
    with _for_the_bank(turn, dispute):
        paper = proof_pdf(turn.work, dispute, turn.studio.name)
    said = _("What was bought and shown, each session, and each message, from the log.")
    return Screen(text=said, file=File("proof.pdf", "application/pdf", b64encode(paper).decode(), coded=True))


@on(SendProof, who=Role.TRAINER | Role.ADMIN)
def send_proof(turn: Turn, wanted: SendProof) -> Screen:
    dispute = its_own(turn, wanted.dispute)
    with _for_the_bank(turn, dispute):
        words = evidence(parts_of(turn.work, dispute))
    sent = disputes.prove(turn.work, turn.person, dispute.id, words, now=turn.now)
    return settled(turn, dispute_card(turn, sent).with_toast(_("It goes to the bank.")))


def _for_the_bank(turn: Turn, dispute: Dispute) -> AbstractContextManager[None]:
    """In the studio's language, and on the trainer's clock."""
    payment = turn.work.payments.payment(dispute.payment_id)
    return speaking(Voice(turn.studio.locale, turn.work.trainers.trainer(payment.trainer_id).zone))


@command(
    *("disputes", "hub disputes", "disputas", "hub disputas"),
    who=Role.TRAINER | Role.ADMIN,
)
def disputes_typed(turn: Turn, rest: str) -> Screen:
    """Those that no bank has decided; an admin has the whole studio's."""
    mine = None if turn.person.roles & Role.ADMIN else trainer_of(turn).id
    waiting = [_section(turn, each) for each in turn.work.disputes.open(mine)]
    return Screen(
        sections=(Section(title=_("Disputes")), *(waiting or [Section(_("No bank disputes a payment."))])),
        private=True,
    )


def _section(scene: Scene, dispute: Dispute) -> Section:
    shown = dispute_card(scene, dispute)
    return Section(lines(shown.title, shown.text), shown.choices[0])


@card("dispute")
def card_of(turn: Turn, dispute_id: int) -> Screen:
    return dispute_card(turn, its_own(turn, dispute_id))


def its_own(turn: Turn, dispute_id: int) -> Dispute:
    """Raises NotYours for another trainer."""
    dispute = turn.work.disputes.dispute(dispute_id)
    payment = turn.work.payments.payment(dispute.payment_id)
    require_seller(turn.work, turn.person, payment)
    return dispute
