"""Saying it in Slack: the calls, and what their errors mean."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.draws import blocks_of, escape, fallback, home_view, modal_view
from bot.channels.slack.reads import LANE
from bot.dialogue.channel import NotSent, Sent
from bot.dialogue.heard import Event, Submitted
from bot.dialogue.screen import Choice, Screen
from bot.dialogue.words import _

TIMEOUT = 8  # seconds
_GONE = {"user_not_found", "account_inactive", "users_not_found", "user_disabled"}
_TRIGGER_OVER = {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired"}
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}


class Slack:
    """One workspace. Implements ``bot.dialogue.channel.Chat``."""

    lane = LANE

    def __init__(self, token: str, api_url: str) -> None:
        self._token, self._api_url = token, api_url
        self._session: aiohttp.ClientSession | None = None
        self._web: AsyncWebClient | None = None

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        self._web = AsyncWebClient(
            self._token, base_url=self._api_url, session=self._session, timeout=TIMEOUT, retry_handlers=[]
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def web(self) -> AsyncWebClient:
        if self._web is None:
            raise NotSent("Slack is not open yet")
        return self._web

    async def answer(self, event: Event, screen: Screen) -> Sent | None:
        if screen.form and not isinstance(event.heard, Submitted):
            return await self._ask(event, screen)
        if screen.is_silent:
            return await self._toast(event, screen)
        if screen.subject and screen.subject[0] == "home":
            return await self._publish(event.sender, screen)
        origin = event.answer.get("from", "")
        if origin == "home" and not event.is_press:
            return await self._publish(event.sender, screen)
        if origin == "command" or (origin == "ephemeral" and not screen.fresh):
            return await self._respond(event, screen, replace=origin == "ephemeral")
        if (
            event.message_id
            and not screen.fresh
            and origin == "message"
            and (event.is_press or _submitted(event))
        ):
            sent = await self._update(event.place, event.message_id, screen)
            await self._alert(event, screen)
            return sent
        return await self._post(event.place, screen, screen.thread or event.thread)

    async def tell(self, place: str, screen: Screen, card: str | None = None) -> Sent | None:
        if screen.subject and screen.subject[0] == "home":
            return await self._publish(place, screen)
        if card is None or screen.fresh:
            return await self._post(place, screen, screen.thread)
        return await self._update(place, card, screen)

    async def retire(self, place: str, message_id: str) -> None:
        """Leave the words and take the buttons."""
        try:
            found = await self._call(
                self.web.conversations_history(channel=place, latest=message_id, inclusive=True, limit=1)
            )
            message = next((each for each in found["messages"] if each["ts"] == message_id), None)
            if message is not None:
                words = [block for block in message.get("blocks", []) if block["type"] != "actions"]
                await self._call(
                    self.web.chat_update(channel=place, ts=message_id, text=message["text"], blocks=words)
                )
        except NotSent as problem:
            if not problem.permanent:
                raise

    async def _ask(self, event: Event, screen: Screen) -> Sent | None:
        """A modal; where its moment has passed, a message with a button that asks for it anew."""
        origin = event.answer.get("from", "")
        metadata = f"{screen.form} {event.place} {event.message_id} {origin}"
        try:
            await self._call(
                self.web.views_open(
                    trigger_id=event.answer.get("trigger", ""), view=modal_view(screen, metadata)
                ),
                repeatable=True,
            )
        except _TriggerOver:
            again = Screen(text=screen.title, choices=((Choice(_("Open"), screen.form),),))
            return await self._post(event.place, again, event.thread)
        return None

    async def _toast(self, event: Event, screen: Screen) -> Sent | None:
        if screen.toast:
            await self._whisper(event, screen.toast)
        return None

    async def _alert(self, event: Event, screen: Screen) -> None:
        """What would be a box on a phone: only what the person must not miss."""
        if screen.alert and screen.toast:
            await self._whisper(event, screen.toast)

    async def _whisper(self, event: Event, text: str) -> None:
        place = await self._channel(event.place)
        await self._call(
            self.web.chat_postEphemeral(channel=place, user=event.sender, text=escape(text)), repeatable=True
        )

    async def _channel(self, place: str) -> str:
        """The direct messages with a user; any other place is one already."""
        if not place.startswith(("U", "W")):
            return place
        opened = await self._call(self.web.conversations_open(users=place), repeatable=True)
        return str(opened["channel"]["id"])

    async def _publish(self, user: str, screen: Screen) -> Sent | None:
        await self._call(self.web.views_publish(user_id=user, view=home_view(screen)), repeatable=True)
        return None

    async def _post(self, place: str, screen: Screen, thread: str) -> Sent:
        posted = await self._call(
            self.web.chat_postMessage(
                channel=place, text=fallback(screen), blocks=blocks_of(screen), thread_ts=thread or None
            )
        )
        return Sent(str(posted["channel"]), str(posted["ts"]))

    async def _update(self, place: str, message_id: str, screen: Screen) -> Sent:
        try:
            await self._call(
                self.web.chat_update(
                    channel=place, ts=message_id, text=fallback(screen), blocks=blocks_of(screen)
                ),
                repeatable=True,
            )
        except _NotEditable:
            return await self._post(place, screen, screen.thread)
        return Sent(place, message_id)

    async def _respond(self, event: Event, screen: Screen, *, replace: bool) -> Sent | None:
        """To a slash command, and in place of what only the presser sees."""
        if self._session is None:
            raise NotSent("Slack is not open yet")
        said = {
            "response_type": "ephemeral",
            "replace_original": replace,
            "text": fallback(screen),
            "blocks": blocks_of(screen),
        }
        try:
            async with self._session.post(event.answer["response_url"], json=said) as answered:
                if answered.status == 404:
                    return await self._post(event.sender, screen, "")  # its half hour is over
                if answered.status >= 400:
                    raise NotSent(f"response_url: HTTP {answered.status}", certain=False)
        except aiohttp.ClientConnectorError as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError) as error:
            raise NotSent(type(error).__name__, certain=False) from None
        return None

    async def _call(self, call: Awaitable[Any], *, repeatable: bool = False) -> Any:
        """The answer of a method, or NotSent. A ``repeatable`` call may be made again whatever became
        of it.
        """
        try:
            return await call
        except SlackApiError as error:
            raise _meaning(error, repeatable) from None
        except aiohttp.ClientConnectorError as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError) as error:
            raise NotSent(type(error).__name__, certain=repeatable) from None


class _TriggerOver(NotSent):
    """A modal opens within three seconds of the press, or not at all."""


class _NotEditable(NotSent):
    """The message is gone, or is not ours."""


def _submitted(event: Event) -> bool:
    return isinstance(event.heard, Submitted)


def _meaning(error: SlackApiError, repeatable: bool) -> NotSent:
    response = error.response
    said = (
        str(response.get("error") or f"HTTP {response.status_code}")
        if hasattr(response, "get")
        else "no answer"
    )
    if getattr(response, "status_code", 200) == 429 or said == "ratelimited":
        return NotSent(said, retry_after=float(response.headers.get("Retry-After", 1)))
    if said in _TRIGGER_OVER:
        return _TriggerOver(said, permanent=True)
    if said in ("message_not_found", "cant_update_message", "edit_window_closed"):
        return _NotEditable(said, permanent=True)
    if said in _GONE:
        return NotSent(said, permanent=True, gone=True)
    if said in _PASSING or getattr(response, "status_code", 200) >= 500:
        return NotSent(said, certain=repeatable)
    return NotSent(said, permanent=True)
