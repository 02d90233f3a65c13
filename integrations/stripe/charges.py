"""Charging a card that Stripe keeps, while its owner is away."""

from datetime import timedelta
from typing import Any

import stripe

from domain.payments.model import PageState
from domain.payments.ports import Charge, Seen
from integrations.stripe.amounts import amount_of, money_of
from integrations.stripe.billing import answering
from integrations.stripe.subscriptions import KEY

EVENTS = ("payment_intent.succeeded", "payment_intent.payment_failed")
_PER_PAGE = 100
_ABOUT = timedelta(hours=1)  # that two clocks may differ
_BEGUN = ("requires_confirmation", "requires_payment_method")  # the second also says how a try has ended
_ENDED = {"succeeded": PageState.PAID, "processing": PageState.PROCESSING}


async def charge(client: stripe.StripeClient, wanted: Charge) -> Seen:
    """One that its bank declines, or would ask the owner about, has failed: nobody is there to answer."""
    asked: Any = {
        "amount": amount_of(wanted.price),
        "currency": wanted.price.currency.lower(),
        "customer": wanted.customer_id,
        "payment_method": wanted.method_id,
        "payment_method_types": ["card"],
        "off_session": True,
        "confirm": True,
        "description": wanted.name,
        "metadata": {KEY: wanted.key},
    }
    with answering():
        try:
            made = await client.v1.payment_intents.create_async(asked, {"idempotency_key": wanted.key})
        except stripe.CardError as declined:
            return Seen(wanted.key, _intent_of(declined) or wanted.key, PageState.FAILED)
        return read_intent(made.to_dict())


async def charged(client: stripe.StripeClient, wanted: Charge) -> Seen | None:
    """What became of one that was asked for before: Stripe forgets a key after a day, and never its name.
    None while another process waits for its answer, too: to ask under the same key then charges once.
    """
    since = int((wanted.since - _ABOUT).timestamp())
    asked: Any = {"customer": wanted.customer_id, "created": {"gte": since}, "limit": _PER_PAGE}
    with answering():
        page = await client.v1.payment_intents.list_async(asked)
        async for each in page.auto_paging_iter():
            found = each.to_dict()
            if (found.get("metadata") or {}).get(KEY) == wanted.key and _has_answer(found):
                return read_intent(found)
    return None


def _has_answer(intent: dict[str, Any]) -> bool:
    return intent["status"] not in _BEGUN or intent["last_payment_error"] is not None


def read_intent(intent: dict[str, Any]) -> Seen:
    """Whatever is neither paid nor on its way waits for nobody, and so has failed."""
    state = _ENDED.get(intent["status"], PageState.FAILED)
    paid = money_of(intent["amount_received"], intent["currency"]) if state is PageState.PAID else None
    return Seen(intent["metadata"][KEY], intent["id"], state, paid, intent["id"] if paid else None)


def _intent_of(declined: stripe.CardError) -> str:
    """Nothing where the card was refused before there was one."""
    body: Any = declined.json_body
    return str((body["error"].get("payment_intent") or {}).get("id", ""))
