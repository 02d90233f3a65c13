"""Stripe's invoices: drafted, finalized an hour later, collected, and tried again when a card declines."""

from collections.abc import Callable
from typing import Protocol

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_customers import Customers, declined
from sandbox.stripe_events import HOUR, Events
from sandbox.stripe_payments import DAY, Payments
from sandbox.stripe_wire import JSON, StripeError

RETRIES = (3 * DAY, 5 * DAY, 7 * DAY)  # between the attempts to collect; then the subscription ends


class OnFailed(Protocol):
    def __call__(self, subscription: JSON, *, final: bool) -> None: ...


class Invoices:
    """`on_paid` and `on_failed` hear what became of a subscription's invoice."""

    on_paid: Callable[[JSON], None]
    on_failed: OnFailed

    def __init__(self, book: Book, events: Events, customers: Customers, payments: Payments) -> None:
        self._book = book
        self._events = events
        self._customers = customers
        self._payments = payments
        book.acts["finalize"] = lambda invoice, _: self._finalize_due(invoice)
        book.acts["collect"] = self._collect_due

    def draft(self, subscription: JSON, reason: str) -> JSON:
        """The invoice of the month that begins."""
        customer = self._book.all[subscription["customer"]]
        items = subscription["items"]["data"]
        total = sum(item["price"]["unit_amount"] * item["quantity"] for item in items)
        details = {"subscription": subscription["id"], "metadata": dict(subscription["metadata"])}
        invoice = self._book.add(
            "in",
            "invoice",
            amount_due=total,
            amount_overpaid=0,
            amount_paid=0,
            amount_remaining=total,
            amount_shipping=0,
            application=None,
            attempt_count=0,
            attempted=False,
            auto_advance=True,
            automatic_tax={
                "enabled": False,
                "disabled_reason": None,
                "liability": None,
                "provider": None,
                "status": None,
            },
            billing_reason=reason,
            collection_method="charge_automatically",
            currency=subscription["currency"],
            customer=customer["id"],
            customer_email=customer["email"],
            customer_name=customer["name"],
            customer_tax_exempt="none",
            default_payment_method=None,
            default_source=None,
            default_tax_rates=[],
            description=None,
            discounts=[],
            due_date=None,
            from_invoice=None,
            hosted_invoice_url=None,
            invoice_pdf=None,
            issuer={"type": "self"},
            latest_revision=None,
            metadata={},
            next_payment_attempt=self._book.now + HOUR,
            number=None,
            on_behalf_of=None,
            parent={"type": "subscription_details", "subscription_details": details, "quote_details": None},
            payment_settings={
                "default_mandate": None,
                "payment_method_options": None,
                "payment_method_types": None,
            },
            period_start=items[0]["current_period_start"],
            period_end=items[0]["current_period_end"],
            post_payment_credit_notes_amount=0,
            pre_payment_credit_notes_amount=0,
            receipt_number=None,
            starting_balance=0,
            status="draft",
            status_transitions=dict.fromkeys(
                ("finalized_at", "marked_uncollectible_at", "paid_at", "voided_at")
            ),
            subtotal=total,
            test_clock=None,
            total=total,
        )
        lines = [self._line(invoice, item) for item in items]
        path = f"/v1/invoices/{invoice['id']}/lines"
        invoice["lines"] = {"object": "list", "url": path, "has_more": False, "data": lines}
        invoice["_payments"] = {
            "object": "list",
            "url": "/v1/invoice_payments",
            "has_more": False,
            "data": [],
        }
        subscription["latest_invoice"] = invoice["id"]
        self._events.tell("invoice.created", invoice)
        return invoice

    def finalize(self, invoice: JSON) -> None:
        """Give it a number and an intent to pay it; from here on its amounts stay."""
        customer = self._book.all[invoice["customer"]]
        number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"
        customer["next_invoice_sequence"] += 1
        invoice |= {"number": number, "status": "open", "auto_advance": True}
        invoice["status_transitions"]["finalized_at"] = self._book.now
        given = {"customer": customer["id"], "setup_future_usage": "off_session"}
        intent = self._payments.intent(invoice["total"], invoice["currency"], given)
        intent["description"] = "Subscription update"
        invoice["_payments"]["data"] = [self._payment(invoice, intent)]
        invoice["_confirmation_secret"] = {"client_secret": intent["client_secret"], "type": "payment_intent"}
        base = self._subscription(invoice)["_base"]
        invoice["hosted_invoice_url"] = f"{base}/stripe/invoice/{invoice['id']}"
        self._events.tell("invoice.finalized", invoice)

    def finalize_soon(self, invoice: JSON, subscription: JSON) -> None:
        """A renewal is a draft for an hour, in which it could still be changed; paused, it is void."""
        if subscription["pause_collection"]:
            self.void(invoice)
        else:
            self._book.at(self._book.now + HOUR, "finalize", invoice["id"])

    def collect(self, invoice: JSON, token: str | None = None, *, again: int = 0) -> None:
        """Charge the card that pays for it. A refusal is noted, and tried again days later."""
        subscription, intent = self._subscription(invoice), self.intent(invoice)
        invoice |= {"attempted": True, "attempt_count": invoice["attempt_count"] + 1}
        card = token or self._card(subscription)
        try:
            if card is None:
                raise StripeError(
                    "Cannot charge a customer that has no payment method.", code="resource_missing"
                )
            intent["payment_method"] = self._customers.method(card)["id"]
            self._payments.pay(intent, off_session=token is None)
        except StripeError:
            self._refused(invoice, subscription, again)
            return
        self.settled(invoice)

    def settled(self, invoice: JSON) -> None:
        """Its intent is paid: so is the invoice."""
        if self.intent(invoice)["status"] != "succeeded" or invoice["status"] == "paid":
            return
        self._settle(invoice, "paid")
        subscription = self._subscription(invoice)
        self._events.tell("invoice.paid", invoice)
        self._events.tell("invoice.payment_succeeded", invoice)
        self.on_paid(subscription)

    def _settle(self, invoice: JSON, status: str) -> None:
        now, total = self._book.now, invoice["total"]
        invoice |= {
            "status": status,
            "amount_paid": total,
            "amount_remaining": 0,
            "next_payment_attempt": None,
        }
        invoice["auto_advance"] = False
        invoice["status_transitions"]["paid_at"] = now
        payment = invoice["_payments"]["data"][0]
        payment |= {"status": "paid", "amount_paid": total}
        payment["status_transitions"]["paid_at"] = now

    def pay_by_hand(self, invoice: JSON, token: str) -> None:
        """On the hosted page; the card pays for the months to come, too. StripeError where it is declined."""
        card, subscription = self._customers.method(token), self._subscription(invoice)
        if "/" in card["_fares"]:
            raise declined(card)
        self._customers.attach(card, self._book.all[invoice["customer"]])
        self.collect(invoice, card["id"])
        if invoice["status"] == "paid":
            subscription["default_payment_method"] = card["id"]
            self._events.tell("customer.subscription.updated", subscription, {})
        self._book.changed()

    def pay(self, ask: Ask) -> JSON:
        invoice = self._book.get("invoice", ask.id)
        if invoice["status"] != "open":
            raise StripeError(
                f"Invoice is {invoice['status']}; only open ones can be paid.", code="invoice_not_open"
            )
        self.collect(invoice, ask.params.get("payment_method"))
        if invoice["status"] != "paid":
            error = self.intent(invoice)["last_payment_error"] or {}
            message = error.get("message", "Your card was declined.")
            raise StripeError(message, type="card_error", status=402, code=error.get("code", "card_declined"))
        return invoice

    def void_asked(self, ask: Ask) -> JSON:
        invoice = self._book.get("invoice", ask.id)
        if invoice["status"] != "open":
            raise StripeError(
                f"Invoice is {invoice['status']}; only open ones can be voided.", code="invoice_not_open"
            )
        self.void(invoice)
        return invoice

    def void(self, invoice: JSON) -> None:
        invoice |= {"status": "void", "next_payment_attempt": None, "auto_advance": False}
        invoice["status_transitions"]["voided_at"] = self._book.now
        self._events.tell("invoice.voided", invoice)

    def intent(self, invoice: JSON) -> JSON:
        return self._book.all[invoice["_payments"]["data"][0]["payment"]["payment_intent"]]

    def _finalize_due(self, invoice: JSON) -> None:
        if invoice["status"] == "draft" and self._subscription(invoice)["status"] != "canceled":
            self.finalize(invoice)
            self.collect(invoice)

    def _collect_due(self, invoice: JSON, count: int) -> None:
        if invoice["status"] == "open" and self._subscription(invoice)["status"] != "canceled":
            self.collect(invoice, again=count)

    def _refused(self, invoice: JSON, subscription: JSON, again: int) -> None:
        final = again >= len(RETRIES)
        is_first = invoice["billing_reason"] == "subscription_create"
        if not final and not is_first:
            invoice["next_payment_attempt"] = self._book.now + RETRIES[again]
            self._book.at(invoice["next_payment_attempt"], "collect", invoice["id"], again + 1)
        else:
            invoice["next_payment_attempt"] = None
        self._events.tell("invoice.payment_failed", invoice)
        self.on_failed(subscription, final=final)

    def _subscription(self, invoice: JSON) -> JSON:
        return self._book.all[invoice["parent"]["subscription_details"]["subscription"]]

    def _card(self, subscription: JSON) -> str | None:
        settings: JSON = self._book.all[subscription["customer"]]["invoice_settings"]
        card: str | None = subscription["default_payment_method"] or settings["default_payment_method"]
        return card

    def _payment(self, invoice: JSON, intent: JSON) -> JSON:
        return self._book.add(
            "inpay",
            "invoice_payment",
            amount_paid=None,
            amount_requested=invoice["total"],
            currency=invoice["currency"],
            invoice=invoice["id"],
            is_default=True,
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
            status="open",
            status_transitions={"canceled_at": None, "paid_at": None},
        )

    def _line(self, invoice: JSON, item: JSON) -> JSON:
        price, product = item["price"], self._book.all[item["price"]["product"]]
        details = {"price": price["id"], "product": product["id"]}
        parent = {
            "invoice_item": None,
            "proration": False,
            "proration_details": None,
            "subscription": item["subscription"],
            "subscription_item": item["id"],
        }
        line = self._book.add(
            "il",
            "line_item",
            amount=price["unit_amount"] * item["quantity"],
            currency=price["currency"],
            description=f"{item['quantity']} × {product['name']}",
            discount_amounts=[],
            discountable=True,
            discounts=[],
            invoice=invoice["id"],
            metadata={},
            parent={"type": "subscription_item_details", "subscription_item_details": parent},
            period={"start": item["current_period_start"], "end": item["current_period_end"]},
            pretax_credit_amounts=[],
            pricing={
                "type": "price_details",
                "price_details": details,
                "unit_amount_decimal": price["unit_amount_decimal"],
            },
            quantity=item["quantity"],
            subscription=item["subscription"],
            subtotal=price["unit_amount"] * item["quantity"],
            taxes=[],
        )
        del line["created"]
        return line
