"""Over HTTP instead of polling and sockets: what is not signed is refused, and nothing of it is stored."""

import json
import time
from collections.abc import AsyncIterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.app import Bot
from bot.office import seed_demo
from sandbox import people as demo
from sandbox.app import create
from sandbox.server import listening, running
from sandbox.slack_delivery import body_of, sign
from sandbox.world import World
from storage.database import connect
from tests.stories.conftest import MONDAY, Studio, judge, settings_for
from tests.stories.people import Door, Outside, eventually, session, times

KINDS = {"block_actions": "interactive", "event_callback": "events_api", "slash_commands": "slash_commands"}
SECRET = demo.TELEGRAM_WEBHOOK_SECRET


class Served(Studio):
    """A studio whose bot is reached by webhooks at ``url``."""

    url = ""


@pytest.fixture
async def served(migrated_url: str) -> AsyncIterator[Served]:
    world = World()
    async with session() as http, running(create(world)) as base:
        outside = Outside(base, http)
        await outside.post("/sandbox/clock", {"now": MONDAY.isoformat()})
        # The bot's address is known only once it listens, and its settings must name it.
        door = Door()
        async with listening(door) as url:
            more = {"public_url": url, "telegram_webhook_secret": SECRET, "slack_app_token": ""}
            settings = settings_for(base, migrated_url, **more)
            await seed_demo(settings)
            studio = Served(outside, settings)
            studio.url = world.bot_url = url
            bot = Bot(settings)
            door.app = bot.asgi()
            await bot.start()
            await eventually(lambda: _ready(bot))
            yield studio
            await bot.stop()
        await judge(outside)


async def _ready(bot: Bot) -> bool:
    return not bot.waiting_for()


async def stored(studio: Served) -> int:
    database = connect(studio.settings.database_url)
    try:
        return await database.read(
            lambda work: work.session.execute(text("SELECT count(*) FROM inbox_event")).scalar_one()
        )
    finally:
        await database.close()


async def told(served: Served) -> tuple[int, int]:
    """How many messages Ana has, and how many only she sees."""
    view = await served.ana.view()
    return len(view["messages"]), len(view["ephemeral"])


async def whispers(served: Served) -> int:
    return (await told(served))[1]


async def test_the_loop_works_by_webhooks_too(served: Served) -> None:
    offered = await served.cleo.opens("t_ana")
    await served.cleo.presses(times(offered)[0])
    await served.cleo.presses("Request it")
    await served.ana.sees("Request from")
    assert (await served.ana.presses("Approve"))["error"] is None
    await served.cleo.sees("Ana approved your session")


async def test_metrics_tell_how_many_turns_there_were_and_how_long_they_took(served: Served) -> None:
    await served.cleo.opens("t_ana")
    await served.cleo.says("/sessions")
    async with served.outside.http.get(f"{served.url}/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
    found = {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}
    assert found["trainerhub_turns_total", "telegram", "answered"] == 2
    assert found["trainerhub_answer_seconds_count", "telegram"] == 2
    assert found["trainerhub_answer_seconds_bucket", "telegram", "10.0"] == 2


async def test_an_update_without_the_secret_is_refused(served: Served) -> None:
    update = {
        "update_id": 7,
        "message": {
            "message_id": 1,
            "date": 1,
            "text": "/start",
            "chat": {"id": 1001, "type": "private"},
            "from": {"id": 1001, "is_bot": False, "first_name": "Mallory"},
        },
    }
    for headers in (
        {},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
    ):
        async with served.outside.http.post(
            f"{served.url}/telegram/webhook", json=update, headers=headers
        ) as answer:
            assert answer.status == 401
    assert await stored(served) == 0


async def test_what_is_too_long_or_no_update_is_refused(served: Served) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    for body, status in ((b"x" * 300_000, 413), (b"{", 400), (b"[]", 400)):
        async with served.outside.http.post(
            f"{served.url}/telegram/webhook", data=body, headers=headers
        ) as answer:
            assert answer.status == status
    assert await stored(served) == 0


async def test_a_slack_request_that_is_badly_signed_or_stale_is_refused(served: Served) -> None:
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}}).encode()
    now, old = str(int(time.time())), str(int(time.time()) - 400)
    bad = [
        {},
        {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": old, "X-Slack-Signature": sign(old, body)},
        {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": sign(now, body, "another secret")},
        {"X-Slack-Request-Timestamp": "never", "X-Slack-Signature": sign("never", body)},
    ]
    for headers in bad:
        async with served.outside.http.post(
            f"{served.url}/slack/events", data=body, headers={"content-type": "application/json", **headers}
        ) as answer:
            assert answer.status == 401
    assert await stored(served) == 0


async def test_each_request_of_slack_has_one_effect_however_often_and_late_it_comes(served: Served) -> None:
    offered = await served.cleo.opens("t_ana")
    await served.cleo.presses(times(offered)[0])
    await served.cleo.presses("Request it")
    await served.ana.sees("Request from")
    await served.ana.presses("Approve")
    await served.ana.sees("Approved by you")
    await served.ana.says("hmm")
    await served.ana.sees("I did not understand that.")
    await served.ana.commands("today")
    await eventually(lambda: whispers(served))
    heard, said = await stored(served), await told(served)
    wire = await served.outside.get("/sandbox/wire?last=500")
    requests = [each for each in wire if each["direction"] == "to_bot" and each["method"] in KINDS]
    assert {each["method"] for each in requests} == set(KINDS)
    for request in [*reversed(requests)] * 4:
        content_type, body = body_of(KINDS[request["method"]], request["payload"])
        now = str(int(time.time()))
        headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": sign(now, body)}
        async with served.outside.http.post(
            f"{served.url}/slack/events", data=body, headers={"content-type": content_type, **headers}
        ) as answer:
            assert answer.status == 200
    await served.ana.opens_home()  # comes after all of them
    await served.cleo.says("/sessions")
    assert await stored(served) == heard + 2
    assert await told(served) == said


async def test_a_webhook_without_its_secret_is_not_mounted(outside: Outside, migrated_url: str) -> None:
    bot = Bot(settings_for(outside.base, migrated_url, twilio_auth_token="", stripe_webhook_secret=""))
    paths = {route.path for route in bot.routes()}  # type: ignore[attr-defined]
    links = {
        *("/pay/{token}", "/pay/{token}/left", "/pay/{token}/receipt"),
        *("/member/{token}", "/member/{token}/left", "/billing/{token}", "/billing/{token}/back"),
        *("/mail/yes/{token}", "/mail/off/{token}"),
    }
    assert paths == {"/healthz", "/readyz", "/metrics", *links}
    await bot.stop()
