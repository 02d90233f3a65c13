"""What holds of the books and the provider's, whatever was told in whatever order: each truth answers what
contradicts it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text

from domain.codes.model import Gift, Promo, PromoUse
from domain.ledger.model import AT_PROVIDER, SOURCES, Kind, Step
from domain.packages.model import Package
from domain.payments.agreed import Difference
from domain.payments.agreeing import compare
from domain.payments.credits import holding_of
from domain.payments.disputed import Dispute, DisputeState
from domain.payments.model import Payment, PayPage, Purpose, Refund, RefundState, Standing, Way
from domain.payments.ports import Disputed
from domain.payments.refunds import at_bank, undecided
from storage.work import SqlWork
from tests.domain.payments.provider import LOST, WON, Provider, There

Wrong = Iterable[object]
_SUMS = text(
    """SELECT commodity, sum(way * amount), account FROM (
    SELECT commodity, 1 AS way, amount, taker_id AS account FROM ledger_entry
    UNION ALL SELECT commodity, -1, amount, giver_id FROM ledger_entry) AS moved
    GROUP BY commodity, account"""
)
_TAXES = text(
    """SELECT payment_id, account, sum(way * tax_minor), sum(way * amount) FROM (
    SELECT payment_id, 1 AS way, amount, tax_minor, taker_id AS account FROM ledger_entry
    UNION ALL SELECT payment_id, -1, amount, tax_minor, giver_id FROM ledger_entry) AS moved
    WHERE payment_id IS NOT NULL GROUP BY payment_id, account"""
)


@dataclass(frozen=True, slots=True)
class Books:
    """All that was ever entered, and what the provider has; ``surplus`` is the money that came twice."""

    work: SqlWork
    provider: Provider
    now: datetime
    kinds: dict[int, str]
    surplus: set[str]
    payments: dict[int, Payment]
    intents: dict[str, int]  # to payments
    steps: Counter[tuple[str, str]]

    @property
    def there(self) -> dict[str, There]:
        return {name: each for name, each in self.provider.payments.items() if name not in self.surplus}


def read(work: SqlWork, provider: Provider, now: datetime) -> Books:
    session = work.session
    accounts = session.execute(text("SELECT id, kind FROM ledger_account"))
    twice = select(Difference.intent_id).where(Difference.ours_minor == 0)
    pages = session.execute(
        select(PayPage.intent_id, PayPage.payment_id).where(PayPage.intent_id.is_not(None))
    )
    caused = session.execute(
        text("SELECT cause, step FROM ledger_entry WHERE payment_id IS NOT NULL AND cause IS NOT NULL")
    )
    return Books(
        work,
        provider,
        now,
        kinds=dict(accounts.all()),
        surplus=set(session.scalars(twice)),
        payments={each.id: each for each in session.scalars(select(Payment))},
        intents={str(intent): payment for intent, payment in pages},
        steps=Counter((cause, step) for cause, step in caused),
    )


def debits_equal_credits_and_nothing_is_below_zero(books: Books) -> Wrong:
    sums = Counter[str]()
    for commodity, balance, account in books.work.session.execute(_SUMS):
        sums[commodity] += balance
        if balance < 0 and books.kinds[account] not in SOURCES:
            yield account, books.kinds[account], balance
    yield from (each for each in sums.items() if each[1])


def no_more_tax_leaves_than_came_and_all_of_it_with_the_last_of_the_money(books: Books) -> Wrong:
    kept = {Kind.EARNED, Kind.OWED, Kind.FEES, Kind.RENT, Kind.RENT_OWED, Kind.RENT_FEES}
    for payment, account, tax, money in books.work.session.execute(_TAXES):
        if books.kinds[account] not in kept and not (0 <= tax <= max(money, 0)):
            yield payment, books.kinds[account], tax, money


def what_was_paid_there_is_paid_here(books: Books) -> Wrong:
    yield from books.there.keys() ^ books.intents.keys()
    for intent, there in books.there.items():
        payment = books.payments.get(books.intents.get(intent, 0))
        if payment and (payment.status is not Standing.PAID or payment.price != there.price):
            yield intent, payment
    by_card = {each.id for each in books.payments.values() if each.way is Way.CARD}
    yield from by_card ^ set(books.intents.values())


def reconciliation_finds_nothing(books: Books) -> Wrong:
    """But what came twice, and does not go back."""
    gaps = compare(books.work, books.provider.listed(), now=books.now).gaps
    return (each for each in gaps if each.intent_id not in books.surplus)


def each_object_of_the_provider_s_has_one_effect(books: Books) -> Wrong:
    """And none has another, nor has anything of ours that never was there."""
    wanted = Counter[tuple[str, str]]()
    for intent, there in books.there.items():
        payment = books.payments[books.intents[intent]]
        is_fee = payment.purpose is Purpose.FEE
        wanted.update((intent, step) for step in ("paid", *(() if is_fee else ("sold",))))
        wanted.update([(intent, "given")] if payment.is_for_credits else [])
        for name, made in there.back.items():
            key = made.key or name
            if (key, "refunded") not in books.steps:  # it answered what its client had asked for
                key = _answered(books, name)
            wanted.update((key, step) for step in ("refunded", *(() if is_fee else ("unsold",))))
        for dispute in there.disputes:
            for moved in dispute.moves if _is_entered(books, dispute) else ():
                step = "disputed" if moved.amount.minor < 0 else "reinstated"
                wanted[moved.name, step] += 1
            wanted.update((moved.name, "charged") for moved in dispute.moves)
            if dispute.state is LOST and dispute.moves:
                wanted[dispute.provider_id, "lost"] += 1
    steps = {*map(str, (Step.PAID, Step.SOLD, Step.DISPUTED, Step.REINSTATED, Step.CHARGED, Step.LOST))}
    entered = {key: count for key, count in books.steps.items() if key[1] in steps}
    here = {key: count for key, count in entered.items() if not key[0].startswith("desk:")}
    theirs = {key: count for key, count in wanted.items() if key[1] in steps}
    yield from here.items() ^ theirs.items()
    yield from (key for key in wanted if books.steps[key] != 1)


def _is_entered(books: Books, dispute: Disputed) -> bool:
    """Not what was taken, and had come back before there was room for it here."""
    names = [(moved.name, "disputed" if moved.amount.minor < 0 else "reinstated") for moved in dispute.moves]
    return len(names) < 2 or any(each in books.steps for each in names)


def _answered(books: Books, name: str) -> str:
    called = select(Refund.key).where(Refund.provider_id == name)
    return books.work.session.scalars(called).one_or_none() or name


def refunds_and_disputes_stand_as_they_do_there(books: Books) -> Wrong:
    session = books.work.session
    refunds = {each.provider_id: each for each in session.scalars(select(Refund)) if each.provider_id}
    disputes = {each.provider_id: each for each in session.scalars(select(Dispute))}
    for there in books.there.values():
        for name, made in there.back.items():
            found = refunds.get(name)
            if found is None or (found.status, found.amount) != (RefundState.DONE, made.amount):
                yield name, found
        yield from (
            name
            for name in there.failed
            if name in refunds and refunds[name].status is not RefundState.FAILED
        )
        for dispute in there.disputes:
            known = disputes.get(dispute.provider_id)
            if known is None or known.state is not dispute.state:
                yield dispute, known


def held_money_is_what_banks_have(books: Books) -> Wrong:
    """By payment: at the provider what is left there, and in dispute what is not decided."""
    held, left = defaultdict[int, int](int), defaultdict[int, int](int)
    for payment, account, _tax, money in books.work.session.execute(_TAXES):
        if books.kinds[account] in (Kind.DISPUTED, Kind.RENT_DISPUTED):
            held[payment] += money
        elif books.kinds[account] in AT_PROVIDER:
            left[payment] += money
    for intent, there in books.there.items():
        payment = books.intents[intent]
        taken = -sum(
            moved.amount.minor
            for each in there.disputes
            if each.state is not DisputeState.LOST
            for moved in each.moves
        )
        if (left[payment], held[payment]) != (there.left, taken):
            yield intent, (left[payment], held[payment]), (there.left, taken)


def a_gift_goes_the_way_of_its_payment(books: Books) -> Wrong:
    """Nothing of it can be spent while a bank decides, nor once all was given back."""
    bought = select(Gift).where(Gift.payment_id.is_not(None))
    for gift in books.work.session.scalars(bought).all():
        payment = books.payments[gift.payment_id or 0]
        found = holding_of(books.work, payment)
        if (found is None) is not (gift.redeemed_by is None):
            yield gift, found
        if found is None:
            continue
        intent = next((name for name, each in books.intents.items() if each == payment.id), None)
        there = books.provider.payments[intent] if intent else None
        if undecided(books.work, payment) and found.free:
            yield gift, found
        if there and not there.left and not there.in_dispute and found.free + found.frozen + found.reserved:
            yield gift, found, there
        if there and not there.disputes and not there.back and found.frozen:
            yield gift, found


def a_promo_is_used_once_by_each_and_lowers_the_price_by_what_it_says(books: Books) -> Wrong:
    session = books.work.session
    for promo in session.scalars(select(Promo)).all():
        uses = session.scalars(select(PromoUse).where(PromoUse.promo_id == promo.id)).all()
        if len(uses) > (promo.most or len(uses)) or len({each.client_id for each in uses}) < len(uses):
            yield promo, uses
        for use in uses:
            payment = books.payments[use.payment_id]
            full = session.get_one(Package, payment.package_id).price_minor
            if payment.status is Standing.DROPPED or payment.price_minor + use.off_minor != full:
                yield use, payment


def no_payment_at_a_bank_can_be_given_back(books: Books) -> Wrong:
    for intent, there in books.there.items():
        payment = books.payments[books.intents[intent]]
        if any(each.state is not WON for each in there.disputes) is not at_bank(books.work, payment):
            yield intent


TRUTHS: tuple[Callable[[Books], Wrong], ...] = (
    what_was_paid_there_is_paid_here,
    debits_equal_credits_and_nothing_is_below_zero,
    no_more_tax_leaves_than_came_and_all_of_it_with_the_last_of_the_money,
    reconciliation_finds_nothing,
    held_money_is_what_banks_have,
    each_object_of_the_provider_s_has_one_effect,
    refunds_and_disputes_stand_as_they_do_there,
    a_gift_goes_the_way_of_its_payment,
    a_promo_is_used_once_by_each_and_lowers_the_price_by_what_it_says,
    no_payment_at_a_bank_can_be_given_back,
)


def contradictions(work: SqlWork, provider: Provider, now: datetime) -> dict[str, list[object]]:
    """What is not true, by the name of the truth."""
    books = read(work, provider, now)
    found = {truth.__name__: list(truth(books)) for truth in TRUTHS}
    return {name: wrong for name, wrong in found.items() if wrong}
