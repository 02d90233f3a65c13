"""What reaches the bot over HTTP has to be Slack's; what reaches it twice is done once."""

import json
import sqlite3
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.web_body import LARGEST
from sandbox.slack_delivery import sign
from tests.channels.slack.conftest import Desk
from tests.stories.people import eventually

BODY = json.dumps(
    {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened", "user": "UANA"}}
).encode()


def stored(desk: Desk) -> int:
    with sqlite3.connect(desk.database_url.partition("///")[2]) as file:
        count: int = file.execute("SELECT count(*) FROM inbox_event").fetchone()[0]
    return count


async def post(
    desk: Desk, body: bytes = BODY, mime: str = "application/json", **headers: str
) -> tuple[int, str]:
    """As Slack would sign it, unless the headers say otherwise."""
    stamp = headers.pop("stamp", str(int(time.time())))
    signature = headers.pop("signature", sign(stamp, body))
    signed = {"content-type": mime, "x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    async with desk.workspace.outside.http.post(
        f"{desk.url}/slack/events", data=body, headers=signed
    ) as answer:
        return answer.status, await answer.text()


by_http = pytest.mark.parametrize("desk", ["http"], indirect=True)


@by_http
@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"signature": "v0=é"},
        {"stamp": ""},
        {"stamp": "²"},
        {"stamp": str(int(time.time()) - 301)},
        {"stamp": str(int(time.time()) + 86_400)},  # a day, as this is read long before it runs
    ],
)
async def test_what_slack_did_not_sign_is_refused_and_not_kept(desk: Desk, wrong: dict[str, str]) -> None:
    assert (await post(desk, BODY, "application/json", **wrong))[0] == 401
    assert stored(desk) == 0


@by_http
async def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    assert (await post(desk, b"\xff\xfe"))[0] == 401


@by_http
async def test_a_body_that_no_provider_would_send_is_not_read(desk: Desk) -> None:
    assert (await post(desk, b" " * (LARGEST + 1)))[0] == 413


@by_http
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"'])
async def test_what_is_signed_but_no_payload_is_refused(desk: Desk, body: bytes) -> None:
    assert (await post(desk, body))[0] == 400
    assert (await post(desk, body, "application/x-www-form-urlencoded"))[0] == 400


@by_http
async def test_slack_can_verify_the_url(desk: Desk) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw"}).encode()
    assert await post(desk, body) == (200, "3eZbrw")


@by_http
async def test_an_event_that_comes_again_is_done_once(desk: Desk) -> None:
    assert [await post(desk), await post(desk)] == [(200, ""), (200, "")]
    await desk.home("No request is waiting.")
    assert stored(desk) == 1
    assert len(await desk.workspace.posted("views.publish")) == 1


@by_http
async def test_what_could_not_be_kept_is_not_acknowledged(desk: Desk) -> None:
    with sqlite3.connect(desk.database_url.partition("///")[2]) as file:
        file.execute("ALTER TABLE inbox_event RENAME TO inbox_away")
    assert (await post(desk))[0] == 503
    with sqlite3.connect(desk.database_url.partition("///")[2]) as file:
        file.execute("ALTER TABLE inbox_away RENAME TO inbox_event")
    assert (await post(desk))[0] == 200
    await desk.home("No request is waiting.")


@by_http
async def test_a_closed_modal_is_acknowledged_and_forgotten(desk: Desk) -> None:
    closed: dict[str, Any] = {"type": "view_closed", "user": {"id": "UANA"}, "view": {}}
    form = urlencode({"payload": json.dumps(closed)}).encode()
    assert await post(desk, form, "application/x-www-form-urlencoded") == (200, "")
    assert stored(desk) == 0


@pytest.mark.parametrize("desk", ["socket"], indirect=True)
@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_socket_that_slack_renews_hears_on(desk: Desk, reason: str) -> None:
    assert desk.workspace.slack.sockets.disconnect(reason) == 1

    async def back() -> bool:
        return bool(desk.workspace.slack.sockets.links)

    await eventually(back)
    assert (await desk.ana.commands("today"))["error"] is None
    await desk.whispered("Nothing today.")
