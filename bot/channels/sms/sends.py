"""Texting it: the calls to Twilio, and what their errors mean."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance

from bot.channels.sms.draws import draw
from bot.channels.sms.errors import UNDER_WAY, meaning
from bot.dialogue.channel import FIRST, NotSent, Sent, Try
from bot.dialogue.heard import Event
from bot.dialogue.screen import Screen
from domain.clock import WallClock

TIMEOUT = 6.0  # seconds; a lane cuts off after seven
LOOKED_BACK = timedelta(minutes=10)  # for an earlier try of the same words
ALONE = 10.0  # seconds after a try in which no other process makes one: every lease is longer
SKEW = timedelta(seconds=2)  # Twilio's times are whole seconds, by its own clock
MOST_TRIES = 1000
SHORTEST = 60  # seconds for which Twilio may keep a text in its queue; ours are no use later
LONGEST = 36_000


@dataclass(slots=True)
class _Tried:
    """The words of a first try, since times go by, and its time. ``in_doubt``: it may have been taken."""

    body: str
    since: datetime
    in_doubt: bool
    refused_at: float = -ALONE  # of `monotonic`

    def may_be_taken(self) -> bool:
        """What was surely refused is, for as long as no other process can have tried it since."""
        return self.in_doubt or monotonic() - self.refused_at > ALONE


class Sms:
    """One number of ours. Implements ``bot.dialogue.channel.Chat``. ``callback`` is where Twilio reports
    what became of a text, or "" where it can't reach us.
    """

    recalls = True

    def __init__(self, account: str, token: str, number: str, api_url: str, callback: str = "") -> None:
        self.number = number
        self.lane = f"sms:{number}"
        self._account, self._token, self._api_url = account, token, api_url.rstrip("/")
        self._callback = callback
        self._tries: dict[str, _Tried] = {}  # by key, of what was not taken yet
        self._http: AsyncTwilioHttpClient | None = None
        self._client: Client | None = None

    async def open(self) -> None:
        """Only the connections: Twilio may still be away."""
        self._http = AsyncTwilioHttpClient()
        self._client = Client(self._account, self._token, http_client=self._http)
        self._client.api.base_url = self._api_url

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        return None if screen.is_silent else await self._send(event.place, screen, attempt)

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        """A text can't be changed, so what would only redraw a card is left unsaid."""
        if card is not None and not screen.fresh:
            return Sent(place, card)
        return await self._send(place, screen, attempt)

    async def retire(self, place: str, message_id: str) -> None:
        """A text has no buttons to take off."""

    async def inbound(self, since: datetime) -> list[MessageInstance]:
        """The texts that came to our number since then, oldest first. Raises NotSent."""
        found = await self._call(self._messages.list_async(to=self.number, date_sent_after=since))
        return [each for each in reversed(found) if each.direction == "inbound"]

    async def _send(self, place: str, screen: Screen, attempt: Try) -> Sent:
        tried = self._tried(attempt, draw(screen))
        if attempt.again and tried.may_be_taken() and (earlier := await self._find(place, tried)):
            self._tries.pop(attempt.key, None)
            return Sent(place, earlier)
        more: dict[str, Any] = {}
        if self._callback and attempt.key:
            more["status_callback"] = f"{self._callback}?{urlencode({'key': attempt.key})}"
        if attempt.good_for is not None:
            more["validity_period"] = int(min(max(attempt.good_for, SHORTEST), LONGEST))
        call = self._messages.create_async(to=place, from_=self.number, body=tried.body, **more)
        before, tried.in_doubt = tried.in_doubt, True  # so it is as well where a lane cuts the call off
        try:
            sent = await self._call(call, repeatable=False)
        except NotSent as problem:
            tried.in_doubt, tried.refused_at = before or problem.maybe, monotonic()
            raise
        self._tries.pop(attempt.key, None)
        return Sent(place, str(sent.sid))

    def _tried(self, attempt: Try, body: str) -> _Tried:
        """Of a process that died, nobody knows when it tried, nor how that ended."""
        if attempt.key in self._tries:
            return self._tries[attempt.key]
        since = WallClock().now() - (LOOKED_BACK if attempt.again else SKEW)
        tried = _Tried(body, since, in_doubt=attempt.again)
        if attempt.key and len(self._tries) < MOST_TRIES:
            self._tries[attempt.key] = tried
        return tried

    async def _find(self, place: str, tried: _Tried) -> str | None:
        """The same words to the same phone since then: an earlier try, whose answer got lost."""
        for each in await self._call(self._messages.list_async(to=place, limit=20)):
            made = each.date_created or tried.since
            if each.body == tried.body and each.direction != "inbound" and made >= tried.since:
                return str(each.sid)
        return None

    @property
    def _messages(self) -> Any:
        if self._client is None:
            raise NotSent("Twilio is not open yet")
        return self._client.messages

    async def _call(self, call: Any, *, repeatable: bool = True) -> Any:
        """The answer, or NotSent. A ``repeatable`` call may be made again whatever became of it; another
        is looked for first, so it is certain as well, unless Twilio's list lags behind.
        """
        try:
            async with asyncio.timeout(TIMEOUT):  # its library takes a timeout, and forgets it
                return await call
        except TwilioRestException as error:
            told = meaning(error.status, error.code)
            told.maybe = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR and not repeatable
            raise told from None  # its chain holds the URL, and that the account
        except aiohttp.ClientConnectorError as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, TwilioException, ValueError) as error:
            wait = None if repeatable else UNDER_WAY
            raise NotSent(type(error).__name__, maybe=not repeatable, retry_after=wait) from None
