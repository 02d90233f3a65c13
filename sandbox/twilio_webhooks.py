"""Calling the bot as Twilio does: a signed form, fifteen seconds, and never a second try."""

import asyncio
import xml.etree.ElementTree as ET  # its author is the bot under test, on this machine
from collections.abc import Coroutine
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import urldefrag

import aiohttp
from yarl import URL

from sandbox.people import TWILIO_AUTH_TOKEN
from sandbox.twilio_wire import sign
from sandbox.world import World

JSON = dict[str, Any]

WEBHOOK_SECONDS = 15.0
HTTP_FAILURE, BAD_TWIML = 11200, 12100
_TWIML_TYPES = ("text/xml", "application/xml", "text/html")


class Unanswered(Exception):
    """The bot did not answer a webhook as Twilio needs it; `code` is Twilio's number for why."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Said:
    """A message that an answer asks for; `to` and `sender` are None where the answer leaves them out."""

    body: str
    to: str | None = None
    sender: str | None = None
    status_callback: str | None = None


class Webhooks:
    """`alerts` is the debugger of the account: which webhook failed, and why."""

    def __init__(self, world: World) -> None:
        self.alerts: list[JSON] = []
        self._world = world
        self._under_way: set[asyncio.Task[None]] = set()
        world.on_close(self._stop)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Have something done in its own time; what is under way ends with the world."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def ask(self, url: str, form: dict[str, str], event: str) -> list[Said]:
        """Post a form and read the TwiML that answers it; Unanswered where there is none to read."""
        content_type, body = await self._post(url, form, event)
        if content_type == "text/plain" and body.strip():
            return [Said(body)]
        if content_type not in _TWIML_TYPES or not body.strip():
            return []
        return _read(body)

    async def tell(self, url: str, form: dict[str, str], event: str) -> None:
        """Post a form whose answer nobody reads."""
        try:
            await self._post(url, form, event)
        except Unanswered as failed:
            self.alert(failed.code, form["MessageSid"], url, str(failed))

    def alert(self, code: int, sid: str, url: str, reason: str) -> None:
        at = self._world.clock.stamp()
        self.alerts.append({"at": at, "error_code": code, "sid": sid, "url": url, "reason": reason})

    async def _post(self, url: str, form: dict[str, str], event: str) -> tuple[str, str]:
        target = urldefrag(url).url  # What follows "#" tells Twilio how to connect, and is not sent.
        headers = {
            "X-Twilio-Signature": sign(target, form, TWILIO_AUTH_TOKEN),
            "I-Twilio-Idempotency-Token": token_hex(16),
            "User-Agent": "TwilioProxy/1.1",
        }
        self._world.passed("twilio", "to_bot", event, form)
        try:
            async with (
                asyncio.timeout(WEBHOOK_SECONDS),
                self._world.http().post(
                    URL(target, encoded=True), data=form, headers=headers, allow_redirects=False
                ) as response,
            ):
                body = await response.text()
                self._world.passed("twilio", "from_bot", event, {"status": response.status, "body": body})
                if response.status >= 300:
                    raise Unanswered(HTTP_FAILURE, f"HTTP {response.status}")
                return response.content_type, body
        except TimeoutError:
            raise Unanswered(HTTP_FAILURE, f"No answer in {WEBHOOK_SECONDS:.0f} seconds") from None
        except (aiohttp.ClientError, ValueError) as failed:
            raise Unanswered(HTTP_FAILURE, f"{type(failed).__name__}: {failed}") from None

    def _stop(self) -> None:
        for task in self._under_way:
            task.cancel()


def _read(twiml: str) -> list[Said]:
    try:
        response = ET.fromstring(twiml)  # noqa: S314  # as above
    except ET.ParseError as failed:
        raise Unanswered(BAD_TWIML, str(failed)) from None
    if response.tag != "Response":
        raise Unanswered(BAD_TWIML, f"<{response.tag}> where <Response> is needed")
    return [_message(verb) for verb in response if verb.tag in ("Message", "Sms")]


def _message(verb: ET.Element) -> Said:
    noun = verb.find("Body")
    said = "".join((verb if noun is None else noun).itertext())
    return Said(said.strip(), verb.get("to"), verb.get("from"), verb.get("statusCallback"))
