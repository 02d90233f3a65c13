"""Subscriptions and their invoices, month after month by the business clock; the portal."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
import stripe

from sandbox.stripe_book import in_a_month
from tests.sandbox.payments import DAY, MONTH, Till, open_till, refused

HOUR = 3600


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with open_till() as till:
        yield till


async def member(till: Till, card: str = "pm_card_visa", **more: Any) -> stripe.Subscription:
    cleo = await till.customer(card)
    asked: Any = {"customer": cleo.id, "items": [{"price": (await till.monthly()).id}], **more}
    return await till.sdk.v1.subscriptions.create_async(asked)


async def standing(till: Till, id: str) -> stripe.Subscription:  # noqa: A002
    return await till.sdk.v1.subscriptions.retrieve_async(id)


def day(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("anchor", "months", "comes"),
    [
        ("2030-01-31T10:00", 1, "2030-02-28T10:00"),  # a month that is too short
        ("2030-01-31T10:00", 2, "2030-03-31T10:00"),  # and the day comes back
        ("2030-11-15T10:00", 2, "2031-01-15T10:00"),
        ("2028-02-29T10:00", 12, "2029-02-28T10:00"),
        ("2030-12-01T10:00", 12, "2031-12-01T10:00"),
    ],
)
def test_a_month_is_the_same_day_of_the_next(anchor: str, months: int, comes: str) -> None:
    assert in_a_month(day(anchor), months) == day(comes)


async def test_a_month_is_renewed_and_paid_by_the_clock(till: Till) -> None:
    subscription = await member(till, metadata={"client": "7"})
    assert subscription.status == "active"
    await till.hears("invoice.paid", "customer.subscription.created")
    first_end = subscription["items"].data[0].current_period_end
    await till.advance(MONTH + 2 * HOUR)
    await till.hears("invoice.paid", "invoice.paid", "invoice.finalized", "invoice.finalized")
    subscription = await standing(till, subscription.id)
    assert subscription["items"].data[0].current_period_start == first_end
    invoices = await till.sdk.v1.invoices.list_async({"expand": ["data.payments"]})
    assert [(each.billing_reason, each.status, each.amount_paid) for each in invoices.data] == [
        ("subscription_cycle", "paid", 9900),
        ("subscription_create", "paid", 9900),
    ]
    newest: Any = invoices.data[0]
    assert newest.parent.subscription_details.metadata["client"] == "7"
    assert newest.lines.data[0].period.start == first_end
    assert newest.payments.data[0].payment.payment_intent
    assert newest.number.endswith("-0002")
    assert sum(charge.amount for charge in (await till.sdk.v1.charges.list_async()).data) == 19_800


async def test_three_months_at_once_are_three_renewals_each_in_its_time(till: Till) -> None:
    await member(till)
    await till.advance(3 * MONTH)
    await till.hears(*["invoice.created"] * 3)
    created = sorted(each.created for each in (await till.sdk.v1.invoices.list_async()).data)
    assert all(27 * DAY < later - sooner < 32 * DAY for sooner, later in pairwise(created))


async def test_a_card_that_fails_is_tried_again_and_then_the_membership_ends(till: Till) -> None:
    subscription = await member(till)
    bad = await till.sdk.v1.payment_methods.attach_async(
        "pm_card_chargeCustomerFail", {"customer": str(subscription.customer)}
    )
    await till.sdk.v1.subscriptions.update_async(subscription.id, {"default_payment_method": bad.id})
    await till.advance(MONTH + 2 * HOUR)
    await till.hears("invoice.payment_failed")
    assert (await standing(till, subscription.id)).status == "past_due"
    invoice = (await till.sdk.v1.invoices.list_async()).data[0]
    assert (invoice.status, invoice.attempt_count, bool(invoice.next_payment_attempt)) == ("open", 1, True)
    await till.advance(16 * DAY)
    await till.hears("customer.subscription.deleted")
    assert till.types.count("invoice.payment_failed") == 4
    ended = await standing(till, subscription.id)
    assert (ended.status, ended.cancellation_details and ended.cancellation_details.reason) == (
        "canceled",
        "payment_failed",
    )


async def test_another_card_makes_good_a_month_that_failed(till: Till) -> None:
    subscription = await member(till)
    customer = str(subscription.customer)
    bad = await till.sdk.v1.payment_methods.attach_async("pm_card_chargeCustomerFail", {"customer": customer})
    await till.sdk.v1.subscriptions.update_async(subscription.id, {"default_payment_method": bad.id})
    await till.advance(MONTH + 2 * HOUR)
    await till.hears("invoice.payment_failed")
    invoice = (await till.sdk.v1.invoices.list_async({"status": "open"})).data[0]
    assert isinstance(await refused(till.sdk.v1.invoices.pay_async(str(invoice.id))), stripe.CardError)
    good: Any = {"payment_method": "pm_card_visa"}
    assert (await till.sdk.v1.invoices.pay_async(str(invoice.id), good)).status == "paid"
    assert (await standing(till, subscription.id)).status == "active"


async def test_a_membership_ends_with_its_month_or_at_once(till: Till) -> None:
    subscription = await member(till)
    leaving = await till.sdk.v1.subscriptions.update_async(subscription.id, {"cancel_at_period_end": True})
    assert (leaving.status, leaving.cancel_at) == ("active", leaving["items"].data[0].current_period_end)
    await till.advance(MONTH + HOUR)
    await till.hears("customer.subscription.deleted")
    assert len((await till.sdk.v1.invoices.list_async()).data) == 1
    other = await member(till)
    assert (await till.sdk.v1.subscriptions.cancel_async(other.id)).status == "canceled"
    assert (await refused(till.sdk.v1.subscriptions.cancel_async(other.id))).code == "resource_missing"


async def test_a_pause_costs_nothing(till: Till) -> None:
    subscription = await member(till)
    pause: Any = {"pause_collection": {"behavior": "void"}}
    await till.sdk.v1.subscriptions.update_async(subscription.id, pause)
    await till.advance(MONTH + 2 * HOUR)
    await till.hears("invoice.voided")
    assert (await standing(till, subscription.id)).status == "active"
    back: Any = {"pause_collection": ""}
    assert (await till.sdk.v1.subscriptions.update_async(subscription.id, back)).pause_collection is None
    await till.advance(MONTH)
    await till.hears("invoice.paid", "invoice.paid")


async def test_a_trial_is_free_and_then_a_month_is_paid(till: Till) -> None:
    subscription = await member(till, trial_period_days=7)
    assert (subscription.status, subscription.latest_invoice) == ("trialing", None)
    await till.advance(7 * DAY + 2 * HOUR)
    await till.hears("invoice.paid")
    renewed = await standing(till, subscription.id)
    item = renewed["items"].data[0]
    assert (renewed.status, 28 * DAY <= item.current_period_end - item.current_period_start <= MONTH) == (
        "active",
        True,
    )


async def test_a_first_month_that_is_declined_is_incomplete_or_nothing(till: Till) -> None:
    waits = await member(till, "pm_card_chargeCustomerFail")
    assert waits.status == "incomplete"
    error = await refused(member(till, "pm_card_chargeCustomerFail", payment_behavior="error_if_incomplete"))
    assert isinstance(error, stripe.CardError)
    assert len((await till.sdk.v1.subscriptions.list_async()).data) == 1


async def test_checkout_makes_a_member(till: Till) -> None:
    price = await till.monthly()
    session = await till.checkout(
        mode="subscription",
        line_items=[{"price": price.id, "quantity": 1}],
        subscription_data={"metadata": {"client": "7"}},
    )
    await till.outside.post("/sandbox/stripe/payments", status=402, session=session.id, act="decline")
    await till.pays(session, email="cleo@example.com")
    await till.hears("checkout.session.completed", "customer.created", "invoice.paid")
    done: Any = await till.sdk.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["subscription", "invoice", "customer"]}
    )
    assert (done.subscription.status, done.subscription.metadata["client"]) == ("active", "7")
    assert (done.invoice.status, done.customer.email) == ("paid", "cleo@example.com")
    await till.advance(MONTH + 2 * HOUR)
    await till.hears("invoice.paid", "invoice.paid")


async def test_the_portal_keeps_cards_and_ends_memberships(till: Till) -> None:
    subscription = await member(till)
    asked: Any = {"customer": str(subscription.customer), "return_url": f"{till.base}/back"}
    portal = await till.sdk.v1.billing_portal.sessions.create_async(asked)

    async def does(**form: str) -> str:
        async with till.outside.http.post(portal.url, data=form) as answered:
            return await answered.text()

    assert "•••• 4444" in await does(act="add", card="pm_card_mastercard")
    assert "declined" in await does(act="add", card="pm_card_chargeDeclined")
    cards = (await till.sdk.v1.customers.payment_methods.list_async(str(subscription.customer))).data
    cleo = await till.sdk.v1.customers.retrieve_async(str(subscription.customer))
    assert cleo.invoice_settings
    assert cleo.invoice_settings.default_payment_method == cards[0].id
    await does(act="default", of=cards[1].id)
    page = await does(act="remove", of=cards[0].id)
    assert ("•••• 4444:" in page, "mastercard ••••" in page, "<strong>default</strong>" in page) == (
        True,
        False,
        True,
    )
    assert "Keep it" in await does(act="end", of=subscription.id)
    assert "Keep it" in await does(act="remove", of="pm_gone")
    assert (await standing(till, subscription.id)).cancel_at_period_end
    assert "End it" in await does(act="keep", of=subscription.id)
