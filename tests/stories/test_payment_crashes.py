"""Killed at any point between our commit and Stripe's answer, and restarted: the books and Stripe agree."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select, text

from bot.office import seed_demo
from domain.bookings import attendance
from domain.bookings import service as bookings
from domain.money import Money
from domain.packages.service import add_package
from domain.payments import disputes, refunds, surplus
from domain.payments.agreeing import Gap, alert
from domain.payments.disputed import DisputeState
from domain.payments.model import Payment, RefundState
from domain.payments.service import begin
from domain.policies.service import set_policy
from domain.policies.words import parse_policy
from domain.trainers.model import Approval
from domain.wallets import service as wallets
from domain.wallets.ports import Card
from sandbox.people import STRIPE_API_KEY
from storage.database import connect
from storage.work import SqlWork
from tests.factories import client
from tests.stories.conftest import MONDAY, Studio, settings_for
from tests.stories.people import Outside, eventually
from tests.stories.served import Served, ready, serving

WHILE_A_PAGE_IS_MADE = ["page_wanted", "page_made"]
WHILE_NEWS_ARE_APPLIED = ["event_heard", "event_applied"]


@pytest.mark.parametrize("failpoint", WHILE_A_PAGE_IS_MADE)
async def test_a_kill_while_the_page_is_made_makes_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        await ready(outside, dying)
        with suppress(aiohttp.ClientError):
            await opens(outside, dying, token)
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await pays(outside, await opens(outside, steady, token))
        await opens(outside, steady, token)  # back from the page
        await paid_once(outside, migrated_url)


@pytest.mark.parametrize("failpoint", WHILE_NEWS_ARE_APPLIED)
async def test_a_kill_while_news_are_applied_applies_them_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        session = await opens(outside, first, token)
    await pays(outside, session)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9  # as soon as it looks into the list
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await paid_once(outside, migrated_url)


@pytest.mark.parametrize("failpoint", ["refund_wanted", "refund_made"])
async def test_a_kill_while_money_is_given_back_gives_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await pays(outside, await opens(outside, first, token))
        await opens(outside, first, token)
        await paid_once(outside, migrated_url)
    await approved(migrated_url, token)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await returned_once(outside, migrated_url, token)


@pytest.mark.timeout(180)  # four processes are started, one after the other
@pytest.mark.parametrize("failpoint", ["proof_wanted", "proof_made"])
async def test_a_kill_while_a_bank_is_answered_answers_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await pays(outside, await opens(outside, first, token))
        await opens(outside, first, token)
        await paid_once(outside, migrated_url)
        charge = (await outside.get("/sandbox/stripe"))["charges"][0]
        await outside.post("/sandbox/stripe/disputes", {"charge": charge["id"]})
    async with serving(outside, migrated_url, tmp_path / "second.log") as second:
        await ready(outside, second)
        await eventually(lambda: looked(migrated_url, is_disputed))
    await looked(migrated_url, answer)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await eventually(lambda: looked(migrated_url, is_answered))
    sent = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in sent].count("disputes.update") == 1


@pytest.mark.parametrize("failpoint", ["surplus_wanted", "surplus_made"])
async def test_a_kill_while_what_came_twice_goes_back_gives_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    token = await about_to_pay(outside, migrated_url)
    async with serving(outside, migrated_url, tmp_path / "first.log") as first:
        await ready(outside, first)
        await pays(outside, await opens(outside, first, token))
        await opens(outside, first, token)
        await paid_once(outside, migrated_url)
    await looked(migrated_url, partial(came_twice, intent=await charged_again(outside)))
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await eventually(lambda: looked(migrated_url, is_back))
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount_refunded"] for each in seen["charges"]] == [0, 6000]
    made = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in made].count("refunds.create") == 1


@pytest.mark.parametrize("failpoint", ["charge_wanted", "charge_made"])
async def test_a_kill_while_a_saved_card_is_charged_charges_it_once(
    outside: Outside, migrated_url: str, tmp_path: Path, failpoint: str
) -> None:
    await about_to_pay(outside, migrated_url)
    kept = await keeps_a_card(outside)
    await looked(migrated_url, partial(did_not_come, kept=kept))
    await outside.advance(hours=72)
    async with serving(outside, migrated_url, tmp_path / "dying.log", FAILPOINT=failpoint) as dying:
        assert await dying.ended() == -9
    async with serving(outside, migrated_url, tmp_path / "steady.log") as steady:
        await ready(outside, steady)
        await eventually(lambda: looked(migrated_url, fee_is_paid))
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount"] for each in seen["charges"]] == [2000]
    made = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in made].count("payment_intents.create") == 1


async def looked(url: str, unit: Callable[[SqlWork], bool]) -> bool:
    database = connect(url)
    try:
        return await database.run(unit)
    finally:
        await database.close()


async def keeps_a_card(outside: Outside) -> tuple[str, str]:
    """A customer and their card, as Stripe has them."""
    customer = await asks_stripe(outside, "customers", name="Cleo")
    card = await asks_stripe(outside, "payment_methods/pm_card_visa/attach", customer=customer)
    return customer, card


async def asks_stripe(outside: Outside, path: str, **said: str) -> str:
    url, key = f"{outside.base}/stripe/v1/{path}", aiohttp.BasicAuth(STRIPE_API_KEY, "")
    async with outside.http.post(url, data=said, auth=key) as made:
        return str((await made.json())["id"])


def did_not_come(work: SqlWork, kept: tuple[str, str]) -> bool:
    """Cleo, who has agreed that a fee is charged to her card."""
    (begun,) = work.session.scalars(select(Payment))
    cleo, ana = work.people.person(begun.client_id), work.trainers.trainer(begun.trainer_id)
    terms, no = parse_policy("no-show fee 20"), None
    set_policy(work, ana.person, ana, terms, fee_minor=no, deposit_minor=no, missed_minor=2000, now=MONDAY)
    wallets.is_made(work, cleo.id, kept[0])
    wallets.agree(work, cleo.id, on=True, now=MONDAY)
    card = Card("visa", "4242", default=True, method_id=kept[1])
    wallets.see(work, cleo.id, [card], look=wallets.take_look(work, cleo.id))
    starts = MONDAY + timedelta(days=2, hours=1)
    service = work.trainers.services(ana.id)[0]
    service.approval = Approval.AT_ONCE
    booking = bookings.hold(work, cleo, service.id, starts, now=MONDAY).booking
    bookings.confirm(work, cleo, booking.id, booking.version, now=MONDAY)
    attendance.no_show(work, ana.person, booking.id, booking.version, now=starts + timedelta(hours=2))
    return True


def fee_is_paid(work: SqlWork) -> bool:
    rows = work.session.execute(text("SELECT step, amount FROM ledger_entry WHERE step <> 'charged'"))
    return sorted(map(tuple, rows)) == [("fee", 2000), ("paid", 2000)]


def is_disputed(work: SqlWork) -> bool:
    return bool(work.disputes.open(None))


def answer(work: SqlWork) -> bool:
    (dispute,) = work.disputes.open(None)
    ana = work.trainers.trainer(work.payments.payment(dispute.payment_id).trainer_id).person
    disputes.prove(work, ana, dispute.id, {"customer_name": "Cleo"}, now=MONDAY)
    return True


def is_answered(work: SqlWork) -> bool:
    (dispute,) = work.disputes.open(None)
    return dispute.state is DisputeState.SENT


async def charged_again(outside: Outside) -> str:
    """Sixty euros, for nothing of ours; what Stripe calls them."""
    asked = {"amount": "6000", "currency": "eur", "payment_method": "pm_card_visa", "confirm": "true"}
    url, key = f"{outside.base}/stripe/v1/payment_intents", aiohttp.BasicAuth(STRIPE_API_KEY, "")
    async with outside.http.post(url, data=asked, auth=key) as made:
        return str((await made.json())["id"])


def came_twice(work: SqlWork, intent: str) -> bool:
    """It was found, and Ada has said that it goes back."""
    key = work.payments.pages(1)[0].key
    alert(work, Gap(intent, key, Money(6000, "EUR"), Money(0, "EUR")), now=MONDAY)
    ada = next(iter(work.people.admins()))
    surplus.give_back(work, ada, work.payments.surpluses(1)[0][0].id, now=MONDAY)
    return True


def is_back(work: SqlWork) -> bool:
    ((_difference, back),) = work.payments.surpluses(1)
    return back is not None and back.is_back


async def approved(url: str, token: str) -> None:
    """Cleo asked for her money back, and Ana agreed."""
    database = connect(url)

    def unit(work: SqlWork) -> None:
        payment = work.payments.by_token(token)
        assert payment
        cleo, ana = work.people.person(payment.client_id), work.trainers.trainer(payment.trainer_id).person
        asked = refunds.ask(work, cleo, payment.id, reason="I move", now=MONDAY)
        refunds.approve(work, ana, asked.id, asked.credits, now=MONDAY)

    await database.run(unit)
    await database.close()


async def returned_once(outside: Outside, url: str, token: str) -> None:
    """All of it is back with Cleo, at Stripe and in our books."""
    database = connect(url)

    def states(work: SqlWork) -> list[RefundState]:
        payment = work.payments.by_token(token)
        assert payment
        return [each.status for each in work.payments.refunds(payment.id)]

    async def is_done() -> bool:
        return await database.read(states) == [RefundState.DONE]

    try:
        assert await eventually(is_done)
    finally:
        await database.close()
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount_refunded"] for each in seen["charges"]] == [40000]
    made = await outside.get("/sandbox/accepted/stripe")
    assert [each["method"] for each in made].count("refunds.create") == 1


async def about_to_pay(outside: Outside, url: str) -> str:
    """The token of the link that Cleo has, for a package of Ana's."""
    settings = settings_for(outside.base, url)
    await seed_demo(settings)
    await Studio(outside, settings).cleo.whispers(start="t_ana")  # or nobody may write to her
    database = connect(url)

    def unit(work: SqlWork) -> str:
        cleo, ana = client(work), work.trainers.by_slug("ana")
        assert ana
        said = {"name": "10-pack", "sessions": "10", "price": "400"}
        package = add_package(work, ana.person, ana, said, currency="EUR", now=MONDAY)
        return begin(work, cleo, package.id, now=MONDAY).token

    token = await database.run(unit)
    await database.close()
    return token


async def opens(outside: Outside, bot: Served, token: str) -> str:
    """The session that the link leads to; "" where it is paid."""
    link = f"http://127.0.0.1:{bot.port}/pay/{token}"
    async with outside.http.get(link, allow_redirects=False) as answer:
        return answer.headers.get("Location", "").rpartition("/")[2]


async def pays(outside: Outside, session: str) -> None:
    await outside.post("/sandbox/stripe/payments", {"session": session})


async def paid_once(outside: Outside, url: str) -> None:
    """One page, one charge, one sale, its credits, and one receipt."""
    cleo = Studio(outside, settings_for(outside.base, url)).cleo
    await cleo.sees("Paid €400.00 by card for 10-pack.\n10 credits left.")
    database = connect(url)
    entered = text(
        "SELECT step, count(*), sum(amount) FROM ledger_entry "
        "WHERE step <> 'charged' GROUP BY step ORDER BY step"
    )

    async def is_entered() -> bool:
        rows = await database.read(lambda work: [tuple(each) for each in work.session.execute(entered)])
        return rows == [("given", 1, 10), ("paid", 1, 40000), ("sold", 1, 40000)]

    try:
        assert await eventually(is_entered)
    finally:
        await database.close()
    seen = await outside.get("/sandbox/stripe")
    assert [each["amount"] for each in seen["charges"]] == [40000]
    assert len(seen["sessions"]) == 1
    assert len([each for each in await cleo.heard() if each["text"].startswith("Paid")]) == 1
