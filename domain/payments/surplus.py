"""Money that came twice: the provider gives back what nothing was sold for, once an admin has said so."""

from datetime import datetime

from domain.access import require_admin
from domain.base import Role
from domain.notifications.service import tell
from domain.payments.agreed import Difference, Surplus
from domain.payments.errors import NothingToRefund
from domain.payments.ports import Returned
from domain.people.model import Person
from domain.work import Work


def is_surplus(difference: Difference) -> bool:
    """Money for which nothing is in the books."""
    return difference.ours_minor == 0 < difference.theirs_minor


def give_back(work: Work, actor: Person, difference_id: int, *, now: datetime) -> Surplus:
    """All of it; twice is as once. Raises NotYours, and NothingToRefund where something was sold for it."""
    require_admin(actor)
    difference = work.payments.difference(difference_id)
    payment = work.payments.locked(difference.payment_id)
    if found := work.payments.surplus_of(difference.id):
        return found
    if not is_surplus(difference):
        raise NothingToRefund
    key = f"surplus-{payment.token}-{difference.id}"
    surplus = Surplus(difference_id=difference.id, key=key, asked_at=now, asked_by=actor.id)
    work.add(surplus)
    work.flush()
    _tell(work, surplus, difference, "asked", now)
    return surplus


def learn(work: Work, told: Returned, *, now: datetime) -> bool:
    """What the provider says of it, whenever and however often; one that failed stays so. False for what is
    none.
    """
    surplus = work.payments.surplus_called(told.key)
    if surplus is None:
        return False
    difference = work.payments.difference(surplus.difference_id)
    work.payments.locked(difference.payment_id)
    if told.failed:
        refuse(work, surplus.id, "failed", now=now)
    elif surplus.ended_at is None:
        surplus.ended_at = now
        work.flush()
        _tell(work, surplus, difference, "returned", now)
        about = ("payment", difference.payment_id)
        client = work.payments.payment(difference.payment_id).client_id
        key, data = f"surplus:{surplus.id}", {"difference": difference.id}
        tell(work, client, Role.CLIENT, "client_surplus", key, due=now, subject=about, data=data)
    return True


def refuse(work: Work, surplus_id: int, why: str, *, now: datetime) -> None:
    """The provider will not, or the client's bank sent it back."""
    surplus = work.payments.surplus(surplus_id)
    if not surplus.refused:
        surplus.ended_at, surplus.refused = surplus.ended_at or now, why[:200]
        work.flush()
        _tell(work, surplus, work.payments.difference(surplus.difference_id), "refused", now)


def _tell(work: Work, surplus: Surplus, difference: Difference, what: str, now: datetime) -> None:
    about = ("money_difference", difference.id)
    for admin in work.people.admins():
        key = f"surplus:{surplus.id}:{what}"
        tell(work, admin.id, Role.ADMIN, "admin_difference", key, due=now, subject=about)
