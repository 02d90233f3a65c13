"""Disputes that were lost: what the bank gave back to a client, and what of it is owed all the same."""

from datetime import datetime

from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter
from domain.money import Money
from domain.payments.disputed import Dispute, DisputeState
from domain.payments.entering import account
from domain.payments.model import Payment
from domain.work import Work


def still_owed(work: Work, dispute: Dispute) -> Money:
    """Of one that was lost, what had its price: the bank has given that back, too."""
    of_it = [each for each in work.ledger.of_payment(dispute.payment_id) if _is_of(dispute, each.cause)]
    back = sum(each.amount for each in of_it if each.step is Step.LOST)
    less = sum(each.amount for each in of_it if each.step is Step.UNSOLD)
    return Money(back - less, dispute.currency)


def unsell(work: Work, payment: Payment, kept: int, *, now: datetime) -> None:
    """Of what had no price after all, no more is owed than what was ``kept`` of it for a fee."""
    lost = [each for each in work.disputes.of_payment(payment.id) if each.state is DisputeState.LOST]
    owing = {each.provider_id: still_owed(work, each).minor for each in lost}
    too_much = sum(owing.values()) - kept
    for name, owed in owing.items():
        less = min(owed, too_much)
        if less <= 0:
            continue
        giver, taker = (account(work, payment, kind) for kind in (Kind.OWED, Kind.EARNED))
        source = Source(payment.id, f"{name}:{too_much}:{kept}")
        enter(work, Step.UNSOLD, giver, taker, less, actor=None, now=now, source=source)
        too_much -= less


def _is_of(dispute: Dispute, cause: str | None) -> bool:
    return cause is not None and cause.split(":")[0] == dispute.provider_id
