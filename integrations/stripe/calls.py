"""Calling Stripe: pages are made, looked at, and what happened to them is listed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import stripe

from domain.money import Money
from domain.payments.ports import Charge, Held, Kept, NotReached, Refused, Returned, Seen, Told, Wanted
from integrations.stripe import charges
from integrations.stripe.amounts import amount_of
from integrations.stripe.billing import LANGUAGES, StripeBilling
from integrations.stripe.fees import EXPANDED, read_line
from integrations.stripe.reads import (
    DISPUTE_EVENTS,
    EVENTS,
    REFUND_EVENTS,
    read_charge,
    read_dispute,
    read_event,
    read_refund,
    read_session,
)
from integrations.stripe.subscriptions import CUSTOMER_EVENTS, KEY, SUBSCRIPTION_EVENTS

SECONDS = 10.0  # for an answer, while somebody waits before a white page
RETRIES = 2  # by the library, with the same key
_PER_PAGE = 100
# Whoever likes keeps the card, and all that were ever kept are shown.
_SHOWN = {"allow_redisplay_filters": ["always", "limited", "unspecified"]}
_SAVED = {"payment_method_save": "enabled", **_SHOWN}


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
        self.billing = StripeBilling(self._client)

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
            "locale": LANGUAGES.get(wanted.language, "auto"),
            "client_reference_id": wanted.key,
            "metadata": {KEY: wanted.key},
            "payment_intent_data": {"metadata": {KEY: wanted.key}},
        }
        if wanted.customer_id is not None:
            asked |= {"customer": wanted.customer_id, "saved_payment_method_options": _SAVED}
        if wanted.keeps:
            asked["payment_intent_data"]["setup_future_usage"] = "off_session"
            asked["saved_payment_method_options"] = _SHOWN
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

    async def charge(self, wanted: Charge) -> Seen:
        return await charges.charge(self._client, wanted)

    async def charged(self, wanted: Charge) -> Seen | None:
        return await charges.charged(self._client, wanted)

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
            # Twenty at most, which these are.
            "types": [*EVENTS, *REFUND_EVENTS, *DISPUTE_EVENTS, *SUBSCRIPTION_EVENTS, *CUSTOMER_EVENTS],
            "created": {"gte": int(moment.timestamp())},
            "limit": _PER_PAGE,
        }
        try:
            page = await self._client.v1.events.list_async(asked)
            found = [read_event(each.to_dict()) async for each in page.auto_paging_iter()]
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return found[::-1]

    async def prove(self, provider_id: str, proof: dict[str, str]) -> None:
        asked: Any = {"evidence": proof, "submit": True}
        key = f"prove-{provider_id}"
        try:
            await self._client.v1.disputes.update_async(provider_id, asked, {"idempotency_key": key})
        except (stripe.InvalidRequestError, stripe.IdempotencyError) as refused:
            raise Refused(str(refused)) from refused
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away

    async def held_since(self, moment: datetime) -> list[Held]:
        """A refund or a dispute may be of a charge that is older: it brings that along."""
        asked: Any = {"created": {"gte": int(moment.timestamp())}, "limit": _PER_PAGE}
        bring: Any = asked | {"expand": ["data.charge"]}
        made, refunds, disputes = (
            self._client.v1.charges,
            self._client.v1.refunds,
            self._client.v1.disputes,
        )
        try:
            found = [each.to_dict() async for each in (await made.list_async(asked)).auto_paging_iter()]
            for listed in (await refunds.list_async(bring), await disputes.list_async(bring)):
                found += [each.to_dict()["charge"] async for each in listed.auto_paging_iter()]
            ours = {each["id"]: held for each in found if each and (held := read_charge(each))}
            for charge in {each["id"] for each in found if each and each["disputed"]} & ours.keys():
                ours[charge] = await self._less_disputed(charge, ours[charge])
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return list(ours.values())

    async def _less_disputed(self, charge: str, held: Held) -> Held:
        of: Any = {"charge": charge}
        disputes = (await self._client.v1.disputes.list_async(of)).data
        read = (read_dispute(each.to_dict()) for each in disputes)
        moved = sum(move.amount.minor for each in read if each for move in each.moves)
        return replace(held, money=Money(held.money.minor + moved, held.money.currency))

    async def kept_since(self, moment: datetime) -> list[Kept]:
        asked: Any = {
            "created": {"gte": int(moment.timestamp())},
            "limit": _PER_PAGE,
            "expand": [EXPANDED],
        }
        try:
            page = await self._client.v1.balance_transactions.list_async(asked)
            found = [read_line(each.to_dict()) async for each in page.auto_paging_iter()]
        except stripe.StripeError as away:
            raise NotReached(str(away)) from away
        return [each for each in found if each]

    async def close(self) -> None:
        await self._http.close_async()  # type: ignore[no-untyped-call]
