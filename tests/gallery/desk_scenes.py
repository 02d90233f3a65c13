"""Desk plans: offered, taken, unpaid, paused, ended; given back in the dashboard."""

from datetime import timedelta

from bot.trainer.desk_views import OfferDesk, OpenDesk, OpenDesks, SetDesk
from domain.memberships import seeing
from domain.memberships.desks import desk_of
from domain.memberships.model import BillState, Membership, State
from domain.memberships.ports import Billed, Standing
from domain.payments.elsewhere import hear_of
from domain.payments.ports import Returned
from tests.gallery.scene import scene
from tests.gallery.stage import Stage


def _desk(s: Stage) -> Membership:
    found = desk_of(s.work, s.trainer("tom"))
    assert found
    return found


def _stands(s: Stage, state: State, *, paid: bool = False) -> None:
    """As the provider has it now, perhaps with a month that begins and is paid."""
    found, name, until = _desk(s), f"{s.number()}", s.now + timedelta(days=30)
    bill = Billed(f"in_{name}", BillState.PAID, found.price, s.now, until, f"pi_{name}", None)
    ends = until if paid else found.period_end or until
    seen = Standing(found.token, f"sub_{found.id}", state, found.leaves, ends, (bill,) if paid else ())
    seeing.see(s.work, seen, look=seeing.take_look(s.work, found.token) or 0, now=s.now)
    s.work.flush()


def _both(s: Stage) -> None:
    s.tom.hears("trainer_desk")
    s.ada.hears("admin_desk")


def _taken(s: Stage) -> None:
    s.ada.says("desk plan Room 2, 120 GBP for Tom", "plan de mesa Sala 2, 120 GBP para Tom")
    s.tom.hears("trainer_desk")
    _stands(s, State.ACTIVE, paid=True)
    _both(s)


@scene("A desk is offered, and its trainer takes it")
def taken(s: Stage) -> None:
    s.tom.says("desk plan", "plan de mesa")
    s.ada.opens()
    s.ada.presses(OpenDesks)
    s.ada.presses(OfferDesk, nth=1)
    s.ada.fills(name="Window desk", price="150 GBP")
    s.ada.says("desk plan 120 for nobody", "plan de mesa 120 para nadie")
    s.ada.says("desk plan Room 1, 0 for Tom", "plan de mesa Sala 1, 0 para Tom")
    _taken(s)
    s.ada.says("desk plan Room 3, 90 GBP for Tom", "plan de mesa Sala 3, 90 GBP para Tom")
    s.ada.says("desk plans", "planes de mesa")
    s.tom.says("desk", "mesa")
    s.tom.presses(OpenDesk)
    s.ada.says("report subs", "informe abonos")


@scene("A desk plan is paused, taken up again, and ended")
def ended(s: Stage) -> None:
    _taken(s)
    s.tom.says("desk plan", "plan de mesa")
    s.tom.presses(SetDesk)
    s.ada.hears("admin_desk")
    s.tom.says("desk plan on", "plan de mesa seguir")
    s.ada.hears("admin_desk")
    s.tom.says("desk plan off", "plan de mesa baja")
    s.ada.hears("admin_desk")
    s.tom.says("desk plan pause", "plan de mesa pausa")
    s.passes(days=30)
    _stands(s, State.CANCELLED)
    _both(s)


@scene("A desk plan's month can't be charged, and one goes back")
def unpaid(s: Stage) -> None:
    _taken(s)
    s.passes(days=30)
    _stands(s, State.PAST_DUE)
    _both(s)
    _stands(s, State.ACTIVE, paid=True)
    _both(s)
    (bill, *_rest) = s.work.memberships.bills(_desk(s).id)
    hear_of(s.work, Returned("", "re_1", intent_id=bill.intent_id, amount=bill.amount), now=s.now)
    s.work.flush()
    s.tom.hears("trainer_rent")
    s.ada.hears("trainer_rent")
