"""Memberships: joined by a link, renewed, unpaid and made good, paused, ended."""

from datetime import timedelta

from bot.client.views import Buy, OpenBilling, OpenMembership, OpenMemberships, OpenShop, SetMembership
from bot.trainer.package_views import OpenMembers
from domain.memberships import seeing
from domain.memberships.model import BillState, State
from domain.memberships.ports import Billed, Standing
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage


def _is_billed(s: Stage) -> None:
    """For a month that begins now, which is paid."""
    found = s.work.memberships.of_payer(s.client.address.person.id)[0]
    name, until = f"{s.number()}", s.now + timedelta(days=30)
    paid = Billed(f"in_{name}", BillState.PAID, found.price, s.now, until, f"pi_{name}", None)
    _stands(s, State.ACTIVE, paid)


def _stands(s: Stage, state: State, *bills: Billed) -> None:
    """The newest membership, as the provider has it now."""
    found = s.work.memberships.of_payer(s.client.address.person.id)[0]
    until = bills[-1].ends if bills else found.period_end or s.now
    seen = Standing(found.token, f"sub_{found.id}", state, found.leaves, until, bills)
    seeing.see(s.work, seen, look=seeing.take_look(s.work, found.token) or 0, now=s.now)
    s.work.flush()


def _joins(s: Stage) -> None:
    s.tom.says(
        "package new name Gold, sessions 8, price 320 GBP, renews monthly",
        "paquete nuevo nombre Oro, sesiones 8, precio 320 GBP, renueva mensual",
    )
    booked(s)
    if s.by_text:
        s.client.says("buy", "comprar")
    else:
        s.client.opens()
        s.client.presses(OpenShop)
    s.client.presses(Buy)
    _is_billed(s)
    s.client.hears("client_membership")
    s.tom.hears("trainer_membership")


@scene("A membership is joined and renewed")
def renewed(s: Stage) -> None:
    s.client.says("membership", "abono")
    _joins(s)
    s.client.says("membership", "abono")
    s.tom.says("members", "abonos")
    s.passes(days=30)
    _is_billed(s)
    s.client.hears("client_membership")
    s.tom.hears("trainer_membership")


@scene("A membership is paused, and taken up again")
def paused(s: Stage) -> None:
    _joins(s)
    if s.by_text:
        s.client.says("membership", "abono")
    else:
        s.client.opens()
        s.client.presses(OpenMemberships)
    s.client.presses(SetMembership)
    s.tom.hears("trainer_membership")
    s.client.taps(OpenMemberships().pack(), "an older button")
    s.client.taps(OpenBilling().pack(), "an older button")
    s.client.says("billing", "tarjetas")
    s.work.wallets.locked(s.client.address.person_id).cards = [
        {"brand": "visa", "last4": "4242", "default": True},
        {"brand": "mastercard", "last4": "4444", "default": False},
    ]
    s.client.says("billing", "tarjetas")
    s.client.says("membership on", "abono seguir")
    s.tom.hears("trainer_membership")


@scene("A membership is ended, and kept after all")
def ended(s: Stage) -> None:
    _joins(s)
    s.client.says("membership off", "abono baja")
    s.tom.hears("trainer_membership")
    s.client.says("membership pause", "abono pausar")
    s.client.presses(SetMembership)
    s.tom.hears("trainer_membership")
    s.client.says("membership off", "abono baja")
    s.passes(days=30)
    _stands(s, State.CANCELLED)
    s.client.hears("client_membership")
    s.tom.hears("trainer_membership")
    s.client.says("membership", "abono")


@scene("A membership's month can't be charged, and it ends")
def unpaid(s: Stage) -> None:
    _joins(s)
    s.passes(days=30)
    _stands(s, State.PAST_DUE)
    s.client.hears("client_membership")
    s.tom.hears("trainer_membership")
    s.tom.says("packages", "paquetes")
    s.tom.presses(OpenMembers)
    _stands(s, State.EXPIRED)
    s.client.hears("client_membership")
    s.tom.hears("trainer_membership")


@scene("Two memberships")
def several(s: Stage) -> None:
    _joins(s)
    s.tom.says(
        "package new name Silver, sessions 4, price 180 GBP, renews monthly",
        "paquete nuevo nombre Plata, sesiones 4, precio 180 GBP, renueva mensual",
    )
    s.client.says("buy", "comprar")
    s.client.presses(Buy, nth=1)
    _is_billed(s)
    s.client.says("membership", "abono")
    s.client.presses(OpenMembership)
    s.ada.says("report subs", "informe abonos")
