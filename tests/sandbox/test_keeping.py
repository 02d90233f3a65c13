"""A world that is kept: the next process shows everybody what the last one showed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.app import create
from sandbox.keeping import keep, take_up
from sandbox.people import SLACK_BOT_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
from sandbox.server import running
from sandbox.world import World
from tests.patience import until
from tests.sandbox.outside import Outside

CLEO, ANA, SAM = 1001, "UANA", "+447700900123"
KEYBOARD = {"inline_keyboard": [[{"text": "Book", "callback_data": "b"}]]}
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Approve"}}
BLOCKS = [{"type": "actions", "elements": [BUTTON]}]
SHOWN = (
    "telegram",
    f"telegram/{CLEO}",
    f"telegram/{CLEO}/messages",
    f"slack/{ANA}",
    "sms",
    f"sms/{SAM}/messages",
)


@asynccontextmanager
async def kept_in(file: Path, port: int = 0) -> AsyncIterator[Outside]:
    world = World()
    app = create(world)
    take_up(world, file)
    async with aiohttp.ClientSession() as http:
        keeping = asyncio.create_task(keep(world, file))
        async with running(app, port=port) as base:
            yield Outside(base, http, app)
        await keeping


async def seen(outside: Outside) -> dict[str, Any]:
    return {path: await outside.get(f"/sandbox/{path}") for path in SHOWN}


def slack(outside: Outside) -> AsyncWebClient:
    return AsyncWebClient(SLACK_BOT_TOKEN, base_url=f"{outside.base}/slack/api/")


async def texts(outside: Outside, body: str) -> int:
    """The status with which Twilio answers a text to Sam."""
    url = f"{outside.base}/twilio/2010-04-01/Accounts/{TWILIO_ACCOUNT_SID}/Messages.json"
    login = aiohttp.BasicAuth(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
    form = {"To": SAM, "From": TWILIO_FROM, "Body": body}
    async with outside.http.post(url, data=form, auth=login) as response:
        return response.status


async def test_everybody_sees_what_they_saw_and_goes_on_from_there(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    async with kept_in(file) as outside:
        await outside.post("/sandbox/clock", advance_seconds=86_400)
        await outside.says(CLEO, "Hello")
        await outside.sends(CLEO, photo="knee.jpg")
        await outside.call("sendMessage", chat_id=CLEO, text="Which time?", reply_markup=KEYBOARD)
        web = slack(outside)
        card = await web.chat_postMessage(channel=ANA, text="A request", blocks=BLOCKS)
        await web.chat_postEphemeral(channel=card["channel"], user=ANA, text="Psst")
        await web.views_publish(user_id=ANA, view={"type": "home", "blocks": BLOCKS})
        await web.files_upload_v2(channel=card["channel"], filename="plan.txt", content="squats")
        await outside.post(f"/sandbox/sms/{SAM}/messages", text="STOP")
        before = await seen(outside)
    async with kept_in(file, int(outside.base.rsplit(":", 1)[1])) as outside:
        assert (await outside.get("/sandbox/clock"))["offset_seconds"] == 86_400
        assert await seen(outside) == before
        edited, _ = await outside.call("editMessageText", chat_id=CLEO, message_id=3, text="Booked.")
        said = await outside.says(CLEO, "Thanks")
        await slack(outside).chat_update(channel=card["channel"], ts=card["ts"], text="Approved", blocks=[])
        await slack(outside).views_publish(user_id=ANA, view={"type": "home", "blocks": BLOCKS})
        assert edited == 200
        assert said["id"] not in {each["message_id"] for each in before[f"telegram/{CLEO}/messages"]}
        assert (await outside.get(f"/sandbox/slack/{ANA}"))["messages"][0]["text"] == "Approved"
        assert await texts(outside, "A session is free") == 400  # Sam had said STOP


async def test_what_changed_is_on_disk_before_the_process_ends(tmp_path: Path) -> None:
    file = tmp_path / "world.json"

    async def is_kept() -> bool:
        return file.exists() and "Hello" in file.read_text()

    async with kept_in(file) as outside:
        await outside.says(CLEO, "Hello")
        await until(is_kept)
