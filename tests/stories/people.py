"""People as a story sees them: they act through the sandbox's person side and see what their chats show."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

import aiohttp
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

T = TypeVar("T")
PATIENCE = 40.0  # seconds of wall time: generous, since nothing is timed here

Shown = dict[str, Any]


async def eventually(look: Callable[[], Awaitable[T]], *, patience: float = PATIENCE) -> T:
    """What ``look`` answers once it is true; fails with the last answer when it never is."""
    deadline, pause = asyncio.get_running_loop().time() + patience, 0.02
    while not (seen := await look()):
        assert asyncio.get_running_loop().time() < deadline, f"never came to be; last seen: {seen!r}"
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.3)  # a crowd that all looks at once would be the load itself
    return seen


class Door:
    """An app that comes and goes: 503 while it is away."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await (self.app or PlainTextResponse("away", 503))(scope, receive, send)


_JSON = {"content-type": "application/json"}


def _body(said: dict[str, Any]) -> BytesIO:
    """As a stream, since a picture is much for one piece."""
    return BytesIO(json.dumps(said).encode())


async def _nothing(_: object) -> None:
    return


@dataclass(slots=True)
class Outside:
    """The sandbox's person side, and the door to the bot at ``bot_url``. ``rests`` waits until all that is
    due at somebody's address has come: people read before they act; with "" until all that is due anywhere
    has, since no day goes by between a message and the note that it was sent. ``told`` waits until the bot
    knows of the clock's new offset in seconds.
    """

    base: str
    http: aiohttp.ClientSession
    door: Door = field(default_factory=Door)
    bot_url: str = ""
    smtp_url: str = ""
    rests: Callable[[str], Awaitable[None]] = _nothing
    told: Callable[[float], Awaitable[None]] = _nothing

    async def get(self, path: str) -> Any:
        async with self.http.get(self.base + path) as answer:
            return await answer.json()

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.http.post(self.base + path, data=_body(body), headers=_JSON) as answer:
            shown = await answer.json()
            assert answer.status == 200, (path, body, shown)
            return shown

    async def press(self, path: str, body: dict[str, Any]) -> Any:
        """Press a button once it is there: what came before may still be on its way to the screen."""
        refused: Any = None

        async def pressed() -> Any:
            nonlocal refused
            async with self.http.post(self.base + path, data=_body(body), headers=_JSON) as answer:
                shown = await answer.json()
                if answer.status == 404:
                    refused = shown
                    return None
                assert answer.status == 200, (path, body, shown)
                return shown

        try:
            return await eventually(pressed)
        except AssertionError as never:
            raise AssertionError(path, body, refused) from never

    async def advance(self, **length: float) -> None:
        seconds = length.get("seconds", 0) + 60 * length.get("minutes", 0) + 3600 * length.get("hours", 0)
        await self.rests("")
        clock = await self.post("/sandbox/clock", {"advance_seconds": seconds})
        await self.told(clock["offset_seconds"])

    async def fault(self, kind: str, *, method: str = "", times: int = 1, provider: str = "telegram") -> None:
        await self.post(
            "/sandbox/faults",
            {"provider": provider, "kind": kind, "times": times} | ({"method": method} if method else {}),
        )


class Client:
    """Somebody with Telegram. ``spent`` counts their taps and messages."""

    def __init__(self, outside: Outside, user: int) -> None:
        self._outside = outside
        self.user = user
        self.spent = 0
        self.toasts: list[str] = []

    async def messages(self) -> list[Shown]:
        shown: list[Shown] = await self._outside.get(f"/sandbox/telegram/{self.user}/messages")
        return [each for each in shown if not each["deleted"]]

    async def heard(self) -> list[Shown]:
        return [each for each in await self.messages() if each["from"] == "bot"]

    async def opens(self, payload: str = "") -> Shown:
        return await self._answer({"start": payload})

    async def says(self, text: str) -> Shown:
        return await self._answer({"text": text})

    async def sends(self, **what: Any) -> Shown:
        return await self._answer(what)

    async def whispers(self, **what: Any) -> Any:
        """Send something without waiting for an answer."""
        self.spent += 1
        return await self._outside.post(f"/sandbox/telegram/{self.user}/messages", what)

    async def _answer(self, body: dict[str, Any]) -> Shown:
        await self._outside.rests(str(self.user))
        before = len(await self.heard())
        await self.whispers(**body)

        async def newer() -> Shown | None:
            heard = await self.heard()
            return heard[-1] if len(heard) > before else None

        seen = await eventually(newer)
        assert seen
        return seen

    async def presses(self, label: str) -> Shown:
        """Press the newest button of that name; answers the newest message once the press is settled."""

        async def offered() -> bool:
            return any(label in labels(each) for each in await self.heard())

        await eventually(offered)
        await self._outside.rests(str(self.user))
        before = await self._state()
        pressed = await self.taps(label)
        assert pressed["answered"] is not None, f"nobody answered the press of {label!r}"

        async def changed() -> bool:
            return await self._state() != before

        await eventually(changed)
        return (await self.heard())[-1]

    async def taps(self, label: str) -> Any:
        """Press, and answer what the press itself was answered with: the toast."""
        self.spent += 1
        await self._outside.rests(str(self.user))
        pressed = await self._outside.press(f"/sandbox/telegram/{self.user}/presses", {"label": label})
        self.toasts.append(str((pressed["answered"] or {}).get("text")))
        return pressed

    async def forges(self, message_id: int, data: str, **more: Any) -> Any:
        pressed = {"message_id": message_id, "data": data, **more}
        return await self._outside.post(f"/sandbox/telegram/{self.user}/presses", pressed)

    async def sees(self, words: str, *, patience: float = PATIENCE) -> Shown:
        """Wait for a message with these words."""

        async def found() -> Shown | None:
            return next((each for each in reversed(await self.heard()) if words in each["text"]), None)

        seen = await eventually(found, patience=patience)
        assert seen
        return seen

    async def _state(self) -> list[tuple[int, int]]:
        return [(each["message_id"], each["revision"]) for each in await self.heard()]

    async def comes(self) -> Shown:
        return await self.opens()

    async def comes_to(self, trainer: str) -> Shown:
        return await self.opens(f"t_{trainer}")

    async def takes(self, nth: int) -> Shown:
        """One of the times that were just offered, the first being 1."""
        return await self.presses(times((await self.heard())[-1])[nth - 1])

    async def does(self, tap: str, text: str) -> Shown:
        """What has a button; whoever texts has a word for it."""
        return await self.presses(tap)


def labels(shown: Shown) -> list[str]:
    """Of all buttons: Telegram has them in rows."""
    rows = (each if isinstance(each, list) else [each] for each in shown["buttons"])
    return [button["label"] for row in rows for button in row]


def data_of(shown: Shown, label: str) -> str:
    """What a button of Telegram's sends, to press it once it is old."""
    return next(str(button["data"]) for row in shown["buttons"] for button in row if button["label"] == label)


def times(shown: Shown) -> list[str]:
    """The labels that offer a time, or the numbered lines of a text."""
    if "buttons" not in shown:
        return [line.partition(" ")[2] for line in _numbered(shown) if ":" in line]
    return [label for label in labels(shown) if ":" in label]


def _numbered(text: Shown) -> list[str]:
    lines: list[str] = text["text"].splitlines()
    return [line for line in lines if line.split(" ")[0].isdecimal()]


class Texter:
    """Somebody with a plain phone. ``spent`` counts their texts."""

    def __init__(self, outside: Outside, phone: str) -> None:
        self._outside = outside
        self.phone = phone
        self.spent = 0

    async def thread(self) -> list[Shown]:
        shown: list[Shown] = await self._outside.get(f"/sandbox/sms/{self.phone}/messages")
        return shown

    async def heard(self) -> list[Shown]:
        """What the studio texted."""
        return [each for each in await self.thread() if each["from"] == "bot"]

    async def whispers(self, text: str, **more: Any) -> Any:
        self.spent += 1
        return await self._outside.post(f"/sandbox/sms/{self.phone}/messages", {"text": text, **more})

    async def says(self, text: str, **more: Any) -> Shown:
        """Text it, and read the answer."""
        await self._outside.rests(self.phone)
        before = len(await self.heard())
        await self.whispers(text, **more)

        async def newer() -> Shown | None:
            heard = await self.heard()
            return heard[-1] if len(heard) > before else None

        seen = await eventually(newer)
        assert seen
        return seen

    async def sees(self, words: str) -> Shown:
        async def found() -> Shown | None:
            return next((each for each in reversed(await self.heard()) if words in each["text"]), None)

        seen = await eventually(found)
        assert seen
        return seen

    async def comes(self) -> Shown:
        return await self.says("hello")

    async def comes_to(self, trainer: str) -> Shown:
        return await self.says(f"JOIN {trainer.upper()}")

    async def takes(self, nth: int) -> Shown:
        """One of the times that were just offered, the first being 1."""
        return await self.says(_numbered((await self.heard())[-1])[nth - 1].split(" ")[0])

    async def does(self, tap: str, text: str) -> Shown:
        """What has a word; whoever taps has a button for it."""
        return await self.says(text)


class Trainer:
    """Somebody in Slack. ``spent`` counts their taps and what they type."""

    def __init__(self, outside: Outside, user: str) -> None:
        self._outside = outside
        self.user = user
        self.spent = 0

    async def view(self) -> Shown:
        shown: Shown = await self._outside.get(f"/sandbox/slack/{self.user}")
        return shown

    async def messages(self) -> list[Shown]:
        return list((await self.view())["messages"])

    async def sees(self, words: str, *, patience: float = PATIENCE) -> Shown:
        async def found() -> Shown | None:
            return next((each for each in reversed(await self.messages()) if words in each["text"]), None)

        seen = await eventually(found, patience=patience)
        assert seen
        return seen

    async def presses(self, label: str, ts: str = "") -> Any:
        self.spent += 1
        await self._outside.rests(self.user)
        body = {"label": label} | ({"ts": ts} if ts else {})
        return await self._outside.press(f"/sandbox/slack/{self.user}/presses", body)

    async def taps(self, label: str) -> Any:
        """A press that only a short answer may follow."""
        return await self.presses(label)

    async def submits(self, **values: str) -> Any:
        """Send the modal, once it is there."""
        self.spent += 1
        return await self._outside.press(f"/sandbox/slack/{self.user}/submissions", {"values": values})

    async def commands(self, text: str) -> Any:
        self.spent += 1
        return await self._outside.post(
            f"/sandbox/slack/{self.user}/commands", {"command": "/hub", "text": text}
        )

    async def says(self, text: str, thread_ts: str = "", **more: Any) -> Any:
        self.spent += 1
        if thread_ts:
            await self._outside.rests(self.user)
        body = {"text": text, **more} | ({"thread_ts": thread_ts} if thread_ts else {})
        return await self._outside.post(f"/sandbox/slack/{self.user}/messages", body)

    async def opens_home(self) -> Any:
        self.spent += 1
        return await self._outside.post(f"/sandbox/slack/{self.user}/home", {})

    async def is_told(self, words: str) -> None:
        """In a message, for their eyes only, or on the board."""

        async def told() -> bool:
            view = await self.view()
            texts = [each["text"] for each in (*view["messages"], *view["ephemeral"])]
            return any(words in text for text in texts) or words in str(view["home"])

        await eventually(told)

    async def types(self, command: str) -> None:
        await self.commands(command)

    async def fills_in(self, label: str, words: str) -> None:
        """The modal that the last press opens."""

        async def modal() -> object:
            return (await self.view())["modal"]

        assert await eventually(modal)
        assert (await self.submits(**{label: words}))["errors"] is None

    async def replies(self, to: Shown, words: str) -> None:
        await self.says(words, to["ts"])


@asynccontextmanager
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http
