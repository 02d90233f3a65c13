"""A desk is offered by an admin and paid by its trainer: it is the studio's income, and nobody else's."""

from dataclasses import replace

import pytest

from domain.base import Role
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.memberships import service as memberships
from domain.memberships.desks import desk_of, offer
from domain.memberships.errors import HasDesk
from domain.memberships.model import Membership, State
from domain.memberships.pages import gate
from domain.memberships.report import report
from domain.money import Money
from domain.payments import disputes
from domain.payments.disputed import DisputeState
from domain.payments.pages import hear
from domain.payments.ports import Disputed, Moved, Returned, Told
from domain.people.model import Person
from storage.work import SqlWork
from tests.domain.memberships.given import MONTH, bill, sees, standing
from tests.domain.payments.given import URL
from tests.factories import NOON, Studio, studio
from tests.turns import in_a_turn

PRICE = Money(32000, "EUR")  # what `bill` is of
TAKEN = Moved("txn_1", Money(-32000, "EUR"), Money(2000, "EUR"))


def _boss(work: SqlWork) -> Person:
    ada = Person(name="Ada", zone="Europe/Lisbon", created_at=NOON, roles=Role.ADMIN)
    work.add(ada)
    work.flush()
    return ada


def _taken(work: SqlWork, here: Studio) -> Membership:
    found = offer(work, _boss(work), here.ana, "Room 2", PRICE, now=NOON)
    sees(work, found, standing(found, bill(0)))
    return found


def _rent(work: SqlWork, here: Studio) -> dict[Kind, int]:
    of = {"client_id": here.ana.person_id, "trainer_id": here.ana.id}
    kinds = (Kind.RENT_CARD, Kind.RENT_OWED, Kind.RENT_DISPUTED, Kind.RENT_FEES)
    return {
        each: found
        for each in kinds
        if (found := work.ledger.balance(work.ledger.account(each, "EUR", **of)))
    }


@in_a_turn
def test_only_the_newest_offer_can_be_taken(work: SqlWork) -> None:
    here, ada = studio(work), _boss(work)
    first = offer(work, ada, here.ana, "Room 2", PRICE, now=NOON)
    assert offer(work, ada, here.ana, "Room 2", PRICE, now=NOON) is first
    second = offer(work, ada, here.ana, "Room 2", Money(9000, "EUR"), now=NOON)
    assert gate(work, first.token, public_url=URL) is None
    assert gate(work, second.token, public_url=URL) is not None
    sees(work, second, standing(second, bill(0)))
    assert desk_of(work, here.ana) is second
    with pytest.raises(HasDesk):
        offer(work, ada, here.ana, "Room 3", PRICE, now=NOON)
    with pytest.raises(NotYours):
        offer(work, here.ana.person, here.ana, "Room 3", PRICE, now=NOON)
    with pytest.raises(NotYours):
        memberships.leave(work, ada, second.id, now=NOON)


@in_a_turn
def test_it_is_counted_apart_from_what_clients_pay(work: SqlWork) -> None:
    here = studio(work)
    found = _taken(work, here)
    (ada,) = work.people.admins()
    assert report(work, ada, now=NOON).monthly == ()
    assert report(work, ada, desks=True, now=NOON).monthly == (PRICE,)
    assert work.memberships.of_trainer(here.ana.id) == []
    sees(work, found, replace(standing(found, bill(0)), state=State.CANCELLED))
    left = report(work, ada, desks=True, now=found.made_at + MONTH)
    assert (left.active, left.over, left.monthly) == (0, 1, ())


@in_a_turn
@pytest.mark.parametrize(
    ("news", "stands"),
    [
        (Told("evt_1", "refund", NOON, None, Returned("", "re_1", intent_id="pi_0", amount=PRICE)), {}),
        (
            Told(
                "evt_1",
                "charge.dispute",
                NOON,
                None,
                None,
                Disputed("du_1", "pi_0", DisputeState.OPEN, "fraudulent", PRICE, None, (TAKEN,)),
            ),
            {Kind.RENT_DISPUTED: 32000, Kind.RENT_FEES: 2000},
        ),
    ],
)
def test_what_becomes_of_its_money_is_the_studio_s(
    work: SqlWork, news: Told, stands: dict[Kind, int]
) -> None:
    here = studio(work)
    _taken(work, here)
    assert _rent(work, here) == {Kind.RENT_CARD: 32000}
    hear(work, news, now=NOON)
    assert _rent(work, here) == stands
    assert work.earnings.moved(here.ana.id, NOON - MONTH, NOON + MONTH) == []


@in_a_turn
def test_who_disputes_it_does_not_speak_for_the_studio(work: SqlWork) -> None:
    here = studio(work)
    _taken(work, here)
    (ada,) = work.people.admins()
    told = Disputed("du_1", "pi_0", DisputeState.OPEN, "fraudulent", PRICE, None, (TAKEN,))
    hear(work, Told("evt_1", "charge.dispute", NOON, None, None, told), now=NOON)
    (dispute,) = work.disputes.open(None)
    assert work.disputes.open(here.ana.id) == []
    with pytest.raises(NotYours):
        disputes.prove(work, here.ana.person, dispute.id, {}, now=NOON)
    assert disputes.prove(work, ada, dispute.id, {}, now=NOON).proof == {}
