"""The person side of payments: what people, their banks and the net do on request."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.stripe_checkout import NeedsConfirmation
from sandbox.stripe_events import Plan
from sandbox.stripe_refunds import REASONS, paid_charge
from sandbox.stripe_wire import JSON, StripeError
from sandbox.web import Refusal, json_body, number, seconds, words

if TYPE_CHECKING:
    from sandbox.stripe import Stripe

ACTS = ("pay", "confirm", "decline", "bank")
_SESSION = "id mode status payment_status amount_total currency customer client_reference_id metadata url"
_CHARGE = "id status amount amount_refunded currency disputed customer description payment_intent created"
_SUBSCRIPTION = "id status customer cancel_at_period_end latest_invoice metadata"
_DISPUTE = "id status amount currency charge reason"


def routes(stripe: Stripe) -> list[BaseRoute]:
    side = _Side(stripe)
    return [
        Route("/sandbox/stripe", side.look, methods=["GET"]),
        Route("/sandbox/stripe/payments", side.pay, methods=["POST"]),
        Route("/sandbox/stripe/confirmations", side.confirm, methods=["POST"]),
        Route("/sandbox/stripe/settlements", side.settle, methods=["POST"]),
        Route("/sandbox/stripe/invoices", side.pay_invoice, methods=["POST"]),
        Route("/sandbox/stripe/disputes", side.dispute, methods=["POST"]),
        Route("/sandbox/stripe/refunds", side.refund, methods=["POST"]),
        Route("/sandbox/stripe/deliveries", side.deliveries, methods=["POST"]),
        Route("/sandbox/stripe/deliveries", side.attempts, methods=["GET"]),
        Route("/sandbox/stripe/redeliver", side.redeliver, methods=["POST"]),
    ]


class _Side:
    def __init__(self, stripe: Stripe) -> None:
        self._stripe = stripe

    async def look(self, _: Request) -> Response:
        """Sessions, charges, subscriptions and disputes, the oldest first."""
        book = self._stripe.book
        book.start()
        book.do_what_is_due()
        shown = {
            "sessions": ("checkout.session", _SESSION),
            "charges": ("charge", _CHARGE),
            "subscriptions": ("subscription", _SUBSCRIPTION),
            "disputes": ("dispute", _DISPUTE),
        }
        return JSONResponse(
            {
                name: [{field: each[field] for field in fields.split()} for each in book.of(kind)]
                for name, (kind, fields) in shown.items()
            }
        )

    async def pay(self, request: Request) -> Response:
        """`{"session", "act", "card", "email"}`: as on the hosted page; `landed` is where it leads."""
        asked = await json_body(request)
        session = self._find("checkout.session", asked.get("session"))
        act = str(asked.get("act", "pay"))
        if act not in ACTS:
            raise Refusal(400, f"There is no act {act!r}; there are {', '.join(ACTS)}.")
        if session["status"] != "open":
            raise Refusal(409, f"The session is {session['status']}.")
        try:
            landed = self._stripe.pays(session, act, asked.get("card", "pm_card_visa"), asked.get("email"))
        except NeedsConfirmation:
            raise Refusal(402, "The bank wants a confirmation; send it with the act confirm.") from None
        except StripeError as refused:
            raise Refusal(402, str(refused), code=refused.body["error"].get("code")) from None
        return JSONResponse({"id": session["id"], "landed": landed})

    async def confirm(self, request: Request) -> Response:
        """`{"payment_intent", "confirms"}`: what the person says to their bank."""
        asked = await json_body(request)
        intent = self._find("payment_intent", asked.get("payment_intent"))
        if intent["status"] != "requires_action":
            raise Refusal(409, f"The payment is {intent['status']}.")
        self._stripe.confirms(intent, confirms=bool(asked.get("confirms", True)))
        return JSONResponse({"id": intent["id"]})

    async def settle(self, request: Request) -> Response:
        """`{"payment_intent", "arrives"}`: a payment by bank is there, or never comes."""
        asked = await json_body(request)
        intent = self._find("payment_intent", asked.get("payment_intent"))
        if intent["status"] != "processing":
            raise Refusal(409, f"The payment is {intent['status']}.")
        self._stripe.payments.settle(intent, arrives=bool(asked.get("arrives", True)))
        return JSONResponse({"id": intent["id"]})

    async def pay_invoice(self, request: Request) -> Response:
        """`{"invoice", "card"}`: as on the page that is hosted for an open one."""
        asked = await json_body(request)
        invoice = self._find("invoice", asked.get("invoice"))
        if invoice["status"] != "open":
            raise Refusal(409, f"The invoice is {invoice['status']}.")
        try:
            self._stripe.invoices.pay_by_hand(invoice, str(asked.get("card", "pm_card_visa")))
        except StripeError as refused:
            raise Refusal(402, str(refused), code=refused.body["error"].get("code")) from None
        return JSONResponse({"id": invoice["id"]})

    async def dispute(self, request: Request) -> Response:
        """`{"charge" or "payment_intent", "reason", "amount"}` opens one; `{"dispute", "outcome"}`."""
        asked = await json_body(request)
        try:
            if "dispute" in asked:
                dispute = self._find("dispute", asked["dispute"])
                self._stripe.disputes.decide(dispute, _choice(asked, "outcome", ("won", "lost")))
            else:
                reason = _choice({"reason": "fraudulent", **asked}, "reason", REASONS)
                amount = number(asked["amount"], "amount") if "amount" in asked else None
                charge = paid_charge(self._stripe.book, asked)
                dispute = self._stripe.disputes.open(charge, reason=reason, amount=amount)
        except StripeError as refused:
            raise Refusal(409, str(refused)) from None
        self._stripe.book.changed()
        return JSONResponse({"id": dispute["id"]})

    async def refund(self, request: Request) -> Response:
        """`{"refund"}`: the bank sends the money back. `{"charge" or "payment_intent", "amount"}`: the studio
        gives some or all of it back in the dashboard.
        """
        asked = await json_body(request)
        if "refund" not in asked:
            return self._in_dashboard(asked)
        refund = self._find("refund", asked["refund"])
        if refund["status"] != "succeeded":
            raise Refusal(409, f"The refund is {refund['status']}.")
        self._stripe.refunds.fail(refund)
        return JSONResponse({"id": refund["id"]})

    def _in_dashboard(self, asked: JSON) -> Response:
        given: JSON = {
            name: str(asked[name]) for name in ("charge", "payment_intent", "amount") if name in asked
        }
        try:
            refund = self._stripe.refunds.make(given)
        except StripeError as refused:
            raise Refusal(409, str(refused)) from None
        self._stripe.book.changed()
        return JSONResponse({"id": refund["id"]})

    async def deliveries(self, request: Request) -> Response:
        """How the next `times` events, of a `type` or any, travel: `repeat`, `delay_seconds`, `lost`.

        `{"hold": true}` keeps all back until `{"release": true}`, or `"reversed"`; `{"clear": true}`.
        """
        asked, events = await json_body(request), self._stripe.events
        if asked.get("clear"):
            events.plans.clear()
        elif asked.get("hold"):
            events.held = events.held or deque()
        elif "release" in asked:
            held = [*(events.held or ())]
            events.release(reversed(held) if asked["release"] == "reversed" else held)
            return JSONResponse({"id": len(held)})
        else:
            events.plans.append(_plan(asked))
        return JSONResponse({"id": len(events.plans)})

    async def attempts(self, _: Request) -> Response:
        """What the endpoint answered to each delivery, the oldest first."""
        return JSONResponse(self._stripe.events.attempts)

    async def redeliver(self, request: Request) -> Response:
        """`{"event_id", "times"}`: a past event again."""
        asked = await json_body(request)
        event = self._find("event", asked.get("event_id"))
        for _ in range(number(asked.get("times", 1), "times")):
            self._stripe.events.bring(event)
        return JSONResponse({"id": event["id"]})

    def _find(self, kind: str, id: Any) -> JSON:  # noqa: A002
        self._stripe.book.start()
        self._stripe.book.do_what_is_due()
        there = {each["id"]: each for each in self._stripe.book.of(kind)}
        if id not in there:
            raise Refusal(404, f"There is no {kind} {id}.", there_are=list(there))
        return there[id]


def _plan(asked: JSON) -> Plan:
    return Plan(
        type=words(asked["type"], "type") if "type" in asked else None,
        times=number(asked.get("times", 1), "times"),
        repeat=number(asked.get("repeat", 1), "repeat"),
        delay_seconds=seconds(asked.get("delay_seconds", 0), "delay_seconds"),
        lost=bool(asked.get("lost")),
    )


def _choice(asked: JSON, name: str, allowed: tuple[str, ...]) -> str:
    given = str(asked.get(name))
    if given not in allowed:
        raise Refusal(400, f"There is no {name} {given!r}; there are {', '.join(allowed)}.")
    return given
