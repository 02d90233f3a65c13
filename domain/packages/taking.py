"""Taking back credits that were given by mistake."""

from datetime import datetime

from domain.access import require_trainer
from domain.base import Role
from domain.ledger.model import Kind, Step
from domain.ledger.service import enter, of_lot
from domain.notifications.service import tell
from domain.packages import errors
from domain.packages.model import CreditLot
from domain.people.model import Person
from domain.work import Work


def take_back(work: Work, actor: Person, lot_id: int, count: int, *, reason: str, now: datetime) -> CreditLot:
    """As many of a lot as are neither used nor booked; their client is told why. Raises ReasonNeeded,
    FewerFree, and WasPaid.
    """
    lot = work.packages.lot(lot_id)
    require_trainer(actor, work.trainers.trainer(lot.trainer_id))
    if not any(map(str.isalpha, reason)):
        raise errors.ReasonNeeded
    if was_paid(work, lot):
        raise errors.WasPaid
    work.packages.lock(lot.client_id, lot.trainer_id)
    free = of_lot(work, lot, Kind.FREE)
    left = work.ledger.balance(free)
    if not 0 < count <= left:
        raise errors.FewerFree(n=left)
    enter(work, Step.UNDONE, free, of_lot(work, lot, Kind.ISSUED), count, actor=actor, now=now, reason=reason)
    data = {"what": "taken", "amount": str(count), "reason": reason[:200]}
    key, about = f"credits:{lot.id}:taken:{now.isoformat()}", ("credits", lot.id)
    tell(work, lot.client_id, Role.CLIENT, "client_credits", key, due=now, subject=about, data=data)
    return lot


def was_paid(work: Work, lot: CreditLot) -> bool:
    """By its client, or by who gave it to them."""
    gift = work.codes.gift_in(lot.id)
    bought = gift is not None and gift.payment_id is not None
    return bought or any(each.lot_id == lot.id for each in work.payments.paid_of(lot.client_id))
