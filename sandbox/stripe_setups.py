"""Stripe's intents to keep a card for later."""

from secrets import token_hex

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_customers import Customers
from sandbox.stripe_events import Events
from sandbox.stripe_wire import JSON, StripeError, flag, metadata, one_of


class Setups:
    def __init__(self, book: Book, events: Events, customers: Customers) -> None:
        self._book = book
        self._events = events
        self._customers = customers

    def create(self, ask: Ask) -> JSON:
        intent = self.intent(ask.params)
        if flag(ask.params, "confirm"):
            self.keep(intent, ask.params.get("payment_method"))
        return intent

    def intent(self, given: JSON) -> JSON:
        customer = self._customers.find(given["customer"]) if given.get("customer") else None
        intent = self._book.add(
            "seti",
            "setup_intent",
            application=None,
            automatic_payment_methods=None,
            cancellation_reason=None,
            client_secret=f"seti_secret_{token_hex(12)}",
            customer=customer and customer["id"],
            description=given.get("description"),
            last_setup_error=None,
            latest_attempt=None,
            mandate=None,
            metadata=metadata(given),
            next_action=None,
            on_behalf_of=None,
            payment_method=None,
            payment_method_options={},
            payment_method_types=["card"],
            single_use_mandate=None,
            status="requires_payment_method",
            usage=one_of(given, "usage", ("off_session", "on_session"), "off_session"),
        )
        self._events.tell("setup_intent.created", intent)
        return intent

    def confirm(self, ask: Ask) -> JSON:
        intent = self._open(ask)
        self.keep(intent, ask.params.get("payment_method"))
        return intent

    def cancel(self, ask: Ask) -> JSON:
        intent = self._open(ask)
        intent["status"] = "canceled"
        self._events.tell("setup_intent.canceled", intent)
        return intent

    def keep(self, intent: JSON, token: object) -> JSON:
        """Attach the card; StripeError where it is refused at once."""
        card = self._customers.method(token)
        try:
            if intent["customer"]:
                self._customers.attach(card, self._book.all[intent["customer"]])
        except StripeError as refused:
            intent["last_setup_error"] = refused.body["error"]
            self._events.tell("setup_intent.setup_failed", intent)
            raise
        intent |= {"payment_method": card["id"], "status": "succeeded", "last_setup_error": None}
        self._events.tell("setup_intent.succeeded", intent)
        return card

    def _open(self, ask: Ask) -> JSON:
        intent = self._book.get("setup_intent", ask.id)
        if intent["status"] in ("succeeded", "canceled"):
            raise StripeError(
                f"This SetupIntent has a status of {intent['status']}.", code="setup_intent_unexpected_state"
            )
        return intent
