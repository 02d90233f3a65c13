"""Calling Stripe: pages are made, looked at, and what happened to them is listed."""

from datetime import datetime
from typing import Any

import stripe

from domain.money import Money
from domain.payments.ports import Held, NotReached, Refused, Returned, Seen, Told, Wanted
from integrations.stripe.amounts import amount_of
from integrations.stripe.reads import (
    EVENTS,
    KEY,
    REFUND_EVENTS,
    read_charge,
    read_event,
    read_refund,
    read_session,
)

SECONDS = 10.0  # for an answer, while somebody waits before a white page
RETRIES = 2  # by the library, with the same key
_PER_PAGE = 100
_LANGUAGES = {"en": "en", "es": "es"}


class Stripe:
    """See `domain.payments.ports.Cashier`."""

    def __init__(self, api_key: str, api_url: str) -> None:
        self._http = stripe.AIOHTTPClient(timeout=SECONDS)
        self._client = stripe.StripeClient(
            api_key,
            base_addresses={"api": api_url.rstrip("/")},
            http_client=self._http,
            max_network_retries=RETRIES,
        )

    async def make_page(self, wanted: Wanted) -> Seen:
        """What is asked for follows from the payment alone, so that a repeat is the same to Stripe."""
        asked: Any = {
            "mode": "payment",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": wanted.price.currency.lower(),
                        "unit_amount": amount_of(wanted.price),
                        "product_data": {"name": wanted.name},
                    },
                }
            ],
            "success_url": wanted.link,
            "cancel_url": f"{wanted.link}/left",
            "locale": _LANGUAGES.get(wanted.language, "auto"),
            "client_reference_id": wanted.key,
            "metadata": {KEY: wanted.key},
            "payment_intent_data": {"metadata": {KEY: wanted.key}},
        }
        try:
            made = await self._client.v1.checkout.sessions.create_async(
                asked, {"idempotency_key": wanted.key}
            )
        except (stripe.InvalidRequestError, stripe.IdempotencyError) as refused:
            raise Refused(str(refused)) from refused
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return read_session(made.to_dict())

    async def look(self, session_id: str) -> Seen:
        try:
            found = await self._client.v1.checkout.sessions.retrieve_async(session_id)
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return read_session(found.to_dict())

    async def give_back(self, key: str, intent_id: str, amount: Money) -> Returned:
        asked: Any = {"payment_intent": intent_id, "amount": amount_of(amount), "metadata": {KEY: key}}
        try:
            made = await self._client.v1.refunds.create_async(asked, {"idempotency_key": key})
        except (stripe.InvalidRequestError, stripe.IdempotencyError) as refused:
            raise Refused(str(refused)) from refused
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return read_refund(made.to_dict())

    async def events_since(self, moment: datetime) -> list[Told]:
        asked: Any = {
            "types": [*EVENTS, *REFUND_EVENTS],
            "created": {"gte": int(moment.timestamp())},
            "limit": _PER_PAGE,
        }
        try:
            page = await self._client.v1.events.list_async(asked)
            found = [read_event(each.to_dict()) async for each in page.auto_paging_iter()]
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return found[::-1]

    async def held_since(self, moment: datetime) -> list[Held]:
        """A refund may be of a charge that is older: it brings that along."""
        asked: Any = {"created": {"gte": int(moment.timestamp())}, "limit": _PER_PAGE}
        try:
            charges = await self._client.v1.charges.list_async(asked)
            found = [each.to_dict() async for each in charges.auto_paging_iter()]
            asked |= {"expand": ["data.charge"]}
            refunds = await self._client.v1.refunds.list_async(asked)
            found += [each.to_dict()["charge"] async for each in refunds.auto_paging_iter()]
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        held = [read_charge(each) for each in found if each]
        return list({each.intent_id: each for each in held if each}.values())

    async def close(self) -> None:
        await self._http.close_async()  # type: ignore[no-untyped-call]
