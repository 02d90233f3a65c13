"""A promo is used as often as it says, a gift is redeemed once; the database says so, too."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.codes import service as codes
from domain.codes.errors import (
    CodeOver,
    CodeTaken,
    CodeUsed,
    NoSuchCode,
    TooManyTries,
    TooMuchOff,
    UnreadablePromo,
    WordTaken,
)
from domain.codes.idle import make_room
from domain.codes.model import Gift, PromoUse
from domain.codes.words import read_promo
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.money import Money
from domain.payments.disputed import DisputeState
from domain.payments.lost import still_owed
from domain.payments.model import PageState, Payment, Standing
from domain.payments.pages import hear, see
from domain.payments.ports import Returned, Told
from domain.payments.service import begin
from domain.people.model import Person
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import DAY, pack
from tests.domain.payments.given import money, opened, seen
from tests.domain.payments.test_disputes import hears, moved, story
from tests.domain.payments.test_dues import pay
from tests.factories import NOON, studio
from tests.turns import in_a_turn


def refused(work: SqlWork, statement: Any, why: str) -> None:
    with pytest.raises(DBAPIError, match=why), work.session.begin_nested():
        work.session.execute(statement)


@in_a_turn
def test_a_gift_is_redeemed_once_and_nothing_of_it_changes(work: SqlWork) -> None:
    here = studio(work)
    gift = codes.give(work, here.ana.person, pack(work, here), reason="won the raffle", now=NOON)
    first = codes.redeem(work, here.cleo, gift.word.lower(), now=NOON)
    assert codes.redeem(work, here.cleo, gift.word, now=NOON).lot_id == first.lot_id
    with pytest.raises(CodeUsed):
        codes.redeem(work, here.ana.person, gift.word, now=NOON)
    of_it = table(Gift)
    refused(work, update(of_it).values(redeemed_by=here.ana.person.id), "redeemed")
    refused(work, update(of_it).values(lot_id=None, redeemed_by=None), "redeemed")
    refused(work, update(of_it).values(sessions=99), "only_added")
    refused(work, delete(of_it), "only_added")


@in_a_turn
def test_a_promo_is_used_once_by_each_and_no_more_often_than_it_says(work: SqlWork) -> None:
    here = studio(work)
    package = pack(work, here)
    promo = codes.make_promo(
        work, here.ana.person, here.ana, "SUMMER 20%, uses 1", currency="EUR", zone="Europe/Lisbon", now=NOON
    )
    price = codes.require_good(work, promo, package, here.cleo, now=NOON)
    payment = begin(work, here.cleo, package.id, price=price, now=NOON)
    codes.use(work, promo, payment, package.price)
    opened(work, payment)
    with pytest.raises(CodeUsed):
        codes.require_good(work, promo, package, here.cleo, now=NOON)
    with pytest.raises(CodeOver):
        codes.require_good(work, promo, package, here.ana.person, now=NOON)
    with pytest.raises(WordTaken):
        codes.make_promo(
            work, here.ana.person, here.ana, "summer 5%", currency="EUR", zone="Europe/Lisbon", now=NOON
        )
    uses = table(PromoUse)
    other = begin(work, here.cleo, package.id, now=NOON)
    more = {"payment_id": other.id, "promo_id": promo.id, "client_id": here.ana.person.id, "off_minor": 1}
    refused(work, insert(uses).values(more | {"number": 2}), "used_up")
    refused(work, insert(uses).values(more | {"number": 1}), "promo_id")
    refused(work, delete(uses), "only_added")


@in_a_turn
def test_one_that_is_over_or_guessed_too_often_is_none(work: SqlWork) -> None:
    here = studio(work)
    package = pack(work, here)
    said = f"AUTUMN 10 eur, until {NOON.date().isoformat()}"
    promo = codes.make_promo(
        work, here.ana.person, here.ana, said, currency="EUR", zone="Europe/Lisbon", now=NOON
    )
    assert codes.require_good(work, promo, package, here.cleo, now=NOON).currency == "EUR"
    with pytest.raises(CodeOver):
        codes.require_good(work, promo, package, here.cleo, now=NOON + 2 * DAY)
    for _guess in range(codes.TRIES):
        assert codes.look_up(work, here.cleo, "GUESS", now=NOON) is None
    with pytest.raises(TooManyTries):
        codes.look_up(work, here.cleo, "AUTUMN", now=NOON)
    assert codes.look_up(work, here.cleo, "autumn", now=NOON + codes.WITHIN * 2) is promo


def test_what_cannot_be_read_is_no_promo() -> None:
    offer = read_promo("summer 15 eur, uses 3, until 1 feb", currency="EUR", today=NOON.date())
    assert (offer.word, offer.amount, offer.most) == ("SUMMER", Money(1500, "EUR"), 3)
    assert offer.until
    assert offer.until > NOON.date()
    for wrong in ("summer", "x 10%", "summer 10%, uses no", "summer 10%, until never", "a"):
        with pytest.raises(UnreadablePromo):
            read_promo(wrong, currency="EUR", today=NOON.date())
    for wrong in ("summer 95%", "sumer 200%", "summer 0 %"):
        with pytest.raises(TooMuchOff):
            read_promo(wrong, currency="EUR", today=NOON.date())


@in_a_turn
@pytest.mark.parametrize("state", [DisputeState.OPEN, DisputeState.LOST])
def test_a_gift_whose_money_a_bank_has_taken_is_not_redeemed_and_nothing_is_owed_for_it(
    work: SqlWork, state: DisputeState
) -> None:
    here = studio(work)
    payment = pay(work, begin(work, here.cleo, pack(work, here).id, as_gift=True, now=NOON))
    gift = work.codes.gift_of(payment.id)
    assert gift
    dispute = hears(work, *story(payment, work, (state, (moved(-40000, 0, "txn_1"),))))
    with pytest.raises(CodeOver):
        codes.redeem(work, here.cleo, gift.word, now=NOON)
    assert still_owed(work, dispute) == Money(0, "EUR")
    assert money(work, here, Kind.OWED, Kind.CARD) == [0, 0]


@in_a_turn
def test_a_gift_is_good_again_when_its_money_could_not_be_given_back(work: SqlWork) -> None:
    here = studio(work)
    payment = pay(work, begin(work, here.cleo, pack(work, here).id, as_gift=True, now=NOON))
    gift = work.codes.gift_of(payment.id)
    assert gift
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    back = Returned("", "re_1", intent_id=intent, amount=payment.price)
    hear(work, Told("evt_back", "refund.created", NOON, None, back), now=NOON)
    with pytest.raises(CodeOver):
        codes.redeem(work, here.cleo, gift.word, now=NOON)
    hear(work, Told("evt_not", "refund.failed", NOON, None, replace(back, failed=True)), now=NOON)
    assert codes.redeem(work, here.cleo, gift.word, now=NOON).lot_id is not None


@in_a_turn
def test_the_last_use_is_free_again_once_nobody_can_pay_for_it(work: SqlWork) -> None:
    here = studio(work)
    package = pack(work, here)
    promo = codes.make_promo(
        work, here.ana.person, here.ana, "SUMMER 20%, uses 1", currency="EUR", zone="Europe/Lisbon", now=NOON
    )

    def begins(client: Person, now: datetime) -> Payment:
        price = codes.require_good(work, promo, package, client, now=now)
        make_room(work, promo, client, now=now)
        payment = begin(work, client, package.id, price=price, now=now)
        codes.use(work, promo, payment, package.price)
        return payment

    first = begins(here.cleo, NOON)
    with pytest.raises(CodeTaken):
        begins(here.sam, NOON + DAY / 2)
    key = opened(work, first)
    with pytest.raises(CodeTaken):
        begins(here.sam, NOON + 2 * DAY)  # while its page is open
    see(work, seen(key, PageState.EXPIRED, first), now=NOON + 2 * DAY)
    second = begins(here.sam, NOON + 2 * DAY)
    assert (first.status, [each.payment_id for each in work.codes.uses(promo.id)]) == (
        Standing.DROPPED,
        [second.id],
    )
    pay(work, second, 2)
    with pytest.raises(CodeTaken):
        begins(here.cleo, NOON + 9 * DAY)
    refused(work, delete(table(PromoUse)), "only_added")


@in_a_turn
def test_the_studio_s_promo_is_an_admin_s_and_one_that_was_ended_goes_on(work: SqlWork) -> None:
    here = studio(work)
    admin = here.mallory
    with pytest.raises(NotYours):
        codes.make_promo(work, admin, None, "ALL 10%", currency="EUR", zone="Europe/Lisbon", now=NOON)
    admin.roles |= Role.ADMIN
    promo = codes.make_promo(work, admin, None, "ALL 10%", currency="EUR", zone="Europe/Lisbon", now=NOON)
    package = pack(work, here)
    with pytest.raises(NotYours):
        codes.set_promo(work, here.ana.person, "all", on=False)
    codes.set_promo(work, admin, "all", on=False)
    with pytest.raises(CodeOver):
        codes.require_good(work, promo, package, here.cleo, now=NOON)
    codes.set_promo(work, admin, "all", on=True)
    assert codes.require_good(work, promo, package, here.cleo, now=NOON) == Money(36000, "EUR")
    assert work.codes.promos_of(here.ana.id) == work.codes.promos_of(None) == [promo]
    with pytest.raises(NoSuchCode):
        codes.set_promo(work, admin, "nothing", on=True)
