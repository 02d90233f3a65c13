"""A bot that takes payments, made of Stripe's own library: its client calls, its check guards the webhook."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import stripe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.app import create
from sandbox.people import STRIPE_API_KEY, STRIPE_WEBHOOK_SECRET
from sandbox.server import listening, running
from sandbox.world import World
from tests.patience import until
from tests.sandbox.outside import Outside
from tests.wire_stripe import check_stripe_wire

JSON = dict[str, Any]

DAY = 86_400
MONTH = 31 * DAY
LINE = {
    "price_data": {"currency": "eur", "unit_amount": 4500, "product_data": {"name": "A session"}},
    "quantity": 2,
}


class Till:
    """The bot's endpoint and its client; `heard` are the events that were signed, `status` its answer."""

    def __init__(self) -> None:
        self.heard: list[stripe.Event] = []
        self.forged = 0
        self.status = 200
        self.base = ""
        self.outside: Outside
        self.sdk: stripe.StripeClient

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/stripe/webhook", self._hear, methods=["POST"])])

    async def _hear(self, request: Request) -> Response:
        try:
            event = self.sdk.construct_event(
                await request.body(), request.headers["Stripe-Signature"], STRIPE_WEBHOOK_SECRET
            )
        except stripe.SignatureVerificationError:
            self.forged += 1
            return Response(status_code=400)
        self.heard.append(event)
        return Response(status_code=self.status)

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.heard]

    async def hears(self, *types: str) -> None:
        """Wait until each of these came."""

        async def came() -> bool:
            return all(self.types.count(each) >= types.count(each) for each in types)

        await until(came)

    async def checkout(self, **more: Any) -> stripe.checkout.Session:
        asked: Any = {
            "mode": "payment",
            "line_items": [LINE],
            "success_url": f"{self.base}/thanks?session={{CHECKOUT_SESSION_ID}}",
            "cancel_url": f"{self.base}/left",
            **more,
        }
        return await self.sdk.v1.checkout.sessions.create_async(asked)

    async def session(self, id: str) -> stripe.checkout.Session:  # noqa: A002
        return await self.sdk.v1.checkout.sessions.retrieve_async(id)

    async def pays(self, session: stripe.checkout.Session, act: str = "pay", **more: Any) -> JSON:
        return await self.outside.post("/sandbox/stripe/payments", session=session.id, act=act, **more)

    async def charge(
        self, amount: int = 4500, card: str = "pm_card_visa", **more: Any
    ) -> stripe.PaymentIntent:
        asked: Any = {"amount": amount, "currency": "eur", "payment_method": card, "confirm": True, **more}
        return await self.sdk.v1.payment_intents.create_async(asked)

    async def presses(self, about: str, act: str) -> str:
        """A button of the dashboard; answers the page after it."""
        form = {"of": about, "act": act}
        async with self.outside.http.post(f"{self.outside.base}/stripe/dashboard", data=form) as page:
            assert page.status == 200
            return await page.text()

    async def customer(self, card: str | None = None, **more: Any) -> stripe.Customer:
        """A customer, with a card that stands ready."""
        asked: Any = {"email": "cleo@example.com", "name": "Cleo", **more}
        made = await self.sdk.v1.customers.create_async(asked)
        if card:
            kept = await self.sdk.v1.payment_methods.attach_async(card, {"customer": made.id})
            settings: Any = {"invoice_settings": {"default_payment_method": kept.id}}
            made = await self.sdk.v1.customers.update_async(made.id, settings)
        return made

    async def monthly(self, amount: int = 9900) -> stripe.Price:
        asked: Any = {
            "currency": "eur",
            "unit_amount": amount,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Membership"},
        }
        return await self.sdk.v1.prices.create_async(asked)

    async def advance(self, seconds: float) -> None:
        await self.outside.post("/sandbox/clock", advance_seconds=seconds)

    async def until(self, holds: Callable[[], bool]) -> None:
        async def asked() -> bool:
            return holds()

        await until(asked)


async def refused(doing: Any) -> Any:
    """The library's error for what Stripe refuses."""
    try:
        await doing
    except stripe.StripeError as error:
        return error
    raise AssertionError("It was not refused.")


@asynccontextmanager
async def open_till() -> AsyncIterator[Till]:
    """A bot and a sandbox that know each other's addresses; in the end all that passed is checked."""
    till = Till()
    async with listening(till.app) as till.base, aiohttp.ClientSession() as http:
        app = create(World(till.base))
        async with running(app) as base:
            transport = stripe.AIOHTTPClient(timeout=5)
            till.outside = Outside(base, http, app)
            till.sdk = stripe.StripeClient(
                STRIPE_API_KEY,
                base_addresses={"api": f"{base}/stripe"},
                http_client=transport,
                max_network_retries=2,
            )
            yield till
            assert till.forged == 0
            check_stripe_wire(await till.outside.get("/sandbox/wire"))
            await transport.close_async()  # type: ignore[no-untyped-call]
