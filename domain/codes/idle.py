"""Uses of a promo that come to nothing: nobody pays at their pages any more, so another may have them."""

from datetime import datetime, timedelta

from domain.codes.model import Promo, PromoUse
from domain.payments.model import PageState, Standing
from domain.people.model import Person
from domain.work import Work

KEPT = timedelta(days=1)  # for which a use waits for its page to be opened at all; an open page lasts as long
_NO_USE = (PageState.EXPIRED, PageState.FAILED)


def is_idle(work: Work, use: PromoUse, client: Person, *, now: datetime) -> bool:
    """Whether this client may have it instead. Their own is as good as unused while no page is open."""
    payment = work.payments.payment(use.payment_id)
    if payment.status is not Standing.OPEN:
        return False
    if pages := work.payments.pages(payment.id):
        return pages[-1].state in _NO_USE
    return use.client_id == client.id or payment.made_at + KEPT <= now


def make_room(work: Work, promo: Promo, client: Person, *, now: datetime) -> None:
    """Release the client's own, and another's where none is left; nothing is to be paid for those then. The
    promo is locked.
    """
    uses = work.codes.uses(promo.id)
    left = len(uses)
    for use in uses:
        is_wanted = use.client_id == client.id or (promo.most is not None and left >= promo.most)
        if not is_wanted:
            continue
        payment = work.payments.locked(use.payment_id)
        if is_idle(work, use, client, now=now):
            payment.status = Standing.DROPPED
            work.flush()
            work.delete(use)
            work.flush()
            left -= 1
