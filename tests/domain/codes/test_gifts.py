"""A gift that was redeemed goes the way of its payment, and is good for what was sold."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from domain.base import Role
from domain.codes import service as codes
from domain.codes.model import GiftService
from domain.ledger.model import Kind
from domain.money import Money
from domain.notifications.model import Notification
from domain.packages import taking
from domain.packages.errors import WasPaid
from domain.packages.model import CreditLot
from domain.payments import disputes
from domain.payments.lost import still_owed
from domain.payments.model import Payment
from domain.payments.pages import hear
from domain.payments.ports import Returned, Told
from domain.payments.service import begin
from storage.tables import table
from storage.work import SqlWork
from tests.domain.packages.given import pack
from tests.domain.payments.given import money
from tests.domain.payments.test_disputes import BACK, LOST, OPEN, TAKEN, WON, hears, story
from tests.domain.payments.test_dues import pay
from tests.factories import NOON, Studio, studio
from tests.storage.test_disputes import spending
from tests.storage.test_payments import refused
from tests.turns import in_a_turn


def redeemed(work: SqlWork, here: Studio) -> tuple[Payment, CreditLot]:
    """Cleo has bought it for Sam, who has it."""
    payment = pay(work, begin(work, here.cleo, pack(work, here).id, as_gift=True, now=NOON))
    gift = work.codes.gift_of(payment.id)
    assert gift
    lot_id = codes.redeem(work, here.sam, gift.word, now=NOON).lot_id
    assert lot_id
    return payment, work.packages.lot(lot_id)


def of_sam(work: SqlWork, here: Studio) -> list[int]:
    """Free, frozen, reserved."""
    (held,) = work.packages.holdings(here.sam.id, here.ana.id)
    return [held.free, held.frozen, held.reserved]


def told(work: SqlWork, here: Studio) -> list[tuple[str, str]]:
    """What Sam was told of his credits."""
    there = work.people.reach(here.sam.id, Role.CLIENT)
    assert there
    at_sam = select(Notification).where(Notification.address_id == there.address_id)
    said = work.session.scalars(at_sam.order_by(Notification.id))
    return [(str(each.data["what"]), str(each.data["amount"])) for each in said]


@in_a_turn
def test_a_redeemed_gift_is_frozen_with_its_payment_and_good_again_when_that_is_won(work: SqlWork) -> None:
    here = studio(work)
    payment, lot = redeemed(work, here)
    with pytest.raises(WasPaid):
        taking.take_back(work, here.ana.person, lot.id, 1, reason="a mistake", now=NOON)
    hears(work, *story(payment, work, (OPEN, ()), (OPEN, (TAKEN,))))
    assert of_sam(work, here) == [0, 10, 0]
    refused(work, spending(work, lot.id, Kind.RESERVED), "frozen")
    hears(work, *story(payment, work, (WON, (TAKEN, BACK))))
    assert of_sam(work, here) == [10, 0, 0]
    assert told(work, here) == [("frozen", "10"), ("freed", "10")]


@in_a_turn
def test_a_redeemed_gift_goes_with_its_payment_and_its_giver_owes_what_was_used(work: SqlWork) -> None:
    here = studio(work)
    payment, lot = redeemed(work, here)
    work.session.execute(spending(work, lot.id, Kind.USED))
    dispute = hears(work, *story(payment, work, (OPEN, (TAKEN,)), (LOST, (TAKEN,))))
    assert of_sam(work, here) == [0, 0, 0]
    assert (disputes.taken(work, dispute), still_owed(work, dispute)) == (9, Money(4000, "EUR"))
    assert money(work, here, Kind.OWED, Kind.CARD) == [4000, 0]
    assert told(work, here) == [("frozen", "9"), ("gone", "9")]


@in_a_turn
def test_a_gift_that_is_given_back_in_the_dashboard_takes_its_credits_along(work: SqlWork) -> None:
    here = studio(work)
    payment, _lot = redeemed(work, here)
    intent = f"pi_{work.payments.pages(payment.id)[0].key}"
    back = Returned("", "re_1", intent_id=intent, amount=payment.price)
    hear(work, Told("evt_back", "refund.created", NOON, None, back), now=NOON)
    assert of_sam(work, here) == [0, 0, 0]
    assert told(work, here) == [("gone", "10")]
    hear(work, Told("evt_not", "refund.failed", NOON, None, replace(back, failed=True)), now=NOON)
    assert of_sam(work, here) == [10, 0, 0]


@in_a_turn
def test_a_gift_is_good_for_what_its_package_was_good_for_when_it_was_sold(work: SqlWork) -> None:
    here = studio(work)
    package = pack(work, here)
    work.packages.be_for(package.id, [here.training.id])
    bought = pay(work, begin(work, here.cleo, package.id, as_gift=True, now=NOON))
    given = codes.give(work, here.ana.person, package, reason="won the raffle", now=NOON)
    work.packages.be_for(package.id, [here.check_in.id])
    sold = work.codes.gift_of(bought.id)
    assert sold
    for gift in (sold, given):
        codes.redeem(work, here.sam, gift.word, now=NOON)
    held = work.packages.holdings(here.sam.id, here.ana.id)
    assert [set(each.services) for each in held] == [{here.training.id}] * 2
    refused(work, delete(table(GiftService)), "only_added")
