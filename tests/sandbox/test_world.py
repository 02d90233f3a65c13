"""The clock, the faults and the demo's people."""

import asyncio
from datetime import UTC, datetime, timedelta

from sandbox.people import settings
from sandbox.world import World
from tests.sandbox.outside import Outside


async def test_the_demo_has_its_people_and_their_links(outside: Outside) -> None:
    state = await outside.get("/sandbox/state")
    assert [(each["name"], each["role"]) for each in state["people"]] == [
        ("Ana", "trainer"),
        ("Tom", "trainer"),
        ("Ada", "admin"),
        ("Cleo", "client"),
        ("Sam", "client"),
    ]
    assert state["people"][3] == {
        "name": "Cleo",
        "role": "client",
        "telegram": 1001,
        "phone": None,
        "slack": None,
    }
    assert state["links"][0] == {
        "name": "Ana",
        "url": "https://t.me/TrainerHubDemoBot?start=t_ana",
        "payload": "t_ana",
    }


async def test_the_clock_moves_by_seconds_and_to_an_instant(outside: Outside) -> None:
    moved = await outside.post("/sandbox/clock", advance_seconds=86_400)
    assert moved["offset_seconds"] == 86_400
    await outside.post("/sandbox/clock", now="2030-03-31T01:30:00+01:00")
    now = datetime.fromisoformat((await outside.get("/sandbox/clock"))["now"])
    assert timedelta() <= now - datetime(2030, 3, 31, 0, 30, tzinfo=UTC) < timedelta(seconds=5)


async def test_who_follows_the_clock_hears_of_a_move(outside: Outside) -> None:
    revision = (await outside.get("/sandbox/clock"))["revision"]
    following = asyncio.create_task(outside.get(f"/sandbox/clock?after={revision}&timeout=20"))
    await asyncio.sleep(0.2)
    assert not following.done()
    await outside.post("/sandbox/clock", advance_seconds=60)
    heard = await asyncio.wait_for(following, 2)
    assert (heard["offset_seconds"], heard["revision"]) == (60, revision + 1)
    assert (await outside.get(f"/sandbox/clock?after={revision}&timeout=20"))["revision"] == revision + 1
    still = await outside.get(f"/sandbox/clock?after={revision + 1}&timeout=0")
    assert still["revision"] == revision + 1


async def test_a_clock_without_a_zone_is_refused(outside: Outside) -> None:
    for body, words in (
        ({"now": "2030-03-31T01:30:00"}, "now needs a zone"),
        ({"now": "tomorrow"}, "now must be ISO 8601"),
        ({"advance_seconds": "60"}, "advance_seconds"),
        ({}, "advance_seconds"),
    ):
        answered = await outside.post("/sandbox/clock", status=400, **body)
        assert words in answered["error"]


async def test_messages_carry_the_business_time_and_the_wire_the_wall_s(outside: Outside) -> None:
    await outside.post("/sandbox/clock", advance_seconds=7 * 86_400)
    await outside.says(1001)
    (shown,) = await outside.chat(1001)
    _, body = await outside.call("getUpdates")
    apart = datetime.fromisoformat(shown["at"]).timestamp() - body["result"][0]["message"]["date"]
    assert abs(apart - 7 * 86_400) < 5


async def test_faults_are_listed_used_up_and_cleared(outside: Outside) -> None:
    ordered = await outside.fault("500", method="sendMessage", times=2)
    standing = {"id": ordered["id"], "provider": "telegram", "method": "sendMessage", "kind": "500"}
    assert await outside.get("/sandbox/faults") == [standing | {"times": 2}]
    await outside.call("sendMessage", chat_id=1, text="x")
    assert await outside.get("/sandbox/faults") == [standing | {"times": 1}]
    await outside.post("/sandbox/faults", clear=True)
    assert await outside.get("/sandbox/faults") == []
    refused = await outside.post("/sandbox/faults", status=400, provider="telegram", kind="plague")
    assert "There is no fault 'plague'" in refused["error"]


async def test_the_settings_follow_the_way_webhooks_go() -> None:
    polled = settings("http://127.0.0.1:8081/", "http://127.0.0.1:8080")
    pushed = settings("http://127.0.0.1:8081", "http://127.0.0.1:8080", webhooks=True)
    assert polled["TELEGRAM_API_URL"] == "http://127.0.0.1:8081/telegram"
    assert polled["SLACK_API_URL"].endswith("/slack/api/")
    assert "TELEGRAM_WEBHOOK_SECRET" not in polled
    assert "SLACK_APP_TOKEN" not in pushed


async def test_a_world_ends_its_streams() -> None:
    world = World()
    watching = asyncio.ensure_future(anext(world.changes()))
    await asyncio.sleep(0)
    await world.close()
    assert await asyncio.wait_for(watching, 1) == ["closed"]
