"""The pages at which a payment is made by card, and what is heard of them: once each, in any order."""

import enum
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from domain.base import Role
from domain.money import Money
from domain.notifications.service import tell
from domain.payments import disputes, dues, elsewhere, refunds
from domain.payments.agreeing import Gap, alert
from domain.payments.elsewhere import TooSoon
from domain.payments.landing import land
from domain.payments.model import STRIPE, PageState, Payment, PayPage, Standing, Way
from domain.payments.ports import Disputed, Returned, Seen, Told, Wanted
from domain.work import Work

_FURTHER = {
    PageState.OPEN: 0,
    PageState.PROCESSING: 1,
    PageState.EXPIRED: 2,
    PageState.FAILED: 2,
    PageState.PAID: 3,
}
_TOLD = (PageState.PROCESSING, PageState.FAILED)
_NO_USE = (PageState.EXPIRED, PageState.FAILED)


class Misfit(enum.StrEnum):
    """Why something that the provider tells is not applied, however often it comes."""

    AMOUNT = "another amount"  # than was asked for
    TWICE = "paid already"  # at another page, or at the desk; or not wanted any more


@dataclass(frozen=True, slots=True)
class Door:
    """What the link of a payment leads to: a page that is there, or the one to ask for."""

    payment: Payment
    language: str  # of whose link it is
    page: PayPage | None
    wanted: Wanted | None = None
    surplus: tuple[tuple[Money, bool], ...] = ()  # what came once more, and whether that is back
    lacks_customer: bool = False  # with whom the provider could keep the card

    @property
    def is_charged(self) -> bool:
        """Whether a saved card is charged for it, so that nobody has to pay at a page."""
        is_charge = self.page is not None and self.page.method_id is not None
        return is_charge and self.payment.status is Standing.OPEN

    @property
    def url(self) -> str | None:
        """Where to send whoever is to pay."""
        if self.page is None or self.payment.status is not Standing.OPEN:
            return None
        return self.page.url if self.page.state is PageState.OPEN else None

    @property
    def session_id(self) -> str | None:
        """Of a page that may have come further than we know."""
        if self.page is None or self.payment.status is not Standing.OPEN or self.is_charged:
            return None
        return self.page.session_id


def door(work: Work, token: str, *, public_url: str, now: datetime) -> Door | None:
    """None where there is no such link. A page that was never answered is asked for again, by the same key;
    one that is of no use any more is followed by the next, unless the trainer has left.
    """
    payment = work.payments.by_token(token)
    if payment is None:
        return None
    payment = work.payments.locked(payment.id)
    language = work.people.person(payment.client_id).locale
    page = next(reversed(work.payments.pages(payment.id)), None)
    if payment.status is not Standing.OPEN:
        came = work.payments.surpluses(payment.id)
        more = tuple((each.theirs, back is not None and back.is_back) for each, back in came)
        return Door(payment, language, page, surplus=more)
    if page is not None and page.method_id is not None and page.state not in _NO_USE:
        return Door(payment, language, page)
    wallet = work.wallets.of(payment.client_id)
    customer = wallet.customer_id if wallet else None
    keeps = wallet is not None and wallet.agreed_at is not None
    if keeps and customer is None:
        return Door(payment, language, None, lacks_customer=True)
    if page is None or page.state in _NO_USE:
        if not work.trainers.trainer(payment.trainer_id).active:
            return None
        number = page.number + 1 if page else 1
        key = f"pay-{payment.token}-{number}"
        page = PayPage(payment_id=payment.id, number=number, key=key, begun_at=now)
        work.add(page)
        work.flush()
    if page.session_id is not None:
        return Door(payment, language, page)
    link = f"{public_url}/pay/{payment.token}"
    wanted = Wanted(page.key, payment.name, payment.price, language, link, customer, keeps=keeps)
    return Door(payment, language, page, wanted)


def give_up(work: Work, key: str) -> None:
    """The provider will not make it: the next opening asks for another, unless it was made meanwhile."""
    found = _of_key(work, key)
    if found is not None and found[1].session_id is None:
        found[1].state = PageState.EXPIRED


def hear(work: Work, told: Told, *, now: datetime) -> bool:
    """An event, the first time that it comes. One that does not fit is kept with its reason."""
    problem = misfit(work, told.page) if told.page else None
    if not work.payments.store(STRIPE, told, now=now, problem=problem):
        return False
    if told.page is not None:
        see(work, told.page, now=now)
    if told.refund is not None:
        elsewhere.hear_of(work, told.refund, now=now)
    if told.dispute is not None:
        disputes.hear_of(work, told.dispute, now=now)
    if told.intent_id and told.makes_room:
        hear_before(work, told.intent_id, now=now)
    return True


def misfit(work: Work, seen: Seen) -> Misfit | None:
    """None where a page can be believed, or what it says changes nothing."""
    found = _of_key(work, seen.key)
    if found is None:
        return None
    payment, page = found
    if seen.state is not PageState.PAID or page.state is PageState.PAID:
        return None
    if payment.status is not Standing.OPEN:
        return Misfit.TWICE
    return None if seen.paid == payment.price and seen.intent_id else Misfit.AMOUNT


def see(work: Work, seen: Seen, *, now: datetime) -> None:
    """A page as the provider has it, whoever said so. What is behind what is known already changes nothing,
    nor does another installation's page; of money that does not fit the admins are told.
    """
    found = _of_key(work, seen.key)
    if found is None or misfit(work, seen):
        _alert(work, seen, now, known=found is not None)
        return
    payment, page = found
    if page.session_id is None:
        page.session_id, page.url = seen.session_id, seen.url
    page.url = page.url or seen.url
    if page.session_id != seen.session_id:
        return  # made anew under the same key, after the provider forgot it: nobody was ever sent there
    if _FURTHER[seen.state] <= _FURTHER[page.state]:
        return
    page.state = seen.state
    if seen.state is PageState.PAID:
        _arrived(work, payment, page, seen.intent_id or "", now)
    work.flush()
    if seen.state in _TOLD and payment.status is Standing.OPEN:
        work.outbox.withdraw(("payment", payment.id), ("client_unpaid",))
        _tell(work, payment, page, "client_unpaid", f"unpaid:{page.id}:{seen.state}", now)


def _of_key(work: Work, key: str) -> tuple[Payment, PayPage] | None:
    payment_id = work.payments.page_of(key)
    if payment_id is None:
        return None
    payment = work.payments.locked(payment_id)
    return payment, next(each for each in work.payments.pages(payment_id) if each.key == key)


def _alert(work: Work, seen: Seen, now: datetime, *, known: bool) -> None:
    """Of money that came for something of ours."""
    if known and seen.paid is not None:
        name, nothing = seen.intent_id or seen.session_id, Money(0, seen.paid.currency)
        alert(work, Gap(name, seen.key, seen.paid, nothing), now=now)


def _arrived(work: Work, payment: Payment, page: PayPage, intent_id: str, now: datetime) -> None:
    page.intent_id = intent_id
    work.flush()
    land(work, payment, Way.CARD, cause=intent_id, actor=None, now=now)
    _tell(work, payment, page, "client_paid", f"paid:{payment.id}", now)
    trainer = work.trainers.trainer(payment.trainer_id)
    about = ("payment", payment.id)
    key = f"sold:{payment.id}"
    tell(work, trainer.person_id, Role.TRAINER, "trainer_sold", key, due=now, subject=about)
    hear_before(work, intent_id, now=now)


def hear_before(work: Work, intent_id: str, *, now: datetime) -> None:
    """What became of this money was told before the money itself, or before there was room for it. What is in
    its way still will make room in its turn.
    """
    for said in work.payments.told_of(intent_id):
        with suppress(TooSoon):
            if "moves" in said:
                disputes.hear_of(work, Disputed.said(said), now=now)
            else:
                elsewhere.hear_of(work, Returned.said(said), now=now)


def hear_refusal(work: Work, refund_id: int, *, now: datetime) -> None:
    """The provider will not give it back, which leaves room for what it did instead."""
    refunds.refuse(work, refund_id, now=now)
    dues.bill_again(work, work.payments.payment(work.payments.refund(refund_id).payment_id), now=now)
    for page in work.payments.pages(work.payments.refund(refund_id).payment_id):
        if page.intent_id:
            hear_before(work, page.intent_id, now=now)


def _tell(work: Work, payment: Payment, page: PayPage, kind: str, key: str, now: datetime) -> None:
    """At any hour whoever was at a page; not whose card was charged while they did something else."""
    about, is_here = ("payment", payment.id), page.method_id is None
    tell(work, payment.client_id, Role.CLIENT, kind, key, due=now, subject=about, urgent=is_here)
