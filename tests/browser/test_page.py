"""The page of the sandbox in a real browser: the loop at a desk, on a small screen, and by keyboard."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import aiohttp
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from tests.browser.demo import FLAGS, ROOT, running_demo

PICTURE = ROOT / "docs" / "picture.png"


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """`trainerhub demo`, as anybody would start it."""
    async with running_demo(tmp_path) as base:
        yield base


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        await opened.close()


class Viewer:
    """Somebody who looks at the page; what the browser complains of is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.phone = page.locator("#telegram")
        self.desk = page.locator("#slack")
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def key(self, name: str) -> Locator:
        """A button of the bot's on the phone."""
        return self.phone.locator(".keys").get_by_role("button", name=name)

    async def type_line(self, text: str) -> None:
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")

    async def tab_to(self, target: Locator, key: Literal["Tab", "Shift+Tab"] = "Tab") -> None:
        """Walk by the Tab key alone until the focus is on the target."""
        await target.wait_for()
        for _ in range(60):
            await self.page.keyboard.press(key)
            if await target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {target}.")


async def look(
    browser: Browser, base: str, width: int, height: int, scheme: Literal["light", "dark"] = "light"
) -> Viewer:
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="America/New_York"
    )
    viewer = Viewer(await context.new_page())
    await viewer.page.goto(base)
    await expect(viewer.phone.get_by_role("button", name="Start", exact=True)).to_be_visible()
    return viewer


async def post(base: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with aiohttp.ClientSession() as http, http.post(f"{base}/sandbox/{path}", json=body) as answer:
        said: dict[str, Any] = await answer.json()
        assert answer.status == 200, said
        return said


async def text_from_the_studio(base: str, body: str, to: str = "+447700900123") -> None:
    url = f"{base}/twilio/2010-04-01/Accounts/{TWILIO_ACCOUNT_SID}/Messages.json"
    form = {"To": to, "From": TWILIO_FROM, "Body": body}
    account = {"Authorization": aiohttp.encode_basic_auth(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)}
    async with aiohttp.ClientSession() as http, http.post(url, data=form, headers=account) as answer:
        assert answer.status == 201, await answer.text()


async def until_pressed(base: str, user: int, label: str) -> None:
    """Press a button as soon as the bot has drawn it."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(5):
        while True:
            async with http.post(f"{base}/sandbox/telegram/{user}/presses", json={"label": label}) as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.05)


async def test_the_loop_at_a_desk(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 720)
    await expect(viewer.page.locator("#now")).to_contain_text("Monday, 25 November 2030 at 09:00")
    await viewer.phone.get_by_role("button", name="Open Ana’s link").click()
    await viewer.key("Mon 25 Nov 16:00").click()
    await expect(viewer.phone).to_contain_text("Held for you until")
    await viewer.key("Request it").click()
    await expect(viewer.phone).to_contain_text("Requested – waiting for Ana")
    if os.environ.get("TRAINERHUB_PICTURE") == "1":
        for words, answer in (
            ("JOIN TOM", "Running session"),
            ("thu 6pm", "Thu 28 Nov 18:00"),
            ("C", "Booked"),
        ):
            await post(demo, "sms/+447700900123/messages", {"text": words})
            await expect(viewer.page.locator("#sms")).to_contain_text(answer)
        await viewer.page.screenshot(path=PICTURE)
    await viewer.desk.get_by_role("button", name="Approve").click()
    await expect(viewer.desk).to_contain_text("Approved by you")
    await expect(viewer.phone).to_contain_text("Ana approved your session")
    for _ in range(6):
        await viewer.page.get_by_role("button", name="+1 hour").click()
    await expect(viewer.phone).to_contain_text("In an hour")
    await viewer.key("Confirm").click()
    await expect(viewer.phone).to_contain_text("You said you will come")
    await viewer.desk.get_by_role("tab", name="Home").click()
    await expect(viewer.desk).to_contain_text("Ana’s desk")
    assert viewer.complaints == []


async def test_the_loop_on_a_small_dark_screen(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 390, 844, "dark")
    page = viewer.page
    await page.get_by_role("button", name="Got it").click()
    await viewer.phone.get_by_role("button", name="Open Ana’s link").click()
    await viewer.key("Mon 25 Nov 16:00").click()
    await viewer.key("Request it").click()
    await expect(page.get_by_role("tab", name="Slack · new")).to_be_visible()
    await page.get_by_role("tab", name="Slack").click()
    await expect(page.get_by_role("tab", name="Slack · new")).to_have_count(0)
    await viewer.desk.get_by_role("button", name="Approve").click()
    await expect(viewer.desk).to_contain_text("Approved by you")
    await page.get_by_role("tab", name="Telegram").click()
    await expect(viewer.phone).to_contain_text("Ana approved your session")
    for _ in range(6):
        await page.get_by_role("button", name="+1 hour").click()
    await viewer.key("Confirm").click()
    await expect(viewer.phone).to_contain_text("You said you will come")
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390, "nothing sticks out sideways"
    await page.reload()
    await expect(viewer.phone).to_contain_text("You said you will come")
    await expect(page.locator("#hint")).to_be_hidden()  # once is enough
    assert viewer.complaints == []


async def test_the_loop_by_keyboard_alone(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    keyboard = viewer.page.keyboard
    await viewer.tab_to(viewer.phone.get_by_role("button", name="Open Ana’s link"))
    await keyboard.press("Enter")
    for label in ("Mon 25 Nov 16:00", "Request it"):
        await viewer.tab_to(viewer.key(label))
        await keyboard.press("Enter")
    await viewer.tab_to(viewer.desk.get_by_role("button", name="Approve"))
    await keyboard.press("Space")
    await expect(viewer.desk).to_contain_text("Approved by you")
    await viewer.tab_to(viewer.page.get_by_role("button", name="+1 hour"), "Shift+Tab")
    for _ in range(6):
        await keyboard.press("Enter")
    await viewer.tab_to(viewer.key("Confirm"))
    await keyboard.press("Enter")
    await expect(viewer.phone).to_contain_text("You said you will come")
    await viewer.tab_to(viewer.desk.get_by_role("tab", name="Messages"))
    await keyboard.press("ArrowRight")
    await expect(viewer.desk).to_contain_text("Ana’s desk")
    assert viewer.complaints == []


async def test_a_form_by_keyboard_says_what_is_wrong_and_keeps_the_words(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    await viewer.page.locator("#slack-text").focus()
    await viewer.type_line("/hub block")
    field = viewer.page.get_by_label("When, and for what")
    await expect(field).to_be_focused()
    await viewer.type_line("fri 16-14")
    await expect(viewer.page.locator("#modal .field .problem")).to_contain_text("ends before it starts")
    await expect(field).to_have_value("fri 16-14")
    await expect(field).to_be_focused()
    await viewer.page.keyboard.press("Control+a")
    await viewer.type_line("fri 14-16 dentist")
    await expect(viewer.page.locator("#modal")).to_be_hidden()
    await expect(viewer.page.locator("#slack-messages")).to_contain_text("dentist")
    await viewer.type_line("/hub block")
    await expect(field).to_be_focused()
    await viewer.page.keyboard.press("Escape")
    await expect(viewer.page.locator("#modal")).to_be_hidden()
    assert viewer.complaints == []


async def test_a_draft_outlives_what_arrives_meanwhile(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    await viewer.phone.get_by_role("button", name="Open Ana’s link").click()
    await expect(viewer.key("Mon 25 Nov 16:00")).to_be_visible()
    await viewer.phone.get_by_label("Message to the bot").fill("<b>is there</b> parking?")
    await viewer.page.keyboard.press("Enter")
    await expect(viewer.desk).to_contain_text("<b>is there</b> parking?")  # words, never markup
    await viewer.desk.get_by_text("Reply in thread", exact=True).click()
    draft = viewer.desk.get_by_label("Reply in this thread")
    await viewer.page.keyboard.type("Yes, ")
    await post(demo, "telegram/1001/messages", {"text": "And showers?"})
    await expect(viewer.desk).to_contain_text("And showers?")
    await expect(draft.first).to_be_focused()
    await viewer.type_line("behind the house.")
    await expect(viewer.phone).to_contain_text("Yes, behind the house.")
    assert viewer.complaints == []


async def test_somebody_new_is_met_and_may_block_the_bot(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    menu = viewer.phone.locator("summary")
    await menu.click()
    await viewer.phone.get_by_role("button", name="Be somebody new").click()
    await viewer.type_line("Ines")
    await viewer.phone.get_by_role("button", name="Start", exact=True).click()
    await expect(viewer.phone).to_contain_text("Ines")
    await menu.click()
    await viewer.phone.get_by_role("button", name="Send a sticker").click()
    await expect(viewer.phone.locator(".sticker")).to_have_text("👍")
    await menu.click()
    await viewer.phone.get_by_role("button", name="Block the bot").click()
    await viewer.page.reload()
    await viewer.page.locator("#telegram-person").select_option(label="Ines")
    await viewer.phone.get_by_role("button", name="Unblock").click()
    await expect(viewer.phone.get_by_label("Message to the bot")).to_be_focused()
    await viewer.type_line("/help")
    await expect(viewer.phone).to_contain_text("How this works")
    assert viewer.complaints == []


async def test_texts_show_what_they_take_on_the_air(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 390, 844)
    page = viewer.page
    await page.get_by_role("tab", name="Telegram").focus()
    await page.keyboard.press("ArrowRight")
    texts = page.get_by_role("log", name="Texts with TrainerHub")
    await viewer.tab_to(page.get_by_label("Text to the studio"))
    await viewer.type_line("<i>next</i>")
    await expect(texts).to_contain_text("You: <i>next</i>")  # words, never markup
    await expect(texts).to_contain_text("1 part · GSM-7 · received")
    await text_from_the_studio(demo, "See you at 18:00. " * 9)
    await expect(texts).to_contain_text("2 parts · GSM-7 · delivered")
    await text_from_the_studio(demo, "¿Mañana a las seis? 💪")
    await expect(texts).to_contain_text("TrainerHub: ¿Mañana a las seis? 💪")
    await expect(texts).to_contain_text("1 part · UCS-2 · delivered")
    await page.get_by_label("Text to the studio").focus()
    await viewer.type_line("STOP")
    await expect(texts).to_contain_text("The carrier: You are unsubscribed")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await viewer.tab_to(page.locator("#number-menu summary"), "Shift+Tab")
    await page.keyboard.press("Enter")
    await viewer.tab_to(page.get_by_label("Another phone’s number"))
    await viewer.type_line("+44 7700 900456")
    await expect(texts).to_contain_text("No texts yet")
    await viewer.type_line("hello")
    await expect(texts).to_contain_text("1 part · GSM-7 · received")
    await page.get_by_role("tab", name="Telegram").click()
    await post(demo, "sms/+447700900456/messages", {"text": "anybody?"})
    await expect(page.get_by_role("tab", name="SMS · new")).to_be_visible()
    assert viewer.complaints == []


async def test_the_clock_is_set_in_the_studios_zone(browser: Browser, demo: str) -> None:
    """The browser is in New York, and it is summer in London."""
    viewer = await look(browser, demo, 1280, 860)
    await viewer.page.locator("#clock-menu summary").click()
    await viewer.page.get_by_label("The studio’s day and time").fill("2031-07-01T08:30")
    await viewer.page.get_by_role("button", name="Set the clock").click()
    now = viewer.page.locator("#now")
    await expect(now).to_contain_text("Tuesday, 1 July 2031 at 08:30")
    assert (await now.get_attribute("datetime") or "").startswith("2031-07-01T07:30")


async def test_words_that_could_not_be_sent_stay_in_the_field(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    field = viewer.phone.get_by_label("Message to the bot")
    await viewer.page.context.set_offline(True)
    await field.focus()
    await viewer.type_line("/help")
    await expect(viewer.page.locator("#telegram-problem")).to_contain_text("The sandbox does not answer")
    await expect(field).to_have_value("/help")
    await viewer.page.context.set_offline(False)
    await viewer.page.keyboard.press("Enter")
    await expect(viewer.phone).to_contain_text("How this works")
    await expect(viewer.page.locator("#telegram-problem")).to_be_hidden()


async def test_a_label_that_home_repeats_presses_its_own_session(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    for name, user, when in (("Cleo", 1001, "mon 16:00"), ("Ines", 1002, "tue 10:00")):
        await post(demo, f"telegram/{user}/messages", {"start": "t_ana", "name": name})
        await post(demo, f"telegram/{user}/messages", {"text": when})
        await until_pressed(demo, user, "Request it")
    await viewer.desk.get_by_role("tab", name="Home").click()
    home = viewer.page.locator("#slack-home")
    approve = home.get_by_role("button", name="Approve")
    await expect(approve).to_have_count(2)  # each once
    await approve.first.click()
    await expect(home).to_contain_text("Booked: Cleo")
    await expect(home).to_contain_text("Request from Ines")
    assert viewer.complaints == []


async def test_slack_opens_at_the_newest_message_on_a_small_screen(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 390, 844)
    for _ in range(6):
        await post(demo, "slack/UANA/commands", {"command": "/hub", "text": "help"})
    messages = viewer.page.locator("#slack-messages > .message")
    await expect(messages).to_have_count(6)
    await viewer.page.get_by_role("tab", name="Slack · new").click()
    await expect(messages.last).to_be_in_viewport()
    await expect(messages.first).not_to_be_in_viewport()
    assert viewer.complaints == []


async def test_what_only_one_person_sees_stands_where_it_was_said(browser: Browser, demo: str) -> None:
    viewer = await look(browser, demo, 1280, 860)
    await viewer.page.locator("#slack-text").focus()
    await viewer.type_line("/hub nonsense")
    whispered = viewer.desk.locator(".message.private")
    await expect(whispered).to_have_count(1)
    await viewer.phone.get_by_role("button", name="Open Ana’s link").click()
    await viewer.key("Mon 25 Nov 16:00").click()
    await viewer.key("Request it").click()
    await expect(viewer.desk.get_by_role("button", name="Approve")).to_be_visible()
    await expect(viewer.desk.locator("#slack-messages > .message").first).to_have_class("message private")
    assert viewer.complaints == []
