"""Checkout: the hosted page, what people do on it, and what the bot hears of it."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.sandbox.payments import DAY, Till, open_till, refused

HOUR = 3600


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with open_till() as till:
        yield till


async def submits(till: Till, url: str | None, **form: str) -> tuple[int, str]:
    """What the page answers to a form: where it leads, or its HTML."""
    async with till.outside.http.post(str(url), data=form, allow_redirects=False) as answered:
        return answered.status, answered.headers.get("Location") or await answered.text()


async def reads(till: Till, url: str | None) -> str:
    async with till.outside.http.get(str(url)) as answered:
        assert answered.content_type == "text/html"
        return await answered.text()


async def test_a_person_pays_on_the_page_and_lands_where_the_bot_said(till: Till) -> None:
    session = await till.checkout(
        client_reference_id="booking-42", metadata={"booking": "42"}, customer_email="cleo@example.com"
    )
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 9000)
    page = await reads(till, session.url)
    assert "Pay 90.00 EUR" in page
    assert "2 × A session" in page
    assert 'value="cleo@example.com"' in page
    landed = await submits(till, session.url, act="pay", card="pm_card_visa", email="cleo@example.org")
    assert landed == (303, f"{till.base}/thanks?session={session.id}")
    await till.hears("checkout.session.completed", "payment_intent.succeeded")
    done = await till.sdk.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["line_items", "payment_intent.latest_charge"]}
    )
    assert (done.status, done.payment_status, done.client_reference_id, done.url) == (
        "complete",
        "paid",
        "booking-42",
        None,
    )
    intent: Any = done.payment_intent
    assert intent.latest_charge.amount == 9000
    assert done.customer_details
    assert (done.customer_details.email, done.metadata and done.metadata["booking"]) == (
        "cleo@example.org",
        "42",
    )
    assert done.line_items
    assert [line.description for line in done.line_items.data] == ["A session"]
    assert "This is paid" in await reads(till, session.url)


async def test_a_declined_card_leaves_the_page_open_for_another(till: Till) -> None:
    session = await till.checkout()
    status, page = await submits(till, session.url, act="decline")
    assert (status, 'role="alert">Your card was declined.' in page) == (200, True)
    status, page = await submits(till, session.url, act="pay", card="pm_card_authenticationRequired")
    assert "Your bank asks you to confirm" in page
    await till.pays(session, "confirm", card="pm_card_authenticationRequired")
    await till.hears("payment_intent.payment_failed", "checkout.session.completed")
    assert till.types.count("payment_intent.created") == 1


async def test_pressing_pay_twice_pays_once(till: Till) -> None:
    session = await till.checkout()
    first = await submits(till, session.url, act="pay", card="pm_card_visa")
    status, page = await submits(till, session.url, act="pay", card="pm_card_visa")
    assert (first[0], status, "This is paid" in page) == (303, 200, True)
    assert len((await till.sdk.v1.charges.list_async()).data) == 1


@pytest.mark.parametrize(
    ("arrives", "word", "status"), [(True, "succeeded", "paid"), (False, "failed", "unpaid")]
)
async def test_a_payment_by_bank_is_complete_before_it_is_paid(
    till: Till, arrives: bool, word: str, status: str
) -> None:
    session = await till.checkout()
    assert (await submits(till, session.url, act="bank"))[0] == 303
    await till.hears("checkout.session.completed", "payment_intent.processing")
    waiting = await till.session(session.id)
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    intent = str(waiting.payment_intent)
    await till.outside.post("/sandbox/stripe/settlements", payment_intent=intent, arrives=arrives)
    await till.hears(f"checkout.session.async_payment_{word}")
    assert (await till.session(session.id)).payment_status == status


async def test_a_payment_by_bank_arrives_by_itself(till: Till) -> None:
    session = await till.checkout()
    await till.pays(session, "bank")
    await till.advance(3 * DAY)
    await till.hears("checkout.session.async_payment_succeeded")
    await till.advance(3 * DAY)
    assert till.types.count("payment_intent.succeeded") == 1


async def test_a_page_expires_by_the_business_clock_or_on_request(till: Till) -> None:
    now = int((await till.sdk.v1.products.create_async({"name": "Now"})).created)
    soon = await till.checkout(expires_at=now + HOUR // 2 + 60)
    later = await till.checkout()
    assert later.expires_at - now == pytest.approx(DAY, abs=60)
    await till.advance(HOUR)
    await till.hears("checkout.session.expired")
    assert ((await till.session(soon.id)).status, (await till.session(later.id)).status) == (
        "expired",
        "open",
    )
    assert (await till.sdk.v1.checkout.sessions.expire_async(later.id)).status == "expired"
    assert "open" in str(await refused(till.sdk.v1.checkout.sessions.expire_async(later.id)))
    url = f"{till.outside.base}/stripe/pay/{soon.id}"
    assert "has expired" in await reads(till, url)
    await submits(till, url, act="pay", card="pm_card_visa")
    assert (await till.session(soon.id)).payment_status == "unpaid"
    assert "30 minutes" in str(await refused(till.checkout(expires_at=now + 60)))


async def test_a_card_is_saved_without_a_payment(till: Till) -> None:
    cleo = await till.customer()
    session = await till.checkout(mode="setup", line_items=[], currency="eur", customer=cleo.id)
    assert (session.payment_status, session.amount_total) == ("no_payment_required", None)
    await till.pays(session, card="pm_card_mastercard")
    await till.hears("setup_intent.succeeded", "checkout.session.completed", "payment_method.attached")
    done = await till.sdk.v1.checkout.sessions.retrieve_async(session.id, {"expand": ["setup_intent"]})
    setup: Any = done.setup_intent
    assert (
        await till.charge(card=setup.payment_method, customer=cleo.id, off_session=True)
    ).status == "succeeded"


async def test_a_card_that_paid_is_kept_where_the_bot_asked_for_it(till: Till) -> None:
    cleo = await till.customer()
    session = await till.checkout(customer=cleo.id, payment_intent_data={"setup_future_usage": "off_session"})
    await till.pays(session)
    assert len((await till.sdk.v1.customers.payment_methods.list_async(cleo.id)).data) == 1
    await till.pays(await till.checkout(customer=cleo.id))
    assert len((await till.sdk.v1.customers.payment_methods.list_async(cleo.id)).data) == 1


async def test_what_a_page_shows_is_escaped_and_takes_no_script(till: Till) -> None:
    price = {"currency": "jpy", "unit_amount": 4500, "product_data": {"name": "<script>alert(1)</script>"}}
    session = await till.checkout(line_items=[{"price_data": price, "quantity": 1}])
    async with till.outside.http.get(str(session.url)) as answered:
        page = await answered.text()
        assert "default-src 'none'" in answered.headers["Content-Security-Policy"]
    assert ("<script>" in page, "Pay 4,500 JPY" in page) == (False, True)


async def test_sessions_that_make_no_sense_are_refused(till: Till) -> None:
    monthly = await till.monthly()
    once: Any = {"price_data": {"currency": "eur", "unit_amount": 100, "product_data": {"name": "x"}}}
    for more, words in (
        ({"mode": "payment", "line_items": []}, "line_items"),
        ({"line_items": [{"price": monthly.id, "quantity": 1}]}, "subscription"),
        ({"mode": "subscription", "line_items": [once]}, "recurring"),
        ({"mode": "setup"}, "line_items"),
        ({"customer": (await till.customer()).id, "customer_email": "a@example.com"}, "only specify one"),
    ):
        assert words in str(await refused(till.checkout(**more)))


async def test_the_person_side_says_what_cannot_be_done(till: Till) -> None:
    session = await till.checkout()
    assert (
        "pay, confirm"
        in (await till.outside.post("/sandbox/stripe/payments", status=400, session=session.id, act="steal"))[
            "error"
        ]
    )
    none = await till.outside.post("/sandbox/stripe/payments", status=404, session="cs_none")
    assert none["there_are"] == [session.id]
    declined = await till.outside.post(
        "/sandbox/stripe/payments", status=402, session=session.id, act="decline"
    )
    assert declined["code"] == "card_declined"
    await till.pays(session)
    await till.outside.post("/sandbox/stripe/payments", status=409, session=session.id)
    shown = await till.outside.get("/sandbox/stripe")
    assert [each["payment_status"] for each in shown["sessions"]] == ["paid"]
    assert [each["status"] for each in shown["charges"]] == ["failed", "succeeded"]
    page = await reads(till, f"{till.outside.base}/stripe/dashboard")
    assert "90.00 EUR" in page


async def test_a_page_that_is_not_there_says_so(till: Till) -> None:
    for path in ("pay/cs_none", "pay/pi_none/confirm", "portal/bps_none"):
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{till.outside.base}/stripe/{path}") as answered,
        ):
            assert (answered.status, "nothing here" in await answered.text()) == (404, True)
