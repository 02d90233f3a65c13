"""Fees that are charged to a saved card while its owner is away, where they have agreed to that. The attempt
is a row like a page's: written down with the fee, asked for under its own key, and once at most for each fee.
"""

from datetime import datetime

from domain.base import Role
from domain.bookings.rules import UNDO
from domain.notifications.service import tell
from domain.payments.model import PageState, Payment, PayPage, Standing
from domain.payments.ports import Charge
from domain.wallets.service import charged_card
from domain.work import Work

KEY = "charge-"
_GOING_ON = (PageState.OPEN, PageState.PROCESSING)


def plan(work: Work, fee: Payment, *, now: datetime) -> bool:
    """Have it charged once the minute is over in which it may still be undone or let off; false where its
    client has not agreed to that, or no card is kept.
    """
    method_id = charged_card(work, fee.client_id)
    if method_id is None:
        return False
    key = f"{KEY}{fee.token}"
    work.add(PayPage(payment_id=fee.id, number=1, key=key, begun_at=now + UNDO, method_id=method_id))
    work.flush()
    return True


def begin(work: Work, key: str, *, now: datetime) -> Charge | None:
    """None where nothing is to be paid any more, or the answer is here; or where its client no longer agrees:
    then it is paid by its link. From now on, until the answer is here, nobody lets it off.
    """
    payment, page = _of(work, key)
    wallet = work.wallets.of(payment.client_id)
    again = page.state is PageState.PROCESSING
    is_due = page.state in _GOING_ON and (again or payment.status is Standing.OPEN)
    if not is_due or wallet is None or wallet.customer_id is None or page.method_id is None:
        return None
    if not again and wallet.agreed_at is None:
        _by_link(work, payment, page, now)
        return None
    page.state = PageState.PROCESSING
    work.flush()
    price = payment.price
    return Charge(
        key, payment.name, price, wallet.customer_id, page.method_id, since=page.begun_at, again=again
    )


def refuse(work: Work, key: str, *, now: datetime) -> None:
    """The provider will not, such as for a card that is no longer kept: it is paid by its link."""
    payment, page = _of(work, key)
    if page.state is PageState.PROCESSING:
        _by_link(work, payment, page, now)


def _by_link(work: Work, payment: Payment, page: PayPage, now: datetime) -> None:
    page.state = PageState.FAILED
    work.flush()
    if payment.status is Standing.OPEN:
        about, key = ("payment", payment.id), f"unpaid:{page.id}:{page.state}"
        tell(work, payment.client_id, Role.CLIENT, "client_unpaid", key, due=now, subject=about)


def charge_of(work: Work, payment: Payment) -> PayPage | None:
    """How charging its saved card goes, or went; None where it is not."""
    return next((each for each in work.payments.pages(payment.id) if each.method_id is not None), None)


def awaits_card(work: Work, payment: Payment) -> bool:
    """Whether it will be charged to the saved card, or is just now."""
    charge = charge_of(work, payment)
    return payment.status is Standing.OPEN and charge is not None and charge.state in _GOING_ON


def is_under_way(work: Work, payment: Payment) -> bool:
    """Whether the provider was asked, and its answer is not here."""
    charge = charge_of(work, payment)
    return charge is not None and charge.state is PageState.PROCESSING


def _of(work: Work, key: str) -> tuple[Payment, PayPage]:
    payment = work.payments.locked(work.payments.page_of(key) or 0)
    return payment, next(each for each in work.payments.pages(payment.id) if each.key == key)
