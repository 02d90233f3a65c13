"""The page of the sandbox in a real browser: the loop at a desk, on a small screen, and by keyboard."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "picture.png"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """`trainerhub demo`, as anybody would start it."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "demo",
        cwd=tmp_path,
        env={**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT)},
    )
    base = f"http://127.0.0.1:{port}"
    try:
        await ready(base)
        yield base
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 15)


async def ready(base: str) -> None:
    """Wait for /readyz, and put the clock on a Monday morning."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(30):
        while True:
            try:
                async with http.get(f"{base}/readyz") as answer:
                    if answer.status == 200:
                        break
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
        await http.post(f"{base}/sandbox/clock", json={"now": "2030-11-25T09:00:00Z"})


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


async def opened(browser: Browser, base: str, width: int, height: int) -> tuple[Page, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": height})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(base)
    await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()  # it lives
    return page, said


async def test_the_loop_at_a_desk(browser: Browser, demo: str) -> None:
    page, errors = await opened(browser, demo, 1280, 860)
    phone, desk = page.locator("#telegram"), page.locator("#slack")
    await phone.get_by_role("button", name="Open Ana’s link").click()
    await phone.get_by_role("button", name="Mon 25 Nov 16:00").click()
    await expect(phone).to_contain_text("Held for you until")
    await phone.get_by_role("button", name="Request it").click()
    await expect(phone).to_contain_text("Requested – waiting for Ana")
    await desk.get_by_role("button", name="Approve").click()
    await expect(desk).to_contain_text("Approved by you")
    await expect(phone).to_contain_text("Ana approved your session")
    if os.environ.get("TRAINERHUB_PICTURE"):
        await page.get_by_role("button", name="Got it").click()
        await page.screenshot(path=PICTURE)
    for _ in range(6):
        await page.get_by_role("button", name="+1 hour").click()
    await expect(phone).to_contain_text("In an hour")
    await phone.get_by_role("button", name="Confirm").click()
    await expect(phone).to_contain_text("You said you will come")
    await desk.get_by_role("tab", name="Home").click()
    await expect(desk).to_contain_text("Ana’s desk")
    assert errors == []


async def test_the_loop_on_a_small_screen(browser: Browser, demo: str) -> None:
    page, errors = await opened(browser, demo, 390, 844)
    await page.get_by_role("button", name="Got it").click()
    await page.get_by_role("button", name="Open Tom’s link").click()
    await page.locator("#telegram").get_by_role("button", name="Mon 25 Nov 16:00").click()
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.locator("#telegram")).to_contain_text("Booked")
    await page.get_by_role("tab", name="Slack").click()
    await page.locator("#slack-person").select_option(value="UTOM")
    await expect(page.locator("#slack-messages")).to_contain_text("Booked: Cleo")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out sideways"
    assert errors == []


async def test_a_modal_by_keyboard_alone(browser: Browser, demo: str) -> None:
    page, errors = await opened(browser, demo, 1280, 860)
    await page.locator("#slack-text").focus()
    await page.keyboard.type("/hub block")
    await page.keyboard.press("Enter")
    field = page.get_by_label("When, and for what")
    await expect(field).to_be_focused()
    await page.keyboard.type("fri 16-14")
    await page.keyboard.press("Enter")
    await expect(page.locator("#modal [role=alert]").first).not_to_be_empty()
    await field.fill("")
    await page.keyboard.type("fri 14-16 dentist")
    await page.keyboard.press("Enter")
    await expect(page.locator("#slack-messages")).to_contain_text("dentist")
    assert errors == []
