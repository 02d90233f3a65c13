"""Stripe's API, driven by Stripe's own library."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import stripe

from sandbox.people import STRIPE_API_KEY
from tests.sandbox.payments import DAY, LINE, Till, open_till, refused


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    async with open_till() as till:
        yield till


async def test_a_card_pays_at_once(till: Till) -> None:
    paid = await till.charge(metadata={"booking": "42"}, description="A session")
    assert (paid.status, paid.amount_received, paid.metadata["booking"]) == ("succeeded", 4500, "42")
    charge = await till.sdk.v1.charges.retrieve_async(str(paid.latest_charge))
    assert (charge.paid, charge.metadata["booking"]) == (True, "42")
    await till.hears("payment_intent.created", "charge.succeeded", "payment_intent.succeeded")
    (accepted,) = await till.outside.get("/sandbox/accepted/stripe")
    assert (accepted["method"], accepted["text"]) == ("payment_intents.create", "4500 eur")


@pytest.mark.parametrize(
    ("card", "code", "reason"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
    ],
)
async def test_a_card_is_declined(till: Till, card: str, code: str, reason: str | None) -> None:
    error = await refused(till.charge(card=card))
    assert isinstance(error, stripe.CardError)
    assert (error.code, error.http_status, bool(error.request_id)) == (code, 402, True)
    assert getattr(error.error, "decline_code", None) == reason
    (intent,) = (await till.sdk.v1.payment_intents.list_async()).data
    assert (intent.status, intent.payment_method) == ("requires_payment_method", None)
    paid = await till.sdk.v1.payment_intents.confirm_async(intent.id, {"payment_method": "pm_card_visa"})
    assert paid.status == "succeeded"
    await till.hears("payment_intent.payment_failed", "charge.failed", "payment_intent.succeeded")


async def test_a_card_that_was_kept_pays_while_its_owner_is_away(till: Till) -> None:
    cleo = await till.customer("pm_card_visa")
    kept = (await till.sdk.v1.customers.payment_methods.list_async(cleo.id)).data[0]
    paid = await till.charge(card=kept.id, customer=cleo.id, off_session=True)
    assert (paid.status, paid.customer) == ("succeeded", cleo.id)
    error = await refused(till.charge(card=kept.id))
    assert "include the Customer" in str(error)


async def test_a_bank_that_wants_a_confirmation_is_an_error_only_while_the_owner_is_away(till: Till) -> None:
    cleo = await till.customer("pm_card_authenticationRequired")
    kept = (await till.sdk.v1.customers.payment_methods.list_async(cleo.id)).data[0]
    error = await refused(till.charge(card=kept.id, customer=cleo.id, off_session=True))
    assert (error.code, error.error.payment_intent.status) == (
        "authentication_required",
        "requires_payment_method",
    )
    waits = await till.charge(card=kept.id, customer=cleo.id, return_url=f"{till.base}/back")
    assert waits.status == "requires_action"
    assert waits.next_action
    assert waits.next_action.redirect_to_url
    async with till.outside.http.post(
        str(waits.next_action.redirect_to_url.url), data={"act": "confirm"}, allow_redirects=False
    ) as landed:
        assert (landed.status, landed.headers["Location"]) == (303, f"{till.base}/back")
    assert (await till.sdk.v1.payment_intents.retrieve_async(waits.id)).status == "succeeded"
    fails = await till.charge(card=kept.id, customer=cleo.id)
    await till.outside.post("/sandbox/stripe/confirmations", payment_intent=fails.id, confirms=False)
    assert (await till.sdk.v1.payment_intents.retrieve_async(fails.id)).status == "requires_payment_method"


async def test_what_is_done_is_not_done_again(till: Till) -> None:
    paid = await till.charge()
    for doing in (
        till.sdk.v1.payment_intents.confirm_async(paid.id),
        till.sdk.v1.payment_intents.cancel_async(paid.id),
    ):
        assert (await refused(doing)).code == "payment_intent_unexpected_state"
    waits: Any = await till.charge(confirm=False)
    assert (await till.sdk.v1.payment_intents.cancel_async(waits.id)).status == "canceled"


async def test_money_goes_back_whole_in_parts_and_never_more(till: Till) -> None:
    paid = await till.charge(4500)
    first = await till.sdk.v1.refunds.create_async({"payment_intent": paid.id, "amount": 1500})
    error = await refused(till.sdk.v1.refunds.create_async({"payment_intent": paid.id, "amount": 3001}))
    assert "greater than unrefunded amount on charge (3000)" in str(error)
    rest = await till.sdk.v1.refunds.create_async({"charge": str(paid.latest_charge)})
    assert (first.amount, rest.amount) == (1500, 3000)
    error = await refused(till.sdk.v1.refunds.create_async({"payment_intent": paid.id}))
    assert error.code == "charge_already_refunded"
    charge = await till.sdk.v1.charges.retrieve_async(str(paid.latest_charge))
    assert (charge.refunded, charge.amount_refunded) == (True, 4500)
    await till.hears("charge.refunded", "charge.refunded", "refund.created")


async def test_a_refund_can_come_back(till: Till) -> None:
    paid = await till.charge(card="pm_card_refundFail")
    refund = await till.sdk.v1.refunds.create_async({"payment_intent": paid.id})
    await till.hears("refund.failed")
    assert (await till.sdk.v1.refunds.retrieve_async(refund.id)).status == "failed"
    assert not (await till.sdk.v1.charges.retrieve_async(str(paid.latest_charge))).refunded


async def test_the_balance_is_the_sum_of_what_moved(till: Till) -> None:
    paid = await till.charge(10_000)
    await till.sdk.v1.refunds.create_async({"payment_intent": paid.id, "amount": 4000})
    lines = (await till.sdk.v1.balance_transactions.list_async()).data
    assert [(line.type, line.amount, line.fee) for line in lines] == [
        ("refund", -4000, 0),
        ("charge", 10_000, 170),
    ]
    assert (await till.sdk.v1.balance.retrieve_async()).pending[0].amount == 10_000 - 170 - 4000
    await till.advance(2 * DAY)
    balance = await till.sdk.v1.balance.retrieve_async()
    assert (balance.available[0].amount, balance.pending) == (5830, [])
    of_charge = await till.sdk.v1.balance_transactions.list_async({"source": str(paid.latest_charge)})
    assert [line.net for line in of_charge.data] == [9830]


@pytest.mark.parametrize(("outcome", "left"), [("won", 4413), ("lost", -2087)])
async def test_a_dispute_takes_the_money_until_it_is_won(till: Till, outcome: str, left: int) -> None:
    paid = await till.charge(4500)
    opened = await till.outside.post("/sandbox/stripe/disputes", payment_intent=paid.id, reason="duplicate")
    error = await refused(till.sdk.v1.refunds.create_async({"payment_intent": paid.id}))
    assert error.code == "charge_disputed"
    evidence: Any = {"evidence": {"uncategorized_text": "Cleo was there.", "customer_name": "Cleo"}}
    answered = await till.sdk.v1.disputes.update_async(opened["id"], evidence)
    assert (answered.status, answered.evidence_details.has_evidence) == ("under_review", True)
    await till.outside.post("/sandbox/stripe/disputes", dispute=opened["id"], outcome=outcome)
    await till.hears("charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed")
    assert (await till.sdk.v1.disputes.retrieve_async(opened["id"])).status == outcome
    assert (await till.sdk.v1.balance.retrieve_async()).pending[0].amount == left
    again = await till.outside.post(
        "/sandbox/stripe/disputes", status=409, dispute=opened["id"], outcome=outcome
    )
    assert "already closed" in again["error"]


async def test_evidence_has_its_fields_and_is_sent_once(till: Till) -> None:
    paid = await till.charge(4500)
    opened = await till.outside.post("/sandbox/stripe/disputes", payment_intent=paid.id)
    unknown: Any = {"evidence": {"poem": "Roses are red."}}
    error = await refused(till.sdk.v1.disputes.update_async(opened["id"], unknown))
    assert error.code == "parameter_unknown"
    known: Any = {"evidence": {"uncategorized_text": "Cleo was there."}, "submit": False}
    assert (await till.sdk.v1.disputes.update_async(opened["id"], known)).status == "needs_response"
    known["submit"] = True
    assert (await till.sdk.v1.disputes.update_async(opened["id"], known)).status == "under_review"
    error = await refused(till.sdk.v1.disputes.update_async(opened["id"], known))
    assert "already submitted" in str(error)


async def test_on_the_dashboard_money_is_given_back_and_disputes_are_decided(till: Till) -> None:
    refunded, disputed = await till.charge(4500), await till.charge(2500)
    first = await till.presses(str(refunded.latest_charge), "refund")
    assert "refunded" in first
    assert "won" in await till.presses(str(disputed.latest_charge), "dispute")
    (dispute,) = (await till.sdk.v1.disputes.list_async()).data
    assert "cannot be" not in await till.presses(dispute.id, "won")
    assert "has already been refunded" in await till.presses(str(refunded.latest_charge), "refund")
    await till.hears("refund.created", "charge.dispute.created", "charge.dispute.funds_reinstated")


async def test_a_dispute_that_nobody_answers_is_lost(till: Till) -> None:
    await till.charge(card="pm_card_createDispute")
    await till.hears("charge.dispute.created")
    await till.advance(9 * DAY + 60)
    await till.hears("charge.dispute.closed")
    (dispute,) = (await till.sdk.v1.disputes.list_async()).data
    assert (dispute.status, dispute.evidence_details.past_due) == ("lost", True)


async def test_cards_are_kept_made_the_default_and_removed(till: Till) -> None:
    cleo = await till.customer("pm_card_visa")
    setup = await till.sdk.v1.setup_intents.create_async(
        {"customer": cleo.id, "payment_method": "pm_card_mastercard", "confirm": True}
    )
    assert setup.status == "succeeded"
    cards = await till.sdk.v1.payment_methods.list_async({"customer": cleo.id, "type": "card"})
    assert [card.card and card.card.last4 for card in cards.data] == ["4444", "4242"]
    assert cleo.invoice_settings
    await till.sdk.v1.payment_methods.detach_async(str(cleo.invoice_settings.default_payment_method))
    cleo = await till.sdk.v1.customers.retrieve_async(cleo.id)
    assert cleo.invoice_settings
    assert cleo.invoice_settings.default_payment_method is None
    refused_card: Any = {"customer": cleo.id}
    error = await refused(till.sdk.v1.payment_methods.attach_async("pm_card_chargeDeclined", refused_card))
    assert error.code == "card_declined"


async def test_customers_are_changed_and_forgotten(till: Till) -> None:
    cleo = await till.customer(metadata={"client": "7", "old": "yes"})
    cleo = await till.sdk.v1.customers.update_async(cleo.id, {"name": "Cleo B", "metadata": {"old": ""}})
    assert (cleo.name, cleo.metadata.to_dict() if cleo.metadata else None) == ("Cleo B", {"client": "7"})
    assert [
        each.id for each in (await till.sdk.v1.customers.list_async({"email": "cleo@example.com"})).data
    ] == [cleo.id]
    assert (await till.sdk.v1.customers.delete_async(cleo.id)).deleted
    assert (await till.sdk.v1.customers.retrieve_async(cleo.id)).deleted
    assert (await refused(till.charge(customer=cleo.id))).code == "resource_missing"


async def test_the_same_key_is_the_same_payment(till: Till) -> None:
    asked: Any = {"amount": 4500, "currency": "eur", "payment_method": "pm_card_visa", "confirm": True}
    key: Any = {"idempotency_key": "booking-42"}
    first = await till.sdk.v1.payment_intents.create_async(asked, key)
    again = await till.sdk.v1.payment_intents.create_async(asked, key)
    assert (first.id, len(await till.outside.get("/sandbox/accepted/stripe"))) == (again.id, 1)
    other: Any = {**asked, "amount": 4600}
    error = await refused(till.sdk.v1.payment_intents.create_async(other, key))
    assert (isinstance(error, stripe.IdempotencyError), error.http_status) == (True, 400)
    await till.advance(DAY)
    assert (await till.sdk.v1.payment_intents.create_async(asked, key)).id != first.id


async def test_a_key_remembers_a_refusal_that_had_begun_and_no_other(till: Till) -> None:
    declined: Any = {
        "amount": 4500,
        "currency": "eur",
        "payment_method": "pm_card_chargeDeclined",
        "confirm": True,
    }
    key: Any = {"idempotency_key": "declined"}
    errors = [await refused(till.sdk.v1.payment_intents.create_async(declined, key)) for _ in range(2)]
    assert errors[0].error.charge == errors[1].error.charge
    wrong: Any = {"amount": 4500, "currency": "euros"}
    key = {"idempotency_key": "wrong"}
    assert (await refused(till.sdk.v1.payment_intents.create_async(wrong, key))).param == "currency"
    right: Any = {"amount": 4500, "currency": "eur"}
    assert (await till.sdk.v1.payment_intents.create_async(right, key)).status == "requires_payment_method"


async def test_a_connection_that_breaks_after_the_payment_pays_once(till: Till) -> None:
    await till.outside.post("/sandbox/faults", provider="stripe", kind="reset_after_accept")
    paid = await till.charge()
    assert paid.status == "succeeded"
    assert len(await till.outside.get("/sandbox/accepted/stripe")) == 1
    await till.outside.post("/sandbox/faults", provider="stripe", kind="reset")
    await till.charge(1000)
    assert len(await till.outside.get("/sandbox/accepted/stripe")) == 2


async def test_a_key_remembers_an_error_of_stripe_s_own(till: Till) -> None:
    await till.outside.post("/sandbox/faults", provider="stripe", kind="500", method="payment_intents.create")
    error = await refused(till.charge())
    assert (isinstance(error, stripe.APIError), error.http_status) == (True, 500)
    await till.outside.post("/sandbox/faults", provider="stripe", kind="429", times=3)
    assert isinstance(await refused(till.charge()), stripe.RateLimitError)


async def test_a_wrong_call_says_which_parameter(till: Till) -> None:
    intents = till.sdk.v1.payment_intents
    unknown: Any = {"amount": 4500, "currency": "eur", "ammount": 1}
    lacking: Any = {"currency": "eur"}
    for doing, code, param in (
        (intents.create_async(unknown), "parameter_unknown", "ammount"),
        (intents.create_async(lacking), "parameter_missing", "amount"),
        (intents.create_async({"amount": 1, "currency": "eur"}), "amount_too_small", "amount"),
        (intents.retrieve_async("pi_none"), "resource_missing", "id"),
        (till.checkout(success_url="thanks"), "url_invalid", "success_url"),
    ):
        error = await refused(doing)
        assert isinstance(error, stripe.InvalidRequestError)
        assert (error.code, error.param) == (code, param)


async def test_another_key_and_another_version_are_refused(till: Till) -> None:
    url = f"{till.outside.base}/stripe/v1/balance"
    for headers, status in (
        ({}, 401),
        ({"Authorization": "Bearer sk_test_somebody_else"}, 401),
        ({"Authorization": f"Bearer {STRIPE_API_KEY}", "Stripe-Version": "2015-01-01"}, 400),
        ({"Authorization": f"Bearer {STRIPE_API_KEY}", "Stripe-Version": stripe.api_version}, 200),
    ):
        async with till.outside.http.get(url, headers=headers) as answered:
            assert answered.status == status
            assert answered.headers["Request-Id"].startswith("req_")


async def test_pages_follow_their_cursors_and_objects_open_up(till: Till) -> None:
    made = [(await till.charge(1000 + number)).id for number in range(5)]
    first = await till.sdk.v1.payment_intents.list_async({"limit": 2, "expand": ["data.latest_charge"]})
    assert ([each.id for each in first.data], first.has_more) == ([made[4], made[3]], True)
    assert isinstance(first.data[0].latest_charge, stripe.Charge)
    walked = [each.id async for each in first.auto_paging_iter()]
    assert walked == made[::-1]
    before = await till.sdk.v1.payment_intents.list_async({"ending_before": made[1], "limit": 2})
    assert [each.id for each in before.data] == [made[3], made[2]]
    wrong: Any = {"expand": ["latest_chrage"]}
    assert "cannot be expanded" in str(
        await refused(till.sdk.v1.payment_intents.retrieve_async(made[0], wrong))
    )


async def test_a_product_has_prices(till: Till) -> None:
    product = await till.sdk.v1.products.create_async(
        {"name": "Ten sessions", "default_price_data": {"currency": "eur", "unit_amount": 40_000}}
    )
    session = await till.checkout(line_items=[{"price": str(product.default_price), "quantity": 1}])
    assert session.amount_total == 40_000
    await till.sdk.v1.prices.update_async(str(product.default_price), {"active": False})
    error = await refused(till.checkout(line_items=[{"price": str(product.default_price)}, LINE]))
    assert "inactive" in str(error)
