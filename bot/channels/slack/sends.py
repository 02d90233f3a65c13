"""Saying it in Slack: which call shows a screen, and what an earlier try has left of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.draws import blocks_of, escape, fallback, home_view, modal_view
from bot.channels.slack.reads import LANE, carried
from bot.channels.slack.transport import AlreadyOpen, BadBlocks, NotEditable, Transport, TriggerOver
from bot.dialogue.channel import FIRST, NoPictures, NotSent, Pictures, Sent, TooLarge, Try
from bot.dialogue.heard import Event, Opened, Submitted
from bot.dialogue.screen import Choice, File, Screen, lines
from domain.clock import WallClock
from domain.pictures.model import NAME

KEYED = "trainerhub_message"  # of the metadata by which a message is found again
MOST = 200  # messages that are looked through for an earlier try
LOOKS = (0.2, 0.4, 0.8, 1.2)  # seconds between looks whether an upload is ready
LOOK_BACK = timedelta(days=2)  # the tries of an outage end after half a day


class Slack:
    """One workspace. Implements ``bot.dialogue.channel.Chat``."""

    lane = LANE
    recalls = True

    def __init__(self, token: str, api_url: str, pictures: Pictures | None = None) -> None:
        self._transport = Transport(token, api_url)
        self._pictures = pictures or NoPictures()
        self._call = self._transport.call

    async def open(self) -> None:
        await self._transport.open()

    async def close(self) -> None:
        await self._transport.close()

    @property
    def web(self) -> AsyncWebClient:
        return self._transport.web

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        if screen.errors:
            return None  # the acknowledgement says them, or was late; either way the modal stays open
        if screen.form:
            return await self._ask(event, screen, attempt)
        if screen.is_silent:
            return await self._toast(event, screen)
        origin = event.answer.get("from", "")
        if origin == "home" and (screen.is_board or isinstance(event.heard, Opened)):
            return await self._publish(event.sender, _aloud(event, screen))
        # What only the presser sees holds no file.
        if not (screen.file or screen.picture) and (
            origin == "command" or (origin == "ephemeral" and not screen.fresh)
        ):
            return await self._respond(event, _aloud(event, screen), attempt, replaces=origin == "ephemeral")
        acted = event.is_press or isinstance(event.heard, Submitted)
        if origin == "message" and event.message_id and acted and _edits(screen):
            sent = await self._update(event.place, event.message_id, screen, attempt)
            if screen.alert and screen.toast:
                await self._whisper(event, screen.toast)
            return sent
        return await self._post(event.place, _aloud(event, screen), screen.thread or event.thread, attempt)

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        if screen.is_board:
            return await self._publish(place, screen)
        if card is None or not _edits(screen):
            return await self._post(place, screen, screen.thread, attempt)
        return await self._update(place, card, screen, attempt)

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

    async def _ask(self, event: Event, screen: Screen, attempt: Try) -> Sent | None:
        """A modal; where its moment has passed, a message with a button that asks for it anew."""
        try:
            await self._call(
                self.web.views_open(
                    trigger_id=event.answer.get("trigger", ""),
                    view=modal_view(screen, carried(event, screen.form)),
                ),
                repeatable=True,
            )
        except AlreadyOpen:
            return None
        except TriggerOver:
            again = Screen(text=screen.title, choices=((Choice(screen.labels[2], screen.form),),))
            return await self._post(event.place, again, event.thread, attempt)
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

    async def _post(self, place: str, screen: Screen, thread: str, attempt: Try) -> Sent:
        """A new message, but for as much of it as an earlier try has left there."""
        sent, beneath = await self._left(place, thread, attempt.key) if attempt.again else (None, set())
        sent = sent or await self._shown(place, screen, thread, attempt.key)
        if screen.file and screen.file.name not in beneath:
            await self._upload(sent, screen.file, thread, attempt.key)
        return sent

    async def _left(self, place: str, thread: str, key: str) -> tuple[Sent | None, set[str]]:
        """The message of that key, and the names of the files after it."""
        channel = await self._channel(place)
        asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": MOST}
        if thread:  # comes oldest first, so only its end is asked for
            end = WallClock().now() - LOOK_BACK
            reading = self.web.conversations_replies(ts=thread, oldest=f"{end.timestamp():.6f}", **asked)
        else:
            reading = self.web.conversations_history(**asked)
        try:
            found = (await self._call(reading, repeatable=True))["messages"]
        except NotSent as problem:
            if problem.permanent:
                return None, set()
            raise
        ts = next((str(each["ts"]) for each in found if _key_of(each) == key), "")
        after = (each for each in found if ts and each["ts"] > ts)
        names = {str(file.get("name")) for each in after for file in each.get("files", ())}
        return (Sent(channel, ts), names) if ts else (None, names)

    async def _shown(self, place: str, screen: Screen, thread: str, key: str) -> Sent:
        """With its picture in the same message, uploaded once for all to whom it goes."""
        if screen.picture is None:
            return await self._say(place, screen, thread, key)
        digest = screen.picture.digest
        if known := await self._pictures.uploaded(digest, self.lane):
            try:
                return await self._say(place, screen, thread, key, known)
            except BadBlocks:
                await self._pictures.forget(digest, self.lane, known)
        file = await self._put_up(digest)
        sent = await self._say(place, screen, thread, key, file)
        if file:
            await self._pictures.note(digest, self.lane, file)
        return sent

    async def _put_up(self, digest: str) -> str:
        """The id of a file that is nowhere shown yet; "" where the picture is kept no more. Slack takes a
        moment to see that it is a picture, and refuses a message with it before. Raises NotSent.
        """
        content = await self._pictures.content(digest)
        if content is None:
            return ""
        put = await self._call(self.web.files_upload_v2(filename=NAME, content=content), repeatable=True)
        file = str(put["files"][0]["id"])
        for pause in LOOKS:
            found = await self._call(self.web.files_info(file=file), repeatable=True)
            if found["file"].get("mimetype"):
                break
            await asyncio.sleep(pause)
        return file

    async def fetch(self, ref: str, most: int) -> bytes:
        """What somebody sent, by its file's id. Raises TooLarge, NotSent."""
        found = (await self._call(self.web.files_info(file=ref), repeatable=True))["file"]
        if int(found.get("size") or 0) > most:
            raise TooLarge("too large", permanent=True)
        return await self._transport.download(str(found["url_private_download"]), most)

    async def _say(self, place: str, screen: Screen, thread: str, key: str, file: str = "") -> Sent:
        posted = await self._call(
            self.web.chat_postMessage(
                channel=place,
                text=fallback(screen),
                blocks=blocks_of(screen, file=file),
                thread_ts=thread or None,
                metadata={"event_type": KEYED, "event_payload": {"key": key}} if key else None,
            ),
            repeatable=bool(key),  # after a look for the first one
        )
        return Sent(str(posted["channel"]), str(posted["ts"]))

    async def _upload(self, words: Sent, file: File, thread: str, key: str) -> None:
        """Beneath its words: a file's own message has no buttons, and Slack does not say which it is."""
        await self._call(
            self.web.files_upload_v2(
                channel=words.place, filename=file.name, content=file.data, thread_ts=thread or None
            ),
            repeatable=bool(key),
        )

    async def _update(self, place: str, message_id: str, screen: Screen, attempt: Try) -> Sent:
        try:
            await self._call(
                self.web.chat_update(
                    channel=place, ts=message_id, text=fallback(screen), blocks=blocks_of(screen)
                ),
                repeatable=True,
            )
        except NotEditable:
            return await self._post(place, screen, screen.thread, attempt)
        return Sent(place, message_id)

    async def _respond(self, event: Event, screen: Screen, attempt: Try, *, replaces: bool) -> Sent | None:
        """To a slash command, and in place of what only the presser sees: that may be said again."""
        url = event.answer.get("response_url", "")
        if screen.lasting:  # a message can be edited later on; what only the presser saw can't
            sent = await self._post(event.sender, screen, "", attempt)
            if replaces:
                await self._transport.respond(url, {"delete_original": True}, repeatable=True)
            return sent
        said = {
            "response_type": "ephemeral",
            "replace_original": replaces,
            "text": fallback(screen),
            "blocks": blocks_of(screen),
        }
        if not await self._transport.respond(url, said, repeatable=replaces):
            return await self._post(event.sender, screen, "", attempt)
        return None


def _key_of(message: dict[str, Any]) -> str:
    payload = message.get("metadata", {}).get("event_payload", {})
    return str(payload.get("key", ""))


def _edits(screen: Screen) -> bool:
    """Whether it can take the place of a message: a file can't."""
    return not (screen.fresh or screen.file or screen.picture)


def _aloud(event: Event, screen: Screen) -> Screen:
    """Slack has no box for what must not be missed, so it goes before the words."""
    if not (event.is_press and screen.alert) or screen.toast in screen.text:
        return screen
    return replace(screen, text=lines(screen.toast, screen.text))
