"""The hosted checkout page in a real browser: by keyboard, on a small dark screen."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

from tests.browser.demo import FLAGS
from tests.sandbox.payments import open_till


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


async def test_a_person_pays_by_keyboard_after_a_declined_card(browser: Browser) -> None:
    async with open_till() as till:
        session = await till.checkout(success_url=f"{till.outside.base}/stripe/dashboard")
        context = await browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        await page.goto(str(session.url))
        await expect(page.get_by_role("heading", name="Pay 90.00 EUR")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        await page.get_by_label("Test card").select_option("pm_card_chargeDeclined")
        await page.get_by_label("Email").focus()
        await page.keyboard.type("cleo@example.com")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_have_text("Your card was declined.")
        for _ in ("email", "card", "button"):
            await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Pay", exact=True)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Payments of the sandbox")).to_be_visible()
        await expect(page.get_by_role("row", name="succeeded")).to_contain_text("90.00 EUR")
        await till.hears("checkout.session.completed")
        paid = await till.session(session.id)
        assert (paid.payment_status, paid.customer_details and paid.customer_details.email) == (
            "paid",
            "cleo@example.com",
        )
        assert complaints == []
