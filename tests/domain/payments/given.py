"""What the tests of payments share: a page that is open, and what the provider tells of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.ledger.model import Kind
from domain.payments.model import PageState, Payment
from domain.payments.pages import door
from domain.payments.ports import Seen, Told
from domain.payments.service import begin
from domain.work import Work
from tests.domain.packages.given import pack
from tests.factories import NOON, Studio

URL = "https://studio.example"


def wanted(work: Work, here: Studio, booking_id: int | None = None) -> Payment:
    """Cleo is about to buy Ana's 10-pack."""
    sold = next(iter(work.packages.of_trainer(here.ana.id)), None) or pack(work, here)
    return begin(work, here.cleo, sold.id, booking_id=booking_id, now=NOON)


def opened(work: Work, payment: Payment, *, now: datetime = NOON) -> str:
    """Its link was opened; the key of the page."""
    found = door(work, payment.token, public_url=URL, now=now)
    assert found
    assert found.page
    return found.page.key


def seen(key: str, state: PageState, payment: Payment) -> Seen:
    paid = state is PageState.PAID
    return Seen(
        key,
        f"cs_{key}",
        state,
        payment.price if paid else None,
        f"pi_{key}" if paid else None,
        f"{URL}/page/{key}",
    )


def told(number: int, page: Seen, kind: str = "checkout.session.completed") -> Told:
    return Told(f"evt_{number}", kind, NOON + timedelta(seconds=number), page)


def story_of(key: str, payment: Payment, way: str) -> Iterator[Seen]:
    """All that the provider tells of a page, in the order in which it happens."""
    match way:
        case "paid":
            states = [PageState.PAID]
        case "by bank":
            states = [PageState.PROCESSING, PageState.PAID]
        case "bank sends nothing":
            states = [PageState.PROCESSING, PageState.FAILED]
        case _:
            states = [PageState.EXPIRED]
    return (seen(key, state, payment) for state in states)


def money(work: Work, here: Studio, *kinds: Kind) -> list[int]:
    """The balances of these accounts of Cleo's with Ana."""
    of = {"client_id": here.cleo.id, "trainer_id": here.ana.id}
    accounts = (work.ledger.account(kind, "EUR", **of) for kind in kinds)
    return [work.ledger.balance(each) for each in accounts]
