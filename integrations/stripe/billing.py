"""Calling Stripe about what is paid every month: subscriptions, their invoices, and whom they are of."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import stripe

from domain.memberships.ports import Joining, JoinPage, Standing
from domain.payments.ports import NotReached, Refused
from domain.wallets.ports import Card
from integrations.stripe.amounts import amount_of
from integrations.stripe.subscriptions import KEY, read_cards, read_paid, read_standing, subscription_of

LANGUAGES = {"en": "en", "es": "es"}
_PER_PAGE = 100


@contextmanager
def answering() -> Iterator[None]:
    """What Stripe refuses for good as Refused, all else as NotReached."""
    try:
        yield
    except (stripe.InvalidRequestError, stripe.IdempotencyError) as refused:
        raise Refused(str(refused)) from refused
    except stripe.StripeError as away:
        raise NotReached(str(away)) from away


class StripeBilling:
    """See `domain.memberships.ports.Subscriber` and `domain.wallets.ports.Keeper`."""

    def __init__(self, client: stripe.StripeClient) -> None:
        self._v1 = client.v1

    async def make_join_page(self, wanted: Joining) -> JoinPage:
        asked: Any = {
            "mode": "subscription",
            "customer": wanted.customer_id,
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": wanted.price.currency.lower(),
                        "unit_amount": amount_of(wanted.price),
                        "recurring": {"interval": "month"},
                        "product_data": {"name": wanted.name},
                    },
                }
            ],
            "success_url": wanted.link,
            "cancel_url": f"{wanted.link}/left",
            "locale": LANGUAGES.get(wanted.language, "auto"),
            "client_reference_id": wanted.key,
            "metadata": {KEY: wanted.token},
            "subscription_data": {"metadata": {KEY: wanted.token}},
        }
        with answering():
            made = await self._v1.checkout.sessions.create_async(asked, {"idempotency_key": wanted.key})
        return _page(made)

    async def look_at_join_page(self, session_id: str) -> JoinPage:
        with answering():
            return _page(await self._v1.checkout.sessions.retrieve_async(session_id))

    async def standing(self, subscription_id: str) -> Standing | None:
        """Its newest hundred invoices: eight years."""
        with answering():
            found = (await self._v1.subscriptions.retrieve_async(subscription_id)).to_dict()
            asked: Any = {"customer": found["customer"], "limit": _PER_PAGE, "expand": ["data.payments"]}
            listed = await self._v1.invoices.list_async(asked)
        bills = (each.to_dict() for each in listed.data)
        return read_standing(found, [each for each in bills if subscription_of(each) == subscription_id])

    async def obey(self, key: str, subscription_id: str, *, leaves: bool, rests: bool) -> None:
        asked: Any = {
            "cancel_at_period_end": leaves,
            "pause_collection": {"behavior": "void"} if rests else "",
        }
        with answering():
            await self._v1.subscriptions.update_async(subscription_id, asked, {"idempotency_key": key})

    async def billed_since(self, moment: datetime) -> list[tuple[str, str, str]]:
        asked: Any = {
            "created": {"gte": int(moment.timestamp())},
            "limit": _PER_PAGE,
            "expand": ["data.payments"],
        }
        with answering():
            page = await self._v1.invoices.list_async(asked)
            found = [each.to_dict() async for each in page.auto_paging_iter()]
        return [paid for each in found if (paid := read_paid(each)) is not None]

    async def make_customer(self, key: str, name: str) -> str:
        asked: Any = {"name": name, "metadata": {KEY: key}}
        with answering():
            return (await self._v1.customers.create_async(asked, {"idempotency_key": key})).id

    async def cards(self, customer_id: str) -> list[Card]:
        with answering():
            customer = (await self._v1.customers.retrieve_async(customer_id)).to_dict()
            asked: Any = {"type": "card", "limit": _PER_PAGE}
            methods = await self._v1.customers.payment_methods.list_async(customer_id, asked)
        return read_cards(customer, [each.to_dict() for each in methods.data])

    async def portal(self, customer_id: str, language: str, back: str) -> str:
        asked: Any = {
            "customer": customer_id,
            "return_url": back,
            "locale": LANGUAGES.get(language, "auto"),
        }
        with answering():
            return (await self._v1.billing_portal.sessions.create_async(asked)).url


def _page(session: stripe.checkout.Session) -> JoinPage:
    found = session.to_dict()
    return JoinPage(found["id"], found["url"] if found["status"] == "open" else None, found["subscription"])
