"""Stripe: its REST API, signed webhooks, hosted pages; cards, banks and disputes as on request."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from sandbox import stripe_pages, stripe_person
from sandbox.stripe_api import Act, Api, Ask, Keys
from sandbox.stripe_billing import Subscriptions
from sandbox.stripe_book import Book
from sandbox.stripe_checkout import Checkout
from sandbox.stripe_customers import Customers
from sandbox.stripe_events import Events
from sandbox.stripe_invoices import Invoices
from sandbox.stripe_pages import DECLINED, success_url
from sandbox.stripe_payments import Payments
from sandbox.stripe_portal import Portal
from sandbox.stripe_refunds import Balance, Disputes, Refunds
from sandbox.stripe_setups import Setups
from sandbox.stripe_wire import JSON
from sandbox.world import World

_LIST = "limit starting_after ending_before created"
_PERSON = "email name phone description address metadata invoice_settings preferred_locales payment_method"
_INTENT = (
    "customer description metadata receipt_email payment_method setup_future_usage transfer_group "
    "statement_descriptor_suffix"
)
_CONFIRM = "off_session return_url"
_CHECKOUT = (
    "success_url cancel_url line_items customer customer_email customer_creation client_reference_id "
    "metadata expires_at payment_intent_data setup_intent_data subscription_data currency locale "
    "payment_method_types submit_type ui_mode saved_payment_method_options"
)
_PRODUCT = "name description active metadata"
_SUBSCRIPTION = "items default_payment_method cancel_at_period_end description metadata"


class Stripe:
    """The provider side; the person side is in `stripe_person`, what people see in `stripe_pages`.

    `webhook_url` is the endpoint of all events, by default the bot's /stripe/webhook; without a bot
    nothing is called, and events stand in their list. What is due, retries too, follows the business clock.
    """

    def __init__(self, world: World, *, webhook_url: str | None = None) -> None:
        self.world = world
        self.book = Book(world)
        hook = webhook_url or (f"{world.bot_url.rstrip('/')}/stripe/webhook" if world.bot_url else None)
        self.events = Events(world, self.book, hook)
        self.customers = Customers(self.book, self.events)
        self.payments = Payments(self.book, self.events, self.customers)
        self.setups = Setups(self.book, self.events, self.customers)
        self.refunds = Refunds(self.book, self.events, self.payments)
        self.disputes = Disputes(self.book, self.events, self.payments)
        self.balance = Balance(self.book)
        invoices = Invoices(self.book, self.events, self.customers, self.payments)
        self.invoices = invoices
        self.subscriptions = Subscriptions(self.book, self.events, self.customers, invoices)
        self.checkout = Checkout(
            self.book, self.events, self.customers, self.payments, self.setups, self.subscriptions, invoices
        )
        self.portal = Portal(self.book, self.events, self.customers, self.subscriptions)
        self._keys = Keys(self.book)
        self.book.acts["dispute"] = lambda charge, _: self._dispute_due(charge)
        self.book.acts["dispute_is_due"] = lambda dispute, _: self.disputes.lapse(dispute)
        self.book.acts["refund_fails"] = lambda refund, _: self.refunds.fail(refund)

    def pays(self, session: JSON, act: str, card: str, email: str | None = None) -> str | None:
        """What a person does on the page: "pay" or "confirm" a card, "decline", "bank"; where they land."""
        if act == "bank":
            self.checkout.pay_by_bank(session, email=email or None)
        else:
            token = DECLINED if act == "decline" else card
            self.checkout.pay(session, token, email=email or None, confirmed=act == "confirm")
        return success_url(session)

    def confirms(self, intent: JSON, *, confirms: bool) -> None:
        """The person's bank says yes to a payment that waits for it, or no."""
        if confirms:
            self.payments.pay(intent, authenticated=True)
        else:
            self.payments.unconfirmed(intent)
        for invoice in self.book.of("invoice"):
            if invoice["_payments"]["data"] and self.invoices.intent(invoice) is intent:
                self.invoices.settled(invoice)
        self.book.changed()

    def acts(self, about: JSON, act: str) -> None:
        """What is done on the dashboard: a charge's "refund" or "dispute", a dispute's "won" or "lost".
        StripeError where it can't be.
        """
        match about["object"], act:
            case "charge", "refund":
                self.refunds.make({"charge": about["id"]})
            case "charge", "dispute":
                self.disputes.open(about)
            case "dispute", "won" | "lost":
                self.disputes.decide(about, act)
        self.book.changed()

    def routes(self) -> list[BaseRoute]:
        return [
            *self._people(),
            *self._goods(),
            *self._money(),
            *self._checkout(),
            *self._billing(),
            *stripe_pages.routes(self),
            *stripe_person.routes(self),
        ]

    def _people(self) -> list[BaseRoute]:
        people = self.customers
        return [
            self._post("customers", "customers.create", people.create, _PERSON),
            self._list("customers", "customer", "email"),
            self._get("customers/{id}", "customers.retrieve", people.fetch),
            self._post("customers/{id}", "customers.update", people.update, _PERSON),
            self._call("DELETE", "customers/{id}", "customers.delete", people.delete),
            self._get(
                "customers/{id}/payment_methods",
                "customers.payment_methods.list",
                people.list_methods,
                f"{_LIST} type",
            ),
            self._post(
                "payment_methods", "payment_methods.create", people.create_method, "type card metadata"
            ),
            self._get(
                "payment_methods", "payment_methods.list", people.list_methods, f"{_LIST} type", "customer"
            ),
            self._one("payment_methods", "payment_method"),
            self._post(
                "payment_methods/{id}/attach",
                "payment_methods.attach",
                people.attach_method,
                needs="customer",
            ),
            self._post("payment_methods/{id}/detach", "payment_methods.detach", people.detach_method),
            self._post(
                "setup_intents",
                "setup_intents.create",
                self.setups.create,
                "customer description metadata usage confirm payment_method payment_method_types",
            ),
            self._list("setup_intents", "setup_intent", "customer payment_method"),
            self._one("setup_intents", "setup_intent"),
            self._post(
                "setup_intents/{id}/confirm",
                "setup_intents.confirm",
                self.setups.confirm,
                needs="payment_method",
            ),
            self._post("setup_intents/{id}/cancel", "setup_intents.cancel", self.setups.cancel),
        ]

    def _goods(self) -> list[BaseRoute]:
        goods = self.customers
        price = "product product_data unit_amount recurring nickname metadata active lookup_key"
        return [
            self._post(
                "products", "products.create", goods.create_product, f"{_PRODUCT} default_price_data", "name"
            ),
            self._list("products", "product", "active"),
            self._one("products", "product"),
            self._post("products/{id}", "products.update", goods.update_product, _PRODUCT),
            self._post("prices", "prices.create", goods.create_price, price, "currency unit_amount"),
            self._list("prices", "price", "active product currency type lookup_key"),
            self._one("prices", "price"),
            self._post("prices/{id}", "prices.update", goods.update_price, "active nickname metadata"),
        ]

    def _money(self) -> list[BaseRoute]:
        money, back, disputes, balance = self.payments, self.refunds, self.disputes, self.balance
        return [
            self._post(
                "payment_intents",
                "payment_intents.create",
                money.create,
                f"{_INTENT} {_CONFIRM} confirm automatic_payment_methods payment_method_types",
                "amount currency",
            ),
            self._list("payment_intents", "payment_intent", "customer"),
            self._one("payment_intents", "payment_intent"),
            self._post("payment_intents/{id}", "payment_intents.update", money.update, f"{_INTENT} amount"),
            self._post(
                "payment_intents/{id}/confirm",
                "payment_intents.confirm",
                money.confirm,
                f"payment_method setup_future_usage {_CONFIRM}",
            ),
            self._post(
                "payment_intents/{id}/cancel", "payment_intents.cancel", money.cancel, "cancellation_reason"
            ),
            self._list("charges", "charge", "customer payment_intent"),
            self._one("charges", "charge"),
            self._post(
                "refunds", "refunds.create", back.create, "charge payment_intent amount reason metadata"
            ),
            self._list("refunds", "refund", "charge payment_intent"),
            self._one("refunds", "refund"),
            self._post("refunds/{id}", "refunds.update", back.update, "metadata"),
            self._list("disputes", "dispute", "charge payment_intent"),
            self._one("disputes", "dispute"),
            self._post("disputes/{id}", "disputes.update", disputes.update, "evidence submit metadata"),
            self._post("disputes/{id}/close", "disputes.close", disputes.close),
            self._get("balance", "balance.retrieve", balance.fetch),
            self._get(
                "balance_transactions",
                "balance_transactions.list",
                balance.lines,
                f"{_LIST} source type currency",
            ),
            self._get("balance_transactions/{id}", "balance_transactions.retrieve", balance.line),
            self._get("events", "events.list", self.events.list, f"{_LIST} type types"),
            self._one("events", "event"),
        ]

    def _checkout(self) -> list[BaseRoute]:
        at, desk = "checkout/sessions", self.checkout
        filters = "customer payment_intent subscription status"
        return [
            self._post(at, "checkout.sessions.create", desk.create, _CHECKOUT, "mode success_url"),
            self._list(at, "checkout.session", filters, name="checkout.sessions"),
            self._one(at, "checkout.session", name="checkout.sessions"),
            self._post(f"{at}/{{id}}", "checkout.sessions.update", desk.update, "metadata"),
            self._post(f"{at}/{{id}}/expire", "checkout.sessions.expire", desk.expire),
            self._get(
                f"{at}/{{id}}/line_items", "checkout.sessions.line_items.list", desk.line_items, "limit"
            ),
        ]

    def _billing(self) -> list[BaseRoute]:
        plans, bills = self.subscriptions, self.invoices
        return [
            self._post(
                "subscriptions",
                "subscriptions.create",
                plans.create,
                f"{_SUBSCRIPTION} payment_behavior trial_period_days off_session",
                "customer items",
            ),
            self._list("subscriptions", "subscription", "customer status"),
            self._one("subscriptions", "subscription"),
            self._post(
                "subscriptions/{id}",
                "subscriptions.update",
                plans.update,
                f"{_SUBSCRIPTION} pause_collection proration_behavior",
            ),
            self._call("DELETE", "subscriptions/{id}", "subscriptions.cancel", plans.cancel),
            self._list("invoices", "invoice", "customer status"),
            self._one("invoices", "invoice"),
            self._post("invoices/{id}/pay", "invoices.pay", bills.pay, "payment_method off_session"),
            self._post("invoices/{id}/void", "invoices.void_invoice", bills.void_asked),
            self._list("invoice_payments", "invoice_payment", "invoice status"),
            self._post(
                "billing_portal/sessions",
                "billing_portal.sessions.create",
                self.portal.create,
                "return_url locale",
                "customer",
            ),
        ]

    def _call(
        self, method: str, path: str, name: str, act: Act, takes: str = "", needs: str = ""
    ) -> BaseRoute:
        api = Api(self.world, self.book, self._keys, name, act, takes, needs)
        return Route(f"/stripe/v1/{path}", api, methods=[method])

    def _post(self, path: str, name: str, act: Act, takes: str = "", needs: str = "") -> BaseRoute:
        return self._call("POST", path, name, act, takes, needs)

    def _get(self, path: str, name: str, act: Act, takes: str = "", needs: str = "") -> BaseRoute:
        return self._call("GET", path, name, act, takes, needs)

    def _list(self, path: str, kind: str, filters: str = "", *, name: str | None = None) -> BaseRoute:
        def page(ask: Ask) -> JSON:
            return self.book.page(kind, ask.params, ask.path, filters.split())

        return self._get(path, f"{name or path}.list", page, f"{_LIST} {filters}")

    def _one(self, path: str, kind: str, *, name: str | None = None) -> BaseRoute:
        return self._get(
            f"{path}/{{id}}", f"{name or path}.retrieve", lambda ask: self.book.get(kind, ask.id)
        )

    def _dispute_due(self, charge: JSON) -> None:
        if not charge["disputed"]:
            self.disputes.open(charge)
