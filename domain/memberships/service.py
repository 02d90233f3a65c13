"""Beginning a membership, and what its payer wants of it afterwards."""

import secrets
from datetime import datetime

from domain.access import require_self
from domain.memberships import errors
from domain.memberships.model import Membership, MembershipService, State
from domain.memberships.seeing import tell_owner
from domain.payments.errors import NotForSale
from domain.people.model import Person
from domain.work import Work

_TOKEN_BYTES = 9  # 72 bits: nobody guesses a link


def begin(work: Work, payer: Person, package_id: int, *, now: datetime) -> Membership:
    """What a client is about to join; whoever has it already, or asks for the same again, gets the same.
    Raises NotForSale.
    """
    package = work.packages.package(package_id)
    if not package.active or not package.monthly or not work.trainers.trainer(package.trainer_id).active:
        raise NotForSale(name=package.name)
    wanted = Membership(
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        payer_id=payer.id,
        trainer_id=package.trainer_id,
        package_id=package.id,
        name=package.name,
        sessions=package.sessions,
        days=package.days,
        price_minor=package.price.minor,
        currency=package.currency,
        made_at=now,
    )
    services = work.packages.services_of(package_id)
    if (member := live(work, payer.id, package_id)) is not None:
        return member
    for each in work.memberships.of_payer(payer.id):
        shown = each.state is State.OPEN and (each.package_id, _terms(each)) == (package_id, _terms(wanted))
        if shown and work.memberships.services_of(each.id) == services:
            return each
    work.add(wanted)
    work.flush()
    work.add(*(MembershipService(membership_id=wanted.id, service_id=each) for each in services))
    work.flush()
    return wanted


def live(work: Work, payer_id: int, package_id: int | None) -> Membership | None:
    """Theirs that goes on, and of no package a desk: nobody joins the same twice, such as on older terms."""
    known = work.memberships.of_payer(payer_id)
    return next((each for each in known if each.package_id == package_id and each.is_live), None)


def leave(work: Work, payer: Person, membership_id: int, *, now: datetime) -> Membership:
    """It ends with the month that is paid. What is so already stays so. Raises NotNow."""
    return _want(work, payer, membership_id, "leaves", now, leaves=True)


def stay(work: Work, payer: Person, membership_id: int, *, now: datetime) -> Membership:
    """It goes on after all. Raises NotNow."""
    return _want(work, payer, membership_id, "stays", now, leaves=False)


def rest(work: Work, payer: Person, membership_id: int, *, now: datetime) -> Membership:
    """No further month is charged, nor gives credits, until it is taken up again. Raises NotNow."""
    return _want(work, payer, membership_id, "paused", now, rests=True)


def take_up(work: Work, payer: Person, membership_id: int, *, now: datetime) -> Membership:
    """Raises NotNow."""
    return _want(work, payer, membership_id, "resumed", now, rests=False)


def _want(
    work: Work,
    payer: Person,
    membership_id: int,
    what: str,
    now: datetime,
    *,
    leaves: bool | None = None,
    rests: bool | None = None,
) -> Membership:
    found = work.memberships.locked(membership_id)
    require_self(payer, found.payer_id)
    wanted = (found.leaves if leaves is None else leaves, found.rests if rests is None else rests)
    if wanted == (found.leaves, found.rests):
        return found
    # What leaves is not paused any more, and an unpaid month is paid or left first.
    if not found.is_live or (rests and (found.leaves or found.state is not State.ACTIVE)):
        raise errors.NotNow
    found.leaves, found.rests = wanted
    found.asked += 1
    work.flush()
    tell_owner(work, found, what, f"membership:{found.id}:asked:{found.asked}", now)
    return found


def _terms(membership: Membership) -> tuple[object, ...]:
    return (membership.name, membership.sessions, membership.days, membership.price)
