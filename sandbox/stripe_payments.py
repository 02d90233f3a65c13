"""Stripe's money: intents to pay, charges, refunds, and the balance that they move."""

from collections.abc import Callable
from secrets import token_hex

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book
from sandbox.stripe_customers import Customers, card_details, declined
from sandbox.stripe_events import Events
from sandbox.stripe_wire import JSON, StripeError, currency, flag, metadata, one_of, url, whole

DAY = 86_400
BANK_SECONDS = 3 * DAY  # a payment by bank, until it arrives
LEAST_AMOUNT = 30
_OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
_COPIED = ("description", "receipt_email", "statement_descriptor_suffix", "transfer_group")


class Payments:
    """`on_settled` hears of an intent whose payment by bank arrived, or will not."""

    def __init__(self, book: Book, events: Events, customers: Customers) -> None:
        self._book = book
        self._events = events
        self._customers = customers
        self.on_settled: Callable[[JSON], None] = lambda _: None
        book.acts["settle"] = lambda intent, _: self.settle(intent, arrives=True)

    def create(self, ask: Ask) -> JSON:
        given = ask.params
        intent = self.intent(whole(given, "amount"), currency(given), given)
        if flag(given, "confirm"):
            return self._confirm(intent, ask)
        return intent

    def intent(self, amount: int, coin: str, given: JSON) -> JSON:
        """An intent that waits for a card, or for its confirmation."""
        if amount < LEAST_AMOUNT:
            raise StripeError(
                "The amount must be at least what Stripe charges for it.",
                code="amount_too_small",
                param="amount",
            )
        customer = self._customers.find(given["customer"]) if given.get("customer") else None
        card = self._customers.method(given["payment_method"]) if given.get("payment_method") else None
        _check_owner(card, customer)
        intent = self._book.add(
            "pi",
            "payment_intent",
            amount=amount,
            amount_capturable=0,
            amount_details={"tip": {}},
            amount_received=0,
            application=None,
            application_fee_amount=None,
            automatic_payment_methods={"enabled": True, "allow_redirects": "always"},
            canceled_at=None,
            cancellation_reason=None,
            capture_method="automatic_async",
            client_secret=f"pi_secret_{token_hex(12)}",
            confirmation_method="automatic",
            currency=coin,
            customer=customer and customer["id"],
            last_payment_error=None,
            latest_charge=None,
            metadata=metadata(given),
            next_action=None,
            on_behalf_of=None,
            payment_method=card and card["id"],
            payment_method_options={},
            payment_method_types=["card"],
            payment_record=None,
            processing=None,
            review=None,
            setup_future_usage=one_of(given, "setup_future_usage", ("off_session", "on_session")),
            shipping=None,
            source=None,
            statement_descriptor=None,
            status="requires_confirmation" if card else "requires_payment_method",
            transfer_data=None,
            **{name: given.get(name) for name in _COPIED},
        )
        self._events.tell("payment_intent.created", intent)
        return intent

    def update(self, ask: Ask) -> JSON:
        intent = self._open(ask, "updated")
        if "amount" in ask.params:
            intent["amount"] = whole(ask.params, "amount", least=LEAST_AMOUNT)
        intent |= {name: ask.params[name] for name in _COPIED if name in ask.params}
        intent["metadata"] = metadata(ask.params, intent["metadata"])
        return intent

    def confirm(self, ask: Ask) -> JSON:
        intent, given = self._open(ask, "confirmed"), ask.params
        if given.get("payment_method"):
            card = self._customers.method(given["payment_method"])
            _check_owner(card, self._book.all.get(intent["customer"]))
            intent["payment_method"] = card["id"]
        if given.get("setup_future_usage"):
            intent["setup_future_usage"] = given["setup_future_usage"]
        return self._confirm(intent, ask)

    def cancel(self, ask: Ask) -> JSON:
        intent = self._open(ask, "canceled")
        reasons = ("abandoned", "duplicate", "fraudulent", "requested_by_customer")
        reason = one_of(ask.params, "cancellation_reason", reasons)
        intent |= {
            "status": "canceled",
            "canceled_at": self._book.now,
            "cancellation_reason": reason,
            "next_action": None,
        }
        self._events.tell("payment_intent.canceled", intent)
        return intent

    def _open(self, ask: Ask, verb: str) -> JSON:
        intent = self._book.get("payment_intent", ask.id)
        if intent["status"] not in _OPEN:
            raise StripeError(
                f"This PaymentIntent could not be {verb} because it has a status of {intent['status']}.",
                code="payment_intent_unexpected_state",
                payment_intent=self._book.shown(intent, []),
            )
        return intent

    def _confirm(self, intent: JSON, ask: Ask) -> JSON:
        if intent["payment_method"] is None:
            raise StripeError(
                "You cannot confirm this PaymentIntent because it's missing a payment method.",
                code="payment_intent_unexpected_state",
                payment_intent=self._book.shown(intent, []),
            )
        return_url = url(ask.params, "return_url")
        self.pay(intent, off_session=flag(ask.params, "off_session"), base=ask.base, return_url=return_url)
        return intent

    def pay(
        self,
        intent: JSON,
        *,
        off_session: bool = False,
        base: str = "",
        return_url: str | None = None,
        authenticated: bool = False,
    ) -> None:
        """Charge the intent's card; StripeError where it is declined, or must be confirmed by who is away."""
        card = self._book.all[intent["payment_method"]]
        if card["_fares"] == "authenticates" and not authenticated:
            if off_session:
                raise self._failed(
                    intent, {**card, "_fares": "authentication_required/authentication_required"}
                )
            there = f"{base}/stripe/pay/{intent['id']}/confirm"
            redirect = {"url": there, "return_url": return_url}
            action = {"type": "redirect_to_url", "redirect_to_url": redirect}
            intent |= {"status": "requires_action", "next_action": action}
            self._events.tell("payment_intent.requires_action", intent)
            return
        if "/" in card["_fares"]:
            raise self._failed(intent, card)
        if intent["setup_future_usage"] and intent["customer"]:
            self._customers.attach(card, self._book.all[intent["customer"]])
        self.paid(intent, card)

    def paid(self, intent: JSON, card: JSON | None) -> JSON:
        """The money is there."""
        charge = self._charge(intent, card)
        self.book_money(charge, "charge", charge["amount"], fee=charge["amount"] * 15 // 1000 + 20)
        intent |= {
            "amount_received": intent["amount"],
            "last_payment_error": None,
            "latest_charge": charge["id"],
            "next_action": None,
            "processing": None,
            "status": "succeeded",
        }
        self._events.tell("charge.succeeded", charge)
        self._events.tell("payment_intent.succeeded", intent)
        if card and card["_fares"] == "is disputed":
            self._book.at(self._book.now, "dispute", charge["id"])
        return charge

    def pay_by_bank(self, intent: JSON) -> None:
        """Have the money come in three days, or when it is settled by hand."""
        intent |= {
            "status": "processing",
            "processing": {"type": "card"},
            "payment_method_types": ["bacs_debit"],
        }
        self._events.tell("payment_intent.processing", intent)
        self._book.at(self._book.now + BANK_SECONDS, "settle", intent["id"])

    def settle(self, intent: JSON, *, arrives: bool) -> None:
        """What came by bank is there, or never comes; what is settled already stays so."""
        if intent["status"] != "processing":
            return
        if arrives:
            self.paid(intent, None)
        else:
            fake = {"_fares": "payment_intent_payment_attempt_failed/", "card": None, "id": None}
            self._failed(intent, fake)
        self.on_settled(intent)

    def unconfirmed(self, intent: JSON) -> None:
        """The bank's confirmation failed."""
        intent |= {"status": "requires_payment_method", "next_action": None, "payment_method": None}
        message = "We are unable to authenticate your payment method. Please choose another and try again."
        code = "payment_intent_authentication_failure"
        intent["last_payment_error"] = {"type": "invalid_request_error", "code": code, "message": message}
        self._events.tell("payment_intent.payment_failed", intent)

    def _failed(self, intent: JSON, card: JSON) -> StripeError:
        """Note a payment that failed; the error that says so."""
        charge = self._charge(intent, card if card["id"] else None, failed=declined(card).body["error"])
        shown = self._book.shown(self._book.all[card["id"]], []) if card["id"] else None
        error = {**declined(card).body["error"], "charge": charge["id"]} | (
            {"payment_method": shown} if shown else {}
        )
        intent |= {
            "last_payment_error": error,
            "latest_charge": charge["id"],
            "next_action": None,
            "payment_method": None,
            "processing": None,
            "status": "requires_payment_method",
        }
        self._events.tell("charge.failed", charge)
        self._events.tell("payment_intent.payment_failed", intent)
        return declined(card, charge=charge["id"], payment_intent=self._book.shown(intent, []))

    def _charge(self, intent: JSON, card: JSON | None, failed: JSON | None = None) -> JSON:
        return self._book.add(
            "ch",
            "charge",
            amount=intent["amount"],
            amount_captured=0 if failed else intent["amount"],
            amount_refunded=0,
            application=None,
            application_fee=None,
            application_fee_amount=None,
            balance_transaction=None,
            billing_details={
                "address": None,
                "email": intent["receipt_email"],
                "name": None,
                "phone": None,
                "tax_id": None,
            },
            calculated_statement_descriptor="STUDIO",
            captured=not failed,
            currency=intent["currency"],
            customer=intent["customer"],
            description=intent["description"],
            disputed=False,
            failure_balance_transaction=None,
            failure_code=failed and failed["code"],
            failure_message=failed and failed["message"],
            fraud_details={},
            metadata=dict(intent["metadata"]),
            on_behalf_of=None,
            outcome={
                "type": "issuer_declined" if failed else "authorized",
                "network_status": None,
                "reason": None,
            },
            paid=not failed,
            payment_intent=intent["id"],
            payment_method=card and card["id"],
            payment_method_details=_details(card),
            receipt_email=intent["receipt_email"],
            receipt_number=None,
            receipt_url=None,
            refunded=False,
            review=None,
            shipping=None,
            source=None,
            source_transfer=None,
            statement_descriptor=None,
            status="failed" if failed else "succeeded",
            transfer_data=None,
            transfer_group=intent["transfer_group"],
        )

    def book_money(
        self, source: JSON, kind: str, amount: int, *, fee: int = 0, category: str | None = None
    ) -> JSON:
        """A line of the balance; amount and fee in minor units, a refund's amount below zero."""
        fees = [{"amount": fee, "currency": source["currency"], "type": "stripe_fee", "application": None}]
        line = self._book.add(
            "txn",
            "balance_transaction",
            amount=amount,
            available_on=self._book.now + 2 * DAY,
            balance_type="payments",
            currency=source["currency"],
            description=source.get("description"),
            exchange_rate=None,
            fee=fee,
            fee_details=[{**each, "description": "Stripe processing fees"} for each in fees if fee],
            net=amount - fee,
            reporting_category=category or kind,
            source=source["id"],
            status="pending",
            type=kind,
        )
        del line["livemode"]
        if "balance_transaction" in source and source["balance_transaction"] is None:
            source["balance_transaction"] = line["id"]
        return line


def _details(card: JSON | None) -> JSON:
    if card is None:
        return {
            "type": "bacs_debit",
            "bacs_debit": {"fingerprint": "sandboxbank", "last4": "2345", "mandate": None},
        }
    shown = card_details(card["card"]["last4"])
    del shown["three_d_secure_usage"]
    return {"type": "card", "card": {**shown, "network": "visa", "three_d_secure": None}}


def _check_owner(card: JSON | None, customer: JSON | None) -> None:
    if card and card["customer"] and card["customer"] != (customer or {}).get("id"):
        raise StripeError(
            "The provided PaymentMethod is attached to a Customer, so it can only be used by that one. "
            "Please include the Customer in the `customer` parameter.",
            param="payment_method",
        )
