"""Events: signed, listed, and as unruly on their way as Stripe's are."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from sandbox.app import create
from sandbox.people import STRIPE_API_KEY
from sandbox.server import running
from sandbox.stripe_wire import nested, sign
from sandbox.world import World
from tests.patience import until
from tests.sandbox.payments import DAY, Till, open_till

PAID = "payment_intent.succeeded"


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with open_till() as till:
        yield till


async def plans(till: Till, **plan: Any) -> None:
    await till.outside.post("/sandbox/stripe/deliveries", **plan)


def test_the_signature_is_the_library_s() -> None:
    body, now = json.dumps({"id": "evt_1", "object": "event", "type": "é"}).encode(), int(time.time())
    assert stripe.Webhook.construct_event(body, sign(body, "whsec_1", now), "whsec_1").id == "evt_1"
    for header in (
        sign(body, "whsec_2", now),
        sign(body + b" ", "whsec_1", now),
        sign(body, "whsec_1", now - 301),
    ):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, header, "whsec_1")


def test_a_form_is_read_as_nested_as_it_is_written() -> None:
    pairs = [
        ("a", "1"),
        ("b[c]", "2"),
        ("d[0][e]", "3"),
        ("d[1][e]", "4"),
        ("f[]", "5"),
        ("f[]", "6"),
        ("g[h][i]", "7"),
    ]
    assert nested(pairs) == {
        "a": "1",
        "b": {"c": "2"},
        "d": [{"e": "3"}, {"e": "4"}],
        "f": ["5", "6"],
        "g": {"h": {"i": "7"}},
    }


async def test_an_event_comes_again_until_it_is_taken_for_three_days(till: Till) -> None:
    till.status = 500
    await till.charge()
    await till.hears(PAID)
    for pause in (300, 1800, 7200):
        before = till.types.count(PAID)
        await till.advance(pause + 1)
        await till.hears(*[PAID] * (before + 1))
    till.status = 200
    await till.advance(DAY / 4)
    count = len({event.id for event in till.heard})

    async def are_taken() -> bool:
        events = await till.sdk.v1.events.list_async()
        return all(event.pending_webhooks == 0 for event in events.data)

    await until(are_taken)
    taken = till.types.count(PAID)
    await till.advance(4 * DAY)
    assert (till.types.count(PAID), len({event.id for event in till.heard})) == (taken, count)
    attempts = await till.outside.get("/sandbox/stripe/deliveries")
    assert {each["status"] for each in attempts} == {500, 200}


async def test_an_event_comes_twice_or_not_at_all_and_stands_in_the_list(till: Till) -> None:
    await plans(till, type=PAID, repeat=3)
    await plans(till, type="charge.succeeded", lost=True)
    await till.charge()
    await till.hears(PAID, PAID, PAID)
    assert "charge.succeeded" not in till.types
    assert len({event.id for event in till.heard if event.type == PAID}) == 1
    (lost,) = (await till.sdk.v1.events.list_async({"type": "charge.*"})).data
    await till.outside.post("/sandbox/stripe/redeliver", event_id=lost.id, times=2)
    await till.hears("charge.succeeded", "charge.succeeded")


async def test_events_come_in_any_order_and_late(till: Till) -> None:
    await plans(till, hold=True)
    await till.charge()
    assert till.types == []
    await plans(till, release="reversed")
    await till.until(lambda: len(till.heard) == 3)
    assert till.types == [PAID, "charge.succeeded", "payment_intent.created"]
    await plans(till, type="payment_intent.created", delay_seconds=0.3)
    await till.charge()
    await till.until(lambda: len(till.heard) == 6)
    assert till.types[-1] == "payment_intent.created"


async def test_events_are_listed_by_type_and_time_for_thirty_days(till: Till) -> None:
    for amount in (1000, 2000, 3000):
        await till.charge(amount)
        await till.advance(60)
    paid = await till.sdk.v1.events.list_async({"type": PAID, "limit": 2})
    assert ([event.data.object["amount"] for event in paid.data], paid.has_more) == ([3000, 2000], True)
    several = await till.sdk.v1.events.list_async({"types": [PAID, "charge.succeeded"]})
    assert len(several.data) == 6
    since = await till.sdk.v1.events.list_async({"type": PAID, "created": {"gte": paid.data[1].created}})
    assert len(since.data) == 2
    older = await till.sdk.v1.events.list_async({"type": PAID, "starting_after": paid.data[1].id})
    assert [event.data.object["amount"] for event in older.data] == [1000]
    await till.advance(30 * DAY)
    assert (await till.sdk.v1.events.list_async()).data == []


async def test_an_event_shows_things_as_they_were(till: Till) -> None:
    paid = await till.charge()
    await till.sdk.v1.refunds.create_async({"payment_intent": paid.id})
    (then,) = (await till.sdk.v1.events.list_async({"type": "charge.succeeded"})).data
    (after,) = (await till.sdk.v1.events.list_async({"type": "charge.refunded"})).data
    assert (then.data.object["refunded"], after.data.object["refunded"]) == (False, True)
    before: Any = after.data.previous_attributes
    assert before.to_dict() == {"amount_refunded": 0, "refunded": False}


async def test_a_world_that_is_kept_goes_on_with_its_months(tmp_path: Path) -> None:
    async with open_till() as till:
        cleo = await till.customer("pm_card_visa")
        asked: Any = {"customer": cleo.id, "items": [{"price": (await till.monthly()).id}]}
        subscription = await till.sdk.v1.subscriptions.create_async(asked)
        kept = json.loads(json.dumps(till.outside.app.world.kept()))
    world = World()
    app = create(world)
    world.take_up(kept)
    async with running(app) as base:
        transport = stripe.AIOHTTPClient(timeout=5)
        sdk = stripe.StripeClient(
            STRIPE_API_KEY, base_addresses={"api": f"{base}/stripe"}, http_client=transport
        )
        world.clock.advance(32 * DAY)
        renewed = await sdk.v1.subscriptions.retrieve_async(subscription.id)
        item = (await sdk.v1.invoices.list_async()).data[0].lines.data[0]
        assert item.period.end == renewed["items"].data[0].current_period_end
        payments = await sdk.v1.invoice_payments.list_async({"status": "paid"})
        assert len(payments.data) == 2
        await transport.close_async()  # type: ignore[no-untyped-call]
