"""Stripe's billing portal: a page on which customers keep their cards and end their subscriptions."""

from sandbox.stripe_api import Ask
from sandbox.stripe_billing import ENDED, Subscriptions
from sandbox.stripe_book import Book
from sandbox.stripe_customers import Customers
from sandbox.stripe_events import Events
from sandbox.stripe_wire import JSON, missing, url


class Portal:
    def __init__(
        self, book: Book, events: Events, customers: Customers, subscriptions: Subscriptions
    ) -> None:
        self._book = book
        self._events = events
        self._customers = customers
        self._subscriptions = subscriptions

    def create(self, ask: Ask) -> JSON:
        customer = self._customers.find(ask.params["customer"])
        session = self._book.add(
            "bps",
            "billing_portal.session",
            configuration="bpc_sandbox",
            customer=customer["id"],
            customer_account=None,
            flow=None,
            locale=ask.params.get("locale"),
            on_behalf_of=None,
            return_url=url(ask.params, "return_url"),
        )
        session["url"] = f"{ask.base}/stripe/portal/{session['id']}"
        return session

    def cards(self, session: JSON) -> list[JSON]:
        return self._customers.methods(session["customer"])

    def subscriptions(self, session: JSON) -> list[JSON]:
        return [
            each
            for each in self._book.of("subscription")
            if each["customer"] == session["customer"] and each["status"] not in ENDED
        ]

    def default(self, session: JSON) -> str | None:
        customer = self._book.all[session["customer"]]
        return customer["invoice_settings"]["default_payment_method"] or None

    def act(self, session: JSON, what: str, of: str) -> None:
        """Add a card by its token, or make one the default, remove it, end or keep a subscription."""
        customer = self._book.all[session["customer"]]
        match what:
            case "add":
                card = self._customers.attach(self._customers.method(of), customer)
                customer["invoice_settings"]["default_payment_method"] = card["id"]
                self._events.tell("customer.updated", customer, {})
            case "default":
                customer["invoice_settings"]["default_payment_method"] = self._own_card(session, of)["id"]
                self._events.tell("customer.updated", customer, {})
            case "remove":
                self._customers.detach(self._own_card(session, of))
            case "end" | "keep":
                subscription = _own(self.subscriptions(session), "subscription", of)
                self._subscriptions.end_later(subscription, what == "end")
                self._events.tell("customer.subscription.updated", subscription, {})
        self._book.changed()

    def _own_card(self, session: JSON, of: str) -> JSON:
        return _own(self.cards(session), "payment_method", of)


def _own(there_are: list[JSON], kind: str, of: str) -> JSON:
    """The one that was pressed; StripeError where an old page still shows it."""
    for each in there_are:
        if each["id"] == of:
            return each
    raise missing(kind, of)
