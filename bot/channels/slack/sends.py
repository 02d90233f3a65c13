"""Saying it in Slack: the calls, and what their errors mean."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.draws import blocks_of, escape, fallback, home_view, modal_view
from bot.channels.slack.reads import LANE, carried
from bot.dialogue.channel import NotSent, Sent
from bot.dialogue.heard import Event, Opened, Submitted
from bot.dialogue.screen import Choice, File, Screen, lines

TIMEOUT = aiohttp.ClientTimeout(total=6, sock_connect=5)  # seconds; a lane cuts off after seven
KEYED = "trainerhub_message"  # of the metadata by which a message is found again
NEWEST, MOST_REPLIES = 15, 999  # as many as Slack gives at once
_GONE = {"user_not_found", "users_not_found", "user_disabled"}
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
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}


class Slack:
    """One workspace. Implements ``bot.dialogue.channel.Chat``."""

    lane = LANE

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

    async def answer(self, event: Event, screen: Screen, *, key: str = "") -> Sent | None:
        if screen.errors:
            return None  # the acknowledgement says them, or was late; either way the modal stays open
        if screen.form:
            return await self._ask(event, screen, key)
        if screen.is_silent:
            return await self._toast(event, screen)
        origin = event.answer.get("from", "")
        if origin == "home" and (_is_home(screen) or isinstance(event.heard, Opened)):
            return await self._publish(event.sender, _aloud(event, screen))
        if origin == "command" or (origin == "ephemeral" and not screen.fresh):
            return await self._respond(event, _aloud(event, screen), key, replaces=origin == "ephemeral")
        acted = event.is_press or isinstance(event.heard, Submitted)
        if origin == "message" and event.message_id and acted and _edits(screen):
            sent = await self._update(event.place, event.message_id, screen, key)
            if screen.alert and screen.toast:
                await self._whisper(event, screen.toast)
            return sent
        return await self._post(event.place, _aloud(event, screen), screen.thread or event.thread, key)

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, *, key: str = ""
    ) -> Sent | None:
        if _is_home(screen):
            return await self._publish(place, screen)
        if card is None or not _edits(screen):
            return await self._post(place, screen, screen.thread, key)
        return await self._update(place, card, screen, key)

    async def find(self, place: str, key: str, thread: str = "") -> Sent | None:
        """The newest messages carry the key in their metadata; a thread is read whole, oldest first."""
        channel = await self._channel(place)
        reading = (
            self.web.conversations_replies(
                channel=channel, ts=thread, include_all_metadata=True, limit=MOST_REPLIES
            )
            if thread
            else self.web.conversations_history(channel=channel, include_all_metadata=True, limit=NEWEST)
        )
        try:
            found = await self._call(reading, repeatable=True)
        except NotSent as problem:
            if problem.permanent:
                return None
            raise
        mine = (each["ts"] for each in found["messages"] if _key_of(each) == key)
        return next((Sent(channel, ts) for ts in mine), None)

    async def retire(self, place: str, message_id: str) -> None:
        """Leave the words and take the buttons."""
        try:
            found = await self._call(
                # Unlike the history this finds a message in a thread too, after the one at its root.
                self.web.conversations_replies(
                    channel=place,
                    ts=message_id,
                    oldest=message_id,
                    latest=message_id,
                    inclusive=True,
                    limit=2,
                ),
                repeatable=True,
            )
            message = next((each for each in found["messages"] if each["ts"] == message_id), None)
            if message is not None:
                words = [block for block in message.get("blocks", []) if block["type"] != "actions"]
                await self._call(
                    self.web.chat_update(channel=place, ts=message_id, text=message["text"], blocks=words),
                    repeatable=True,
                )
        except NotSent as problem:
            if not problem.permanent:
                raise

    async def _ask(self, event: Event, screen: Screen, key: str) -> Sent | None:
        """A modal; where its moment has passed, a message with a button that asks for it anew."""
        try:
            await self._call(
                self.web.views_open(
                    trigger_id=event.answer.get("trigger", ""),
                    view=modal_view(screen, carried(event, screen.form)),
                ),
                repeatable=True,
            )
        except _Open:
            return None
        except _TriggerOver:
            again = Screen(text=screen.title, choices=((Choice(screen.labels[2], screen.form),),))
            return await self._post(event.place, again, event.thread, key)
        return None

    async def _toast(self, event: Event, screen: Screen) -> Sent | None:
        if screen.toast:
            await self._whisper(event, screen.toast)
        return None

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

    async def _post(self, place: str, screen: Screen, thread: str, key: str) -> Sent:
        posted = await self._call(
            self.web.chat_postMessage(
                channel=place,
                text=fallback(screen),
                blocks=blocks_of(screen),
                thread_ts=thread or None,
                metadata={"event_type": KEYED, "event_payload": {"key": key}} if key else None,
            ),
            repeatable=bool(key),  # after a look for the first one
        )
        sent = Sent(str(posted["channel"]), str(posted["ts"]))
        if screen.file:
            await self._upload(sent, screen.file, thread)
        return sent

    async def _upload(self, words: Sent, file: File, thread: str) -> None:
        """Beneath its words: a file's own message has no buttons, and Slack does not say which it is."""
        await self._call(
            self.web.files_upload_v2(
                channel=words.place, filename=file.name, content=file.content, thread_ts=thread or None
            )
        )

    async def _update(self, place: str, message_id: str, screen: Screen, key: str) -> Sent:
        try:
            await self._call(
                self.web.chat_update(
                    channel=place, ts=message_id, text=fallback(screen), blocks=blocks_of(screen)
                ),
                repeatable=True,
            )
        except _NotEditable:
            return await self._post(place, screen, screen.thread, key)
        return Sent(place, message_id)

    async def _respond(self, event: Event, screen: Screen, key: str, *, replaces: bool) -> Sent | None:
        """To a slash command, and in place of what only the presser sees."""
        url = event.answer.get("response_url")
        if self._session is None or not url:
            return await self._post(event.sender, screen, "", key)
        said = {
            "response_type": "ephemeral",
            "replace_original": replaces,
            "text": fallback(screen),
            "blocks": blocks_of(screen),
        }
        try:
            async with self._session.post(url, json=said) as answered:
                if answered.status == 404:
                    return await self._post(
                        event.sender, screen, "", key
                    )  # its half hour or five uses are over
                if answered.status == 429:
                    raise NotSent("ratelimited", retry_after=_pause(answered.headers))
                if answered.status >= 400:
                    raise NotSent(f"response_url: HTTP {answered.status}", certain=False)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
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
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError, AttributeError) as error:
            # AttributeError: the library takes a page of plain text for JSON.
            raise NotSent(type(error).__name__, certain=repeatable) from None


class _TriggerOver(NotSent):
    """A modal opens within three seconds of the press, or not at all."""


class _Open(NotSent):
    """The trigger was used, by a try of ours whose answer got lost: the modal is there."""


class _NotEditable(NotSent):
    """The message is gone, or is not ours."""


def _key_of(message: dict[str, Any]) -> str:
    payload = message.get("metadata", {}).get("event_payload", {})
    return str(payload.get("key", ""))


def _is_home(screen: Screen) -> bool:
    return screen.subject is not None and screen.subject[0] == "home"


def _edits(screen: Screen) -> bool:
    """Whether it can take the place of a message: a file can't."""
    return not screen.fresh and screen.file is None


def _aloud(event: Event, screen: Screen) -> Screen:
    """Slack has no box for what must not be missed, so it goes before the words."""
    if not (event.is_press and screen.alert) or screen.toast in screen.text:
        return screen
    return replace(screen, text=lines(screen.toast, screen.text))


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
        return _Open(said, permanent=True)
    if said in _TRIGGER_OVER:
        return _TriggerOver(said, permanent=True)
    if said in ("message_not_found", "cant_update_message", "edit_window_closed"):
        return _NotEditable(said, permanent=True)
    return NotSent(said, permanent=True, gone=said in _GONE)


def _pause(headers: Any) -> float:
    return float(headers.get("Retry-After", 1))
