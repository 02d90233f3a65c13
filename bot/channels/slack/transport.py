"""The calls to Slack, and what their errors mean."""

from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.dialogue.channel import NotSent, TooLarge

TIMEOUT = aiohttp.ClientTimeout(total=6, sock_connect=5)  # seconds; a lane cuts off after seven
UNDER_WAY = 3.0  # seconds in which what timed out may still arrive, before it is looked for
# Every channel that we post to is the direct messages with somebody.
_GONE = {"channel_not_found", "user_not_found", "users_not_found", "user_disabled"}
_OUR_TOKEN = {  # until it is put right; account_inactive is the app's own, not the reader's
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
_TRIGGER_OVER = {"expired_trigger_id", "invalid_trigger_id", "trigger_expired"}
_PASSING = {
    "fatal_error",
    "file_not_found",  # its bytes got lost on their way
    "internal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
}


class Transport:
    """Slack's Web API and its response URLs, over one session."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token, self._api_url = token, api_url
        self._session: aiohttp.ClientSession | None = None
        self._web: AsyncWebClient | None = None

    async def open(self) -> None:
        """Only the connections: Slack may still be away."""
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        # Trying again is the desk's and the lane's, which know what may be said twice.
        self._web = AsyncWebClient(
            self._token, base_url=self._api_url, session=self._session, retry_handlers=[]
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def web(self) -> AsyncWebClient:
        if self._web is None:
            raise NotSent("Slack is not open yet")
        return self._web

    async def call(self, call: Awaitable[Any], *, repeatable: bool = False) -> Any:
        """The answer of a method, or NotSent. A ``repeatable`` call may be made again whatever became
        of it.
        """
        try:
            return await call
        except SlackApiError as error:
            raise _meaning(error, repeatable) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise NotSent("no answer in time", certain=repeatable, retry_after=UNDER_WAY) from None
        except (aiohttp.ClientError, SlackClientError, AttributeError) as error:
            # AttributeError: the library takes a page of plain text for JSON.
            raise NotSent(type(error).__name__, certain=repeatable) from None

    async def download(self, url: str, most: int) -> bytes:
        """A file of Slack's: the token goes nowhere else. Raises TooLarge, NotSent."""
        if self._session is None or not _is_theirs(url, self._api_url):
            raise NotSent("no file of Slack's", permanent=True)
        try:
            async with self._session.get(
                url, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
            ) as answered:
                if answered.status != 200 or answered.content_type == "text/html":
                    raise NotSent(f"no file: HTTP {answered.status}")
                content = await answered.content.read(most + 1)
                while len(content) <= most and (more := await answered.content.read(most + 1 - len(content))):
                    content += more
        except (TimeoutError, aiohttp.ClientError) as error:
            raise NotSent(type(error).__name__) from None
        if len(content) > most:
            raise TooLarge("too large", permanent=True)
        return content

    async def respond(self, url: str, said: dict[str, Any], *, repeatable: bool) -> bool:
        """Answer at a response URL; False where its half hour or its five uses are over."""
        if self._session is None or not url:
            return False
        try:
            async with self._session.post(url, json=said) as answered:
                if answered.status == 429:
                    raise NotSent("ratelimited", retry_after=_pause(answered.headers))
                if answered.status >= 400 and answered.status != 404:
                    raise NotSent(f"response_url: HTTP {answered.status}", certain=repeatable)
                return answered.status != 404
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError) as error:
            raise NotSent(type(error).__name__, certain=repeatable) from None


class TriggerOver(NotSent):
    """A modal opens within three seconds of the press, or not at all."""


class AlreadyOpen(NotSent):
    """The trigger was used, by a try of ours whose answer got lost: the modal is there."""


class BadBlocks(NotSent):
    """What was to be shown is not to Slack's liking, such as a picture that it does not have."""


class NotEditable(NotSent):
    """The message is gone, or is not ours."""


def _meaning(error: SlackApiError, repeatable: bool) -> NotSent:
    response = error.response
    answered = getattr(response, "data", None)  # text or nothing, where it was no JSON
    said = str(answered.get("error") or "") if isinstance(answered, dict) else ""
    status = getattr(response, "status_code", 0)
    if status == 429 or said == "ratelimited":
        return NotSent("ratelimited", retry_after=_pause(response.headers))
    if not said or said in _PASSING or status >= 500:
        return NotSent(said or f"HTTP {status}", certain=repeatable)
    return _refusal(said)


def _refusal(said: str) -> NotSent:
    if said in _OUR_TOKEN:
        return NotSent(said)
    if said == "exchanged_trigger_id":
        return AlreadyOpen(said, permanent=True)
    if said == "invalid_blocks":
        return BadBlocks(said, permanent=True)
    if said in _TRIGGER_OVER:
        return TriggerOver(said, permanent=True)
    if said in ("message_not_found", "cant_update_message", "edit_window_closed"):
        return NotEditable(said, permanent=True)
    return NotSent(said, permanent=True, gone=said in _GONE)


def _is_theirs(url: str, api_url: str) -> bool:
    """Whether Slack itself is asked, or what stands in for it."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if (asked.scheme, asked.netloc) == (api.scheme, api.netloc):
        return True
    return asked.scheme == "https" and (asked.hostname or "").endswith(".slack.com")


def _pause(headers: Any) -> float:
    return float(headers.get("Retry-After", 1))
