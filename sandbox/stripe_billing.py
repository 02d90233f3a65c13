"""Stripe's subscriptions: renewed by the business clock, dunned, paused, ended."""

from typing import Any

from sandbox.stripe_api import Ask
from sandbox.stripe_book import Book, in_a_month
from sandbox.stripe_customers import Customers
from sandbox.stripe_events import Events
from sandbox.stripe_invoices import Invoices
from sandbox.stripe_payments import DAY
from sandbox.stripe_wire import JSON, StripeError, flag, invalid, metadata, one_of, whole

ENDED = ("canceled", "incomplete_expired")


class Subscriptions:
    def __init__(self, book: Book, events: Events, customers: Customers, invoices: Invoices) -> None:
        self._book = book
        self._events = events
        self._customers = customers
        self._invoices = invoices
        invoices.on_paid = self._paid
        invoices.on_failed = self._failed
        book.acts["renew"] = self._renew

    def create(self, ask: Ask) -> JSON:
        """The first month is paid at once; where it is not, `payment_behavior` says what becomes of it."""
        given = ask.params
        behaviors = ("allow_incomplete", "error_if_incomplete", "default_incomplete")
        behavior = one_of(given, "payment_behavior", behaviors, "allow_incomplete")
        lines = [self._customers.line(item) for item in given["items"]]
        subscription = self.subscription(self._customers.find(given["customer"]), lines, given, ask.base)
        if behavior == "default_incomplete" or subscription["status"] == "trialing":
            return subscription
        self._invoices.collect(self._book.all[subscription["latest_invoice"]])
        if subscription["status"] == "incomplete" and behavior == "error_if_incomplete":
            del self._book.all[subscription["id"]]
            raise StripeError("Your card was declined.", type="card_error", status=402, code="card_declined")
        return subscription

    def subscription(self, customer: JSON, lines: list[JSON], given: JSON, base: str) -> JSON:
        """A subscription with its first invoice open, `incomplete` until that is paid."""
        if any(line["price"]["recurring"] is None for line in lines):
            raise invalid(
                "The price specified is set to `type=one_time` but this field only accepts recurring.",
                "items",
            )
        trial = whole(given, "trial_period_days", 0)
        start = self._book.now
        trial_end = start + trial * DAY if trial else None
        subscription = self._book.add(
            "sub",
            "subscription",
            application=None,
            application_fee_percent=None,
            automatic_tax={"enabled": False, "disabled_reason": None, "liability": None},
            billing_cycle_anchor=trial_end or start,
            billing_mode={"type": "flexible", "flexible": None},
            billing_schedules=[],
            billing_thresholds=None,
            cancel_at=None,
            cancel_at_period_end=flag(given, "cancel_at_period_end"),
            canceled_at=None,
            cancellation_details={"comment": None, "feedback": None, "reason": None},
            collection_method="charge_automatically",
            currency=lines[0]["price"]["currency"],
            customer=customer["id"],
            days_until_due=None,
            default_payment_method=given.get("default_payment_method"),
            default_source=None,
            description=given.get("description"),
            discounts=[],
            ended_at=None,
            invoice_settings={"account_tax_ids": None, "issuer": {"type": "self"}},
            latest_invoice=None,
            metadata=metadata(given),
            next_pending_invoice_item_invoice=None,
            on_behalf_of=None,
            pause_collection=None,
            pending_setup_intent=None,
            pending_update=None,
            schedule=None,
            start_date=start,
            status="trialing" if trial else "incomplete",
            test_clock=None,
            transfer_data=None,
            trial_end=trial_end,
            trial_start=start if trial else None,
            _period=0,
            _base=base,
        )
        items = [self._item(subscription, line, trial_end) for line in lines]
        path = f"/v1/subscription_items?subscription={subscription['id']}"
        subscription["items"] = {"object": "list", "url": path, "has_more": False, "data": items}
        if not trial:
            invoice = self._invoices.draft(subscription, "subscription_create")
            self._invoices.finalize(invoice)
        self._events.tell("customer.subscription.created", subscription)
        self._book.at(items[0]["current_period_end"], "renew", subscription["id"], 0)
        return subscription

    def update(self, ask: Ask) -> JSON:
        subscription, given = self._standing(ask), ask.params
        if given.get("items"):
            self._change_items(subscription, given)
        if "default_payment_method" in given:
            subscription["default_payment_method"] = self._customers.method(given["default_payment_method"])[
                "id"
            ]
        if "pause_collection" in given:
            subscription["pause_collection"] = _pause(given["pause_collection"])
        if "cancel_at_period_end" in given:
            self.end_later(subscription, flag(given, "cancel_at_period_end"))
        subscription["description"] = given.get("description", subscription["description"])
        subscription["metadata"] = metadata(given, subscription["metadata"])
        self._events.tell("customer.subscription.updated", subscription, {})
        return subscription

    def cancel(self, ask: Ask) -> JSON:
        subscription = self._standing(ask)
        self.end(subscription, "cancellation_requested")
        return subscription

    def end_later(self, subscription: JSON, wanted: bool) -> None:
        """Have it end with the month that is paid, or go on after all."""
        ends = subscription["items"]["data"][0]["current_period_end"]
        subscription |= {
            "cancel_at_period_end": wanted,
            "cancel_at": ends if wanted else None,
            "canceled_at": self._book.now if wanted else None,
        }

    def end(self, subscription: JSON, reason: str, status: str = "canceled") -> None:
        now = self._book.now
        subscription |= {"status": status, "canceled_at": subscription["canceled_at"] or now, "ended_at": now}
        subscription["cancellation_details"]["reason"] = reason
        self._events.tell("customer.subscription.deleted", subscription)

    def _item(self, subscription: JSON, line: JSON, trial_end: int | None) -> JSON:
        item = self._book.add(
            "si",
            "subscription_item",
            billing_thresholds=None,
            current_period_start=self._book.now,
            current_period_end=trial_end or _period_end(self._book.now, line["price"]["recurring"], 1),
            discounts=[],
            metadata={},
            plan=_plan(line["price"]),
            price=line["price"],
            quantity=line["quantity"],
            subscription=subscription["id"],
            tax_rates=[],
        )
        del item["livemode"]
        return item

    def _renew(self, subscription: JSON, period: int) -> None:
        """A month is over: the next begins, with its invoice."""
        if subscription["status"] in ENDED or subscription["_period"] != period:
            return
        if subscription["status"] == "incomplete":
            self.end(subscription, "payment_failed", "incomplete_expired")
            return
        if subscription["cancel_at_period_end"]:
            self.end(subscription, "cancellation_requested")
            return
        # After a trial the first month begins at the anchor, which is the trial's end.
        months = period + (0 if subscription["trial_end"] else 1)
        for item in subscription["items"]["data"]:
            item["current_period_start"] = item["current_period_end"]
            item["current_period_end"] = _period_end(
                subscription["billing_cycle_anchor"], item["price"]["recurring"], months + 1
            )
        subscription["_period"] = period + 1
        invoice = self._invoices.draft(subscription, "subscription_cycle")
        if subscription["status"] == "trialing":
            subscription["status"] = "active"
        self._events.tell("customer.subscription.updated", subscription, {})
        self._invoices.finalize_soon(invoice, subscription)
        self._book.at(
            subscription["items"]["data"][0]["current_period_end"], "renew", subscription["id"], period + 1
        )

    def _paid(self, subscription: JSON) -> None:
        if subscription["status"] in ("incomplete", "past_due"):
            before, subscription["status"] = subscription["status"], "active"
            self._events.tell("customer.subscription.updated", subscription, {"status": before})

    def _failed(self, subscription: JSON, *, final: bool) -> None:
        if subscription["status"] == "active":
            subscription["status"] = "past_due"
            self._events.tell("customer.subscription.updated", subscription, {"status": "active"})
        if final and subscription["status"] == "past_due":
            self.end(subscription, "payment_failed")

    def _standing(self, ask: Ask) -> JSON:
        subscription = self._book.get("subscription", ask.id)
        if subscription["status"] in ENDED:
            raise StripeError(
                f"No such subscription: '{ask.id}'", status=404, code="resource_missing", param="id"
            )
        return subscription

    def _change_items(self, subscription: JSON, given: JSON) -> None:
        """Another price from the next month on: the sandbox reckons no parts of months."""
        if given.get("proration_behavior") != "none":
            raise invalid("The sandbox knows proration_behavior=none only.", "proration_behavior")
        held = {item["id"]: item for item in subscription["items"]["data"]}
        for wanted in given["items"]:
            item = held.get(wanted.get("id"))
            if item is None:
                raise invalid("The sandbox changes items that are there.", "items[0][id]", "resource_missing")
            if "price" in wanted:
                price = self._book.get("price", wanted["price"], "price")
                item |= {"price": price, "plan": _plan(price)}
            item["quantity"] = whole(wanted, "quantity", item["quantity"])


def _period_end(anchor: int, recurring: JSON, periods: int) -> int:
    count = int(recurring["interval_count"]) * periods
    match recurring["interval"]:
        case "day":
            return anchor + count * DAY
        case "week":
            return anchor + count * 7 * DAY
        case "year":
            return in_a_month(anchor, 12 * count)
    return in_a_month(anchor, count)


def _plan(price: JSON) -> JSON:
    """The price as it was called before there were prices."""
    same = (
        "id",
        "active",
        "created",
        "currency",
        "livemode",
        "metadata",
        "nickname",
        "product",
        "billing_scheme",
    )
    recurring = price["recurring"]
    return {
        **{name: price[name] for name in same},
        "object": "plan",
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "usage_type": "licensed",
    }


def _pause(given: Any) -> JSON | None:
    if not given:
        return None
    behavior = one_of(given, "behavior", ("void", "keep_as_draft", "mark_uncollectible"))
    return {
        "behavior": behavior,
        "resumes_at": whole(given, "resumes_at") if given.get("resumes_at") else None,
    }
