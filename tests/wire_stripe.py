"""What passes between a bot and Stripe, held key by key against the classes of Stripe's own library.

A key that its class does not know is an error, and so is one missing that the class promises always. The
library's annotations are the oracle: they come from Stripe's own description of its API.
"""

import typing
from functools import cache
from importlib import import_module
from typing import Any

JSON = dict[str, Any]

_CLASSES = {
    "balance": "stripe.Balance",
    "balance_transaction": "stripe.BalanceTransaction",
    "billing_portal.session": "stripe.billing_portal.Session",
    "charge": "stripe.Charge",
    "checkout.session": "stripe.checkout.Session",
    "customer": "stripe.Customer",
    "dispute": "stripe.Dispute",
    "event": "stripe.Event",
    "invoice": "stripe.Invoice",
    "invoice_payment": "stripe.InvoicePayment",
    "item": "stripe.LineItem",
    "line_item": "stripe.InvoiceLineItem",
    "payment_intent": "stripe.PaymentIntent",
    "payment_method": "stripe.PaymentMethod",
    "plan": "stripe.Plan",
    "price": "stripe.Price",
    "product": "stripe.Product",
    "refund": "stripe.Refund",
    "setup_intent": "stripe.SetupIntent",
    "subscription": "stripe.Subscription",
    "subscription_item": "stripe.SubscriptionItem",
}


def check_stripe_wire(wire: list[JSON]) -> int:
    """Check every answer and event; how many objects were seen."""
    answers = [
        each["payload"] for each in wire if (each["provider"], each["direction"]) == ("stripe", "to_bot")
    ]
    return sum(map(check_stripe_object, answers))


def check_stripe_object(payload: Any) -> int:
    """Check an object and all within it; an AssertionError names what is wrong."""
    if isinstance(payload, list):
        return sum(map(check_stripe_object, payload))
    if not isinstance(payload, dict):
        return 0
    seen = 0
    kind = payload.get("object")
    if isinstance(kind, str) and kind != "list" and not payload.get("deleted"):
        known, promised = _keys(kind)
        assert not payload.keys() - known, f"{kind} has no {payload.keys() - known}"
        assert not promised - payload.keys(), f"{kind} lacks {promised - payload.keys()}"
        seen = 1
    return seen + sum(map(check_stripe_object, payload.values()))


@cache
def _keys(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that the library knows, and those that are always there."""
    module, _, name = _CLASSES[kind].rpartition(".")
    hints: dict[str, Any] = getattr(import_module(module), name).__annotations__
    named = {key: hint for key, hint in hints.items() if key != "OBJECT_NAME"}
    return frozenset(named), frozenset(
        key for key, hint in named.items() if type(None) not in typing.get_args(hint)
    )
