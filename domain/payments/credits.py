"""The credits that came of a payment: its client's, or of whoever has redeemed it as a gift."""

from datetime import datetime

from domain.base import Role
from domain.notifications.service import tell
from domain.packages.model import CreditLot
from domain.packages.ports import Holding
from domain.payments.model import Payment, Purpose
from domain.work import Work


def lot_of(work: Work, payment: Payment) -> CreditLot | None:
    """None where none came of it, or not yet."""
    lot_id = payment.lot_id
    if payment.purpose is Purpose.GIFT:
        gift = work.codes.gift_of(payment.id)
        lot_id = gift.lot_id if gift else None
    return work.packages.lot(lot_id) if lot_id is not None else None


def holding_of(work: Work, payment: Payment) -> Holding | None:
    """What has become of them."""
    lot = lot_of(work, payment)
    if lot is None:
        return None
    held = work.packages.holdings(lot.client_id, lot.trainer_id)
    return next(each for each in held if each.lot.id == lot.id)


def lock_credits(work: Work, payment: Payment) -> None:
    """Whoever has them: nobody else spends any until the turn ends."""
    lot = lot_of(work, payment)
    work.packages.lock(lot.client_id if lot else payment.client_id, payment.trainer_id)


def tell_holder(work: Work, payment: Payment, what: str, count: int, cause: str, *, now: datetime) -> None:
    """Of a gift that another than its giver has redeemed: the card of its payment is not theirs."""
    lot = lot_of(work, payment)
    if count and lot is not None and lot.client_id != payment.client_id:
        data, about = {"what": what, "amount": str(count)}, ("credits", lot.id)
        key = f"credits:{lot.id}:{what}:{cause}"
        tell(work, lot.client_id, Role.CLIENT, "client_credits", key, due=now, subject=about, data=data)
