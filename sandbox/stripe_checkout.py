"""Stripe's Checkout: sessions that are paid on a hosted page, in three modes, until they expire."""

from sandbox.stripe_api import Ask
from sandbox.stripe_billing import Subscriptions
from sandbox.stripe_book import Book
from sandbox.stripe_customers import Customers, declined
from sandbox.stripe_events import HOUR, Events
from sandbox.stripe_invoices import Invoices
from sandbox.stripe_payments import LEAST_AMOUNT, Payments
from sandbox.stripe_setups import Setups
from sandbox.stripe_wire import JSON, StripeError, currency, invalid, metadata, one_of, url, whole

MODES = ("payment", "setup", "subscription")
SHORTEST, LONGEST = HOUR // 2, 24 * HOUR


class NeedsConfirmation(Exception):
    """The card's bank wants its owner to confirm."""


class Checkout:
    def __init__(
        self,
        book: Book,
        events: Events,
        customers: Customers,
        payments: Payments,
        setups: Setups,
        subscriptions: Subscriptions,
        invoices: Invoices,
    ) -> None:
        self._book = book
        self._events = events
        self._customers = customers
        self._payments = payments
        self._setups = setups
        self._subscriptions = subscriptions
        self._invoices = invoices
        payments.on_settled = self._settled
        book.acts["expire"] = lambda session, _: self._expire_due(session)

    def create(self, ask: Ask) -> JSON:
        given = ask.params
        mode = one_of(given, "mode", MODES)
        lines = [self._customers.line(item) for item in given.get("line_items", [])]
        _check_lines(mode, lines)
        customer = self._customers.find(given["customer"]) if given.get("customer") else None
        if customer and given.get("customer_email"):
            raise invalid(
                "You may only specify one of these parameters: customer, customer_email.", "customer_email"
            )
        total = sum(line["price"]["unit_amount"] * line["quantity"] for line in lines)
        if mode == "payment" and total < LEAST_AMOUNT:
            raise StripeError(
                "The Checkout Session's total amount due is too small.", code="amount_too_small"
            )
        one_of(given, "ui_mode", ("hosted_page",))
        session = self._session(given, str(mode), lines, total, customer)
        session |= {"_base": ask.base, "url": f"{ask.base}/stripe/pay/{session['id']}"}
        self._book.at(session["expires_at"], "expire", session["id"])
        return session

    def update(self, ask: Ask) -> JSON:
        session = self._book.get("checkout.session", ask.id)
        session["metadata"] = metadata(ask.params, session["metadata"])
        return session

    def expire(self, ask: Ask) -> JSON:
        session = self._book.get("checkout.session", ask.id)
        if session["status"] != "open":
            raise StripeError(
                'Only Checkout Sessions with a status in ["open"] can be expired. '
                f"This Checkout Session has a status of {session['status']}."
            )
        self._expire_due(session)
        return session

    def line_items(self, ask: Ask) -> JSON:
        session = self._book.get("checkout.session", ask.id)
        return {**session["_line_items"], "url": ask.path}

    def pay(self, session: JSON, token: str, *, email: str | None = None, confirmed: bool = False) -> None:
        """The person pays; StripeError where the card is declined, NeedsConfirmation where its bank asks."""
        card = self._customers.method(token)
        if card["_fares"] == "authenticates" and not confirmed:
            raise NeedsConfirmation
        if session["mode"] == "subscription" and "/" in card["_fares"]:
            raise declined(card)
        customer = self._customer(session, email)
        match session["mode"]:
            case "payment":
                intent = self._intent(session)
                intent["payment_method"] = card["id"]
                self._payments.pay(intent, authenticated=confirmed)
            case "setup":
                setup = self._setup(session, customer)
                self._setups.keep(setup, card["id"])
            case _:
                self._subscribe(session, card)
        self._complete(session, "no_payment_required" if session["mode"] == "setup" else "paid", email)

    def pay_by_bank(self, session: JSON, *, email: str | None = None) -> None:
        """The person pays by bank: complete at once, paid days later."""
        if session["mode"] != "payment":
            raise StripeError("Only a single payment can be made by bank.")
        self._customer(session, email)
        self._payments.pay_by_bank(self._intent(session))
        self._complete(session, "unpaid", email)

    def _session(self, given: JSON, mode: str, lines: list[JSON], total: int, customer: JSON | None) -> JSON:
        coin = lines[0]["price"]["currency"] if lines else currency(given) if "currency" in given else None
        wanted_customer = "always" if mode == "subscription" and not customer else None
        items = [_item(self._book, line) for line in lines]
        session = self._book.add(
            "cs_test",
            "checkout.session",
            adaptive_pricing=None,
            after_expiration=None,
            allow_promotion_codes=None,
            amount_subtotal=total if lines else None,
            amount_total=total if lines else None,
            automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None},
            billing_address_collection=None,
            cancel_url=url(given, "cancel_url"),
            client_reference_id=given.get("client_reference_id"),
            client_secret=None,
            collected_information=None,
            consent=None,
            consent_collection=None,
            currency=coin,
            currency_conversion=None,
            custom_fields=[],
            custom_text=dict.fromkeys(
                ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
            ),
            customer=customer and customer["id"],
            customer_creation=None
            if customer
            else (given.get("customer_creation") or wanted_customer or "if_required"),
            customer_details=None,
            customer_email=given.get("customer_email"),
            discounts=[],
            expires_at=self._expiry(given),
            invoice=None,
            invoice_creation=None,
            locale=given.get("locale"),
            metadata=metadata(given),
            mode=mode,
            origin_context=None,
            payment_intent=None,
            payment_link=None,
            payment_method_collection="always" if mode == "subscription" else "if_required",
            payment_method_configuration_details=None,
            payment_method_options={},
            payment_method_types=given.get("payment_method_types", ["card"]),
            payment_status="no_payment_required" if mode == "setup" else "unpaid",
            permissions=None,
            phone_number_collection={"enabled": False},
            recovered_from=None,
            saved_payment_method_options=given.get("saved_payment_method_options"),
            setup_intent=None,
            shipping_address_collection=None,
            shipping_cost=None,
            shipping_options=[],
            status="open",
            submit_type=given.get("submit_type"),
            subscription=None,
            success_url=url(given, "success_url"),
            total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0} if lines else None,
            ui_mode="hosted_page",
            wallet_options=None,
            _line_items={"object": "list", "url": "", "has_more": False, "data": items},
            _lines=lines,
            _data={
                name: given.get(f"{name}_data", {})
                for name in ("payment_intent", "setup_intent", "subscription")
            },
        )
        session["_line_items"]["url"] = f"/v1/checkout/sessions/{session['id']}/line_items"
        return session

    def _expiry(self, given: JSON) -> int:
        expires_at = whole(given, "expires_at", self._book.now + LONGEST)
        if not SHORTEST <= expires_at - self._book.now <= LONGEST:
            raise invalid("expires_at must be between 30 minutes and 24 hours from now.", "expires_at")
        return expires_at

    def _customer(self, session: JSON, email: str | None) -> JSON | None:
        """The session's customer, made now where one is wanted."""
        if session["customer"] is None and session["customer_creation"] == "always":
            email = email or session["customer_email"]
            ask = Ask({"email": email} if email else {}, {}, "", "")
            session["customer"] = self._customers.create(ask)["id"]
        return self._book.all.get(session["customer"])

    def _intent(self, session: JSON) -> JSON:
        """One intent for all tries."""
        if session["payment_intent"] is None:
            data = {**session["_data"]["payment_intent"], "customer": session["customer"]}
            intent = self._payments.intent(session["amount_total"], session["currency"], data)
            session["payment_intent"] = intent["id"]
        return self._book.all[session["payment_intent"]]

    def _setup(self, session: JSON, customer: JSON | None) -> JSON:
        if session["setup_intent"] is None:
            data = {**session["_data"]["setup_intent"], "customer": customer and customer["id"]}
            session["setup_intent"] = self._setups.intent(data)["id"]
        return self._book.all[session["setup_intent"]]

    def _subscribe(self, session: JSON, card: JSON) -> None:
        customer = self._book.all[session["customer"]]
        self._customers.attach(card, customer)
        data = {**session["_data"]["subscription"], "default_payment_method": card["id"]}
        subscription = self._subscriptions.subscription(customer, session["_lines"], data, session["_base"])
        session |= {"subscription": subscription["id"], "invoice": subscription["latest_invoice"]}
        if subscription["latest_invoice"]:
            self._invoices.collect(self._book.all[subscription["latest_invoice"]], card["id"])

    def _complete(self, session: JSON, payment_status: str, email: str | None) -> None:
        customer = self._book.all.get(session["customer"] or "", {})
        session |= {"status": "complete", "payment_status": payment_status, "url": None}
        session["customer_details"] = {
            "address": None,
            "business_name": None,
            "email": email or session["customer_email"] or customer.get("email"),
            "individual_name": None,
            "name": customer.get("name"),
            "phone": customer.get("phone"),
            "tax_exempt": "none",
            "tax_ids": [],
        }
        self._events.tell("checkout.session.completed", session)
        self._book.changed()

    def _settled(self, intent: JSON) -> None:
        for session in self._book.of("checkout.session"):
            if session["payment_intent"] == intent["id"]:
                is_paid = intent["status"] == "succeeded"
                session["payment_status"] = "paid" if is_paid else "unpaid"
                self._events.tell(
                    f"checkout.session.async_payment_{'succeeded' if is_paid else 'failed'}", session
                )
        self._book.changed()

    def _expire_due(self, session: JSON) -> None:
        if session["status"] == "open":
            session |= {"status": "expired", "url": None}
            self._events.tell("checkout.session.expired", session)
            self._book.changed()


def _check_lines(mode: str | None, lines: list[JSON]) -> None:
    recurring = [line["price"]["recurring"] is not None for line in lines]
    if mode == "setup":
        if lines:
            raise invalid("You can not pass `line_items` in `setup` mode.", "line_items")
    elif not lines:
        raise StripeError(
            "Missing required param: line_items.", code="parameter_missing", param="line_items", began=False
        )
    elif mode == "payment" and any(recurring):
        raise invalid("You must use `subscription` mode with a recurring price.", "line_items")
    elif mode == "subscription" and not all(recurring):
        raise invalid("The sandbox's `subscription` mode takes recurring prices only.", "line_items")


def _item(book: Book, line: JSON) -> JSON:
    amount = line["price"]["unit_amount"] * line["quantity"]
    item = book.add(
        "li",
        "item",
        adjustable_quantity=None,
        amount_discount=0,
        amount_subtotal=amount,
        amount_tax=0,
        amount_total=amount,
        currency=line["price"]["currency"],
        description=book.all[line["price"]["product"]]["name"],
        metadata={},
        price=line["price"],
        quantity=line["quantity"],
    )
    for name in ("created", "livemode"):
        del item[name]
    return item
