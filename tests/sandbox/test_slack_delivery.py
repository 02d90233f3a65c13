"""How events reach the app: in three seconds, with retries, signed, and by sockets that are renewed."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook.async_client import AsyncWebhookClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.people import SLACK_SIGNING_SECRET
from tests.sandbox.blocks import actions, button, modal
from tests.sandbox.slack_app import Workplace, by_http, by_socket, connected, serving, workplace

JSON = dict[str, Any]

WAYS = pytest.mark.parametrize("way", ["socket", "http"])


@pytest.fixture
async def place() -> AsyncIterator[Workplace]:
    """A Slack in a hurry."""
    async with workplace(ack_seconds=0.4, retries=(0.0, 0.05, 0.05)) as opened:
        yield opened


class Endpoint:
    """The app's URL, bare: it keeps every request and answers what it is told to."""

    def __init__(self, *answers: Response) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self._answers = list(answers)
        self._came = asyncio.Condition()
        self.app = Starlette(routes=[Route("/slack/events", self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        body = await request.body()
        async with self._came:
            self.requests.append((dict(request.headers), body))
            self._came.notify_all()
        return self._answers.pop(0) if self._answers else Response()

    async def has(self, number: int) -> None:
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: len(self.requests) >= number)


@WAYS
async def test_what_is_not_acknowledged_in_time_is_a_red_triangle(place: Workplace, way: str) -> None:
    app = place.app()

    @app.action("tap")
    async def sleep(ack: Any) -> None:
        await asyncio.sleep(0.8)
        await ack()

    @app.command("/hub")
    async def sleep_too(ack: Any) -> None:
        await asyncio.sleep(0.8)
        await ack("too late")

    @app.shortcut("book")
    async def book(ack: Any, body: JSON, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal("Book", callback_id="book"))

    @app.view("book")
    async def sleep_as_well(ack: Any) -> None:
        await asyncio.sleep(0.8)
        await ack()

    await place.web.chat_postMessage(channel="DANA", text="x", blocks=[actions(button("Go"))])
    ana = place.member("UANA")
    async with connected(way, place, app):
        pressed = await ana.does("presses", label="Go")
        assert pressed["error"] == "operation_timeout"
        assert pressed["acked_after_ms"] >= 400
        assert (await ana.does("commands", command="/hub"))["error"] == "operation_timeout"
        await ana.does("shortcuts", callback_id="book")
        handed_in = await ana.does("submissions")
        assert handed_in["errors"] == {"": "We had some trouble connecting. Try again?"}
        screen = await ana.sees()
        assert screen["modal"]["title"] == "Book"
        assert screen["ephemeral"] == []


async def test_an_event_is_brought_again_with_the_reason(place: Workplace) -> None:
    endpoint = Endpoint(Response(status_code=500), Response(status_code=503), Response(status_code=500))
    async with serving(place, endpoint.app):
        await place.member("UANA").does("messages", text="hello")
        await endpoint.has(4)
        await asyncio.sleep(0.2)
    assert len(endpoint.requests) == 4
    heads = [headers for headers, _ in endpoint.requests]
    assert [head.get("x-slack-retry-num") for head in heads] == [None, "1", "2", "3"]
    assert [head.get("x-slack-retry-reason") for head in heads] == [None, *["http_error"] * 3]
    assert len({body for _, body in endpoint.requests}) == 1


async def test_no_retry_where_the_app_says_so(place: Workplace) -> None:
    endpoint = Endpoint(Response(status_code=500, headers={"X-Slack-No-Retry": "1"}))
    async with serving(place, endpoint.app):
        await place.member("UANA").does("messages", text="hello")
        await endpoint.has(1)
        await asyncio.sleep(0.3)
    assert len(endpoint.requests) == 1


async def test_interactions_are_not_brought_again(place: Workplace) -> None:
    endpoint = Endpoint(Response(status_code=500))
    async with serving(place, endpoint.app):
        done = await place.member("UANA").does("commands", command="/hub", text="today")
        await asyncio.sleep(0.3)
    assert done["error"] == "dispatch_failed"
    assert len(endpoint.requests) == 1


async def test_every_request_is_signed_and_of_now(place: Workplace) -> None:
    endpoint = Endpoint(Response(), PlainTextResponse("As text"))
    verifier = SignatureVerifier(SLACK_SIGNING_SECRET)
    ana = place.member("UANA")
    async with serving(place, endpoint.app):
        await ana.does("messages", text="Grüße 👋")
        await endpoint.has(1)
        await ana.does("commands", command="/hub", text="größer & mehr")
        await ana.does("shortcuts", callback_id="book")
    kinds = [headers["content-type"] for headers, _ in endpoint.requests]
    assert kinds == ["application/json", *["application/x-www-form-urlencoded"] * 2]
    for headers, body in endpoint.requests:
        assert verifier.is_valid_request(body, headers)
        assert not verifier.is_valid_request(body + b" ", headers)
        assert abs(int(headers["x-slack-request-timestamp"]) - time.time()) < 5
    assert [each["text"] for each in (await ana.sees())["ephemeral"]] == ["As text"]


async def test_bolt_answers_the_challenge(place: Workplace) -> None:
    async with by_http(place, place.app()):
        verified = await place.outside.post("/sandbox/slack/verify")
    assert verified["verified"]


async def test_a_past_event_can_come_again(place: Workplace) -> None:
    endpoint = Endpoint()
    async with serving(place, endpoint.app):
        said = await place.member("UANA").does("messages", text="hello")
        await endpoint.has(1)
        await place.outside.post("/sandbox/slack/redeliver", event_id=said["event_id"], times=2)
        await endpoint.has(3)
    assert len({body for _, body in endpoint.requests}) == 1
    refusal = await place.outside.post("/sandbox/slack/redeliver", status=404, event_id="EvNONE")
    assert refusal["event_ids"] == [said["event_id"]]


async def test_a_response_url_is_good_for_five_answers(place: Workplace) -> None:
    urls: list[str] = []
    app = place.app()

    @app.command("/hub")
    async def hub(ack: Any, command: JSON) -> None:
        await ack()
        urls.append(command["response_url"])

    ana = place.member("UANA")
    async with by_socket(place, app):
        await ana.does("commands", command="/hub")
    webhook = AsyncWebhookClient(urls[0])
    assert (await webhook.send(text="Seen by all", response_type="in_channel")).status_code == 200
    for number in range(4):
        assert (await webhook.send(text=f"Whisper {number}")).body == "ok"
    sixth = await webhook.send(text="One too many")
    assert sixth.status_code == 404
    screen = await ana.sees()
    assert [each["text"] for each in screen["messages"]] == ["Seen by all"]
    assert len(screen["ephemeral"]) == 4


def counting(place: Workplace, heard: list[str]) -> AsyncApp:
    app = place.app()

    @app.command("/hub")
    async def hub(ack: Any, command: JSON) -> None:
        heard.append(command["text"])
        await ack()

    return app


async def test_a_socket_that_is_renewed_loses_nothing() -> None:
    heard: list[str] = []
    async with workplace() as place, by_socket(place, counting(place, heard)):
        ana = place.member("UANA")
        for reason in ("warning", "refresh_requested"):
            assert (await place.outside.post("/sandbox/slack/disconnect", reason=reason))["id"] == 1
            assert (await ana.does("commands", command="/hub", text=reason))["error"] is None
    assert heard == ["warning", "refresh_requested"]


async def test_each_event_goes_to_one_of_several_connections(place: Workplace) -> None:
    heard: list[list[str]] = [[], []]
    async with by_socket(place, counting(place, heard[0])), by_socket(place, counting(place, heard[1])):
        for number in range(6):
            await place.member("UANA").does("commands", command="/hub", text=str(number))
    assert [len(each) for each in heard] == [3, 3]


async def test_an_app_that_left_its_socket_is_not_reached_by_http(place: Workplace) -> None:
    endpoint = Endpoint()
    async with serving(place, endpoint.app):
        async with by_socket(place, counting(place, [])):
            pass
        done = await place.member("UANA").does("commands", command="/hub")
        assert done["error"] == "operation_timeout"
        assert endpoint.requests == []
        await place.outside.post("/sandbox/slack/disconnect", reason="link_disabled")
        await place.member("UANA").does("commands", command="/hub")
        assert len(endpoint.requests) == 1


async def test_a_ticket_opens_one_connection(place: Workplace) -> None:
    opened = await place.web.apps_connections_open(app_token="xapp-demo-sandbox")
    async with place.outside.http.ws_connect(opened["url"]) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": "ADEMO"}
    with pytest.raises(Exception, match="403"):
        await place.outside.http.ws_connect(opened["url"])
