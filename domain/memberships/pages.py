"""Where the link of a membership leads: to the page at which it begins, or at which a month is made good."""

from dataclasses import dataclass

from domain.memberships.desks import is_replaced
from domain.memberships.model import BillState, Membership, State
from domain.memberships.ports import Joining, JoinPage
from domain.memberships.service import live
from domain.wallets.service import open_wallet
from domain.work import Work


@dataclass(frozen=True, slots=True)
class Gate:
    """``url`` is where to send whoever is to pay, ``wanted`` the page to ask for first; one whose payer the
    provider does not know yet `lacks_customer`. Whoever joined meanwhile, on other terms, `is_member`.
    """

    membership: Membership
    language: str
    url: str | None = None
    wanted: Joining | None = None
    lacks_customer: bool = False
    is_member: bool = False


def gate(work: Work, token: str, *, public_url: str) -> Gate | None:
    """None where there is no such link, or nobody can join any more."""
    found = work.memberships.by_token(token)
    if found is None:
        return None
    language = work.people.person(found.payer_id).locale
    if found.state is State.PAST_DUE:
        return Gate(found, language, _unpaid(work, found))
    if found.state is not State.OPEN:
        return Gate(found, language)
    if live(work, found.payer_id, found.package_id) is not None:
        return Gate(found, language, is_member=True)
    if not work.trainers.trainer(found.trainer_id).active or is_replaced(work, found):
        return None
    if found.session_id is not None:
        return Gate(found, language, found.url)
    customer = open_wallet(work, found.payer_id).customer_id
    if customer is None:
        return Gate(found, language, lacks_customer=True)
    key, link = f"join-{found.token}-{found.page}", f"{public_url}/member/{found.token}"
    return Gate(
        found,
        language,
        wanted=Joining(key, found.token, found.name, found.price, language, link, customer),
    )


def see_page(work: Work, token: str, number: int, page: JoinPage | None) -> None:
    """A page of this number as the provider has it. One at which nobody can pay any more, or that the
    provider would not make, is followed by the next.
    """
    found = work.memberships.by_token(token)
    if found is None:
        return
    found = work.memberships.locked(found.id)
    if found.page != number or found.state is not State.OPEN:
        return
    if page is None or (page.url is None and page.subscription_id is None):
        found.page, found.session_id, found.url = number + 1, None, None
    else:
        found.session_id, found.url = page.session_id, page.url


def _unpaid(work: Work, found: Membership) -> str | None:
    unpaid = (each for each in work.memberships.bills(found.id) if each.state is BillState.OPEN)
    return next((each.link for each in reversed([*unpaid]) if each.link), None)
