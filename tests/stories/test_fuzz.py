"""Whatever comes in, by any channel, is answered, refused or left alone on purpose; nothing fails or leaks.

Real updates, payloads and forms are recorded from a conversation with the sandbox, then broken in every way.
"""

import gc
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psutil
import pytest
from structlog.testing import capture_logs

from bot.channels.slack.draws import blocks_of, fallback, home_view, modal_view
from bot.channels.slack.listens import Receiver
from bot.channels.slack.reads import carried
from bot.channels.sms.draws import draw as draw_text
from bot.channels.sms.reads import read as read_text
from bot.channels.telegram.draws import draw as draw_message
from bot.channels.telegram.reads import read as read_update
from bot.client.talk import THANKS
from bot.dialogue.channel import FIRST, Sent, Try
from bot.dialogue.desk import Desk
from bot.dialogue.engine import Engine
from bot.dialogue.heard import Event, Left, Said, SentFile
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio as Named
from bot.metrics import Metrics
from bot.screens import load
from domain.conversations.service import is_muted
from domain.people.model import Channel
from storage.database import connect
from storage.work import SqlWork
from tests.jobs.post import HandClock
from tests.stories.conftest import Studio
from tests.stories.mutations import JSON, button, mutated, sentence, vocabulary
from tests.stories.people import eventually

EVENTS = int(os.environ.get("TRAINERHUB_FUZZ", "2000"))  # the suite's share; a soak asks for more
SEED = int(os.environ.get("TRAINERHUB_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LEAK = 32 * 2**20  # bytes that the second half may add: caches that fill late, and the allocator's own ways
BAD = ("error", "critical", "exception")


_IDS = {"update_id", "MessageSid"}


@dataclass(slots=True)
class Paper:
    """The other side of our port: draws what it is given as its channel would, and keeps nothing."""

    channel: Channel
    lane: str
    recalls: bool = True
    drawn: Counter[str] = field(default_factory=Counter)

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        self._draw(event, screen)
        self.drawn["silence" if screen.is_silent else "answer"] += 1
        return None if screen.is_silent else Sent(event.place[:64], f"m{self.drawn.total()}")

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        raise AssertionError("nobody is told anything here")

    async def retire(self, place: str, message_id: str) -> None:
        """Paper has no buttons."""

    def _draw(self, event: Event, screen: Screen) -> None:
        match self.channel:
            case Channel.SMS:
                assert screen.is_silent or draw_text(screen)
            case Channel.TELEGRAM:
                draw_message(screen)
            case Channel.SLACK if screen.form:
                modal_view(screen, carried(event, screen.form))
            case Channel.SLACK:
                home_view(screen)
                fallback(screen)
                blocks_of(screen)


class World:
    """A studio with people and bookings, and every channel's way in."""

    def __init__(self, database_url: str, recorded: dict[str, list[JSON]]) -> None:
        self.luck, self.words = random.Random(SEED), vocabulary()
        self.recorded = recorded
        self.pressed = [data for each in recorded["telegram"] for data in _buttons(each)]
        self.pressed += [data for each in recorded["slack"] for data in _buttons(each)]
        self.database, self.clock, self.metrics = connect(database_url), HandClock(MONDAY), Metrics()
        self.papers = {channel: Paper(channel, channel.value) for channel in Channel}
        engine = Engine(
            load()[0],
            Named("Studio Demo", "Europe/London"),
            native_forms=[Channel.SLACK],
            open_to_all=[Channel.TELEGRAM, Channel.SMS],
            by_text=[Channel.SMS],
        )
        self.desk = Desk(self.database, engine, self.clock, self.papers, metrics=self.metrics)
        self.slack = Receiver(self.desk)
        self.ended: Counter[str] = Counter()
        self.seen = {
            str(each[name]) for each in recorded["telegram"] + recorded["sms"] for name in _IDS & each.keys()
        }
        self.count = 0

    async def event(self) -> None:
        """One thing happens, on any channel; whatever our log calls an error is the test's."""
        self.count += 1
        channel = self.luck.choice(["telegram", "sms", "slack"])
        payload = self._payload(channel)
        with capture_logs() as logs:
            await self._hear(channel, payload)
            await self.desk.close()
        bad = [log for log in logs if log["log_level"] in BAD]
        assert not bad, (SEED, self.count, channel, repr(payload)[:3000], bad)
        if self.luck.random() < 0.02:
            self.clock.advance(minutes=self.luck.choice([1, 5, 31, 600]))

    async def _hear(self, channel: str, payload: JSON) -> None:
        if channel == "slack":
            body = await self.slack.receive(payload.pop("kind", ""), payload)
            self.ended["slack: corrected" if body else "slack: taken in"] += 1
            return
        form = {name: each for name, each in payload.items() if isinstance(each, str)}
        read = read_update(payload, "telegram:1") if channel == "telegram" else read_text(form, "sms:1")
        if read is None:
            self.ended[f"{channel}: left alone"] += 1
            return
        again = read.event_id in self.seen
        self.seen.add(read.event_id)
        owing = await self.desk.turn(read)
        if owing is not None:
            self.ended[f"{channel}: answered"] += 1
            await self.desk.deliver(owing)
            return
        why = "had already" if again else await self.database.read(lambda work: self._why_silent(work, read))
        assert why, (SEED, self.count, "silence that nobody meant", read)
        self.ended[f"{channel}: silence, {why}"] += 1

    def _why_silent(self, work: SqlWork, event: Event) -> str:
        """The silences that are meant; "" for any other."""
        address, now = work.people.heard_at(event.channel, event.sender), self.clock.at
        heard, talk = event.heard, (address.talk if address else None) or {}
        words = (
            heard.text if isinstance(heard, Said) else heard.caption if isinstance(heard, SentFile) else ""
        )
        reasons = {
            "they left": isinstance(heard, Left),
            "they said STOP": bool(address and address.stopped_at),
            "a human was asked for": bool(address and is_muted(address, now)),
            "passed on, as was said before": now.isoformat() < talk.get("told_until", ""),
            "thanks": bool(THANKS.fullmatch(words.strip())),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _payload(self, channel: str) -> JSON:
        payload: JSON = deepcopy(self.luck.choice(self.recorded[channel]))
        if self.luck.random() < 0.75:
            payload = _renewed(payload, lambda: sentence(self.luck, self.words), self._button)
        if self.luck.random() < 0.5:
            payload = mutated(self.luck, payload)
        if self.luck.random() < 0.97:
            _named_anew(payload, self.count)
        if "From" in payload and self.luck.random() < 0.7:
            payload["From"] = f"+44770090{self.luck.randrange(100, 108):04}"
        return payload

    def _button(self) -> str:
        return button(self.luck, self.pressed)


def _renewed(value: Any, says: Any, presses: Any) -> Any:
    """The same payload with other words and another button."""
    if isinstance(value, list):
        return [_renewed(each, says, presses) for each in value]
    if not isinstance(value, dict):
        return value
    new = {key: _renewed(each, says, presses) for key, each in value.items()}
    for key in ("text", "Body"):
        if isinstance(new.get(key), str):
            new[key] = says()
    if new.get("type") == "plain_text_input" and "value" in new:
        new["value"] = says()
    if isinstance(new.get("data"), str):
        new["data"] = presses()
    if new.get("type") == "button" and isinstance(new.get("value"), str):
        new["value"] = presses()
    return new


def _named_anew(payload: JSON, count: int) -> None:
    """A provider gives every event its own id."""
    for name, own in (
        ("update_id", 10**9 + count),
        ("MessageSid", f"SM{count:032x}"),
        ("event_id", f"Ev{count}"),
        ("trigger_id", f"{count}.1.a"),
    ):
        if isinstance(payload.get(name), str | int):
            payload[name] = own


def _buttons(value: Any) -> list[str]:
    if isinstance(value, list):
        return [data for each in value for data in _buttons(each)]
    if not isinstance(value, dict):
        return []
    own = [value[key] for key in ("callback_data", "data") if isinstance(value.get(key), str)]
    own += [value["value"]] if value.get("type") == "button" and isinstance(value.get("value"), str) else []
    return own + [data for each in value.values() for data in _buttons(each)]


@pytest.fixture
async def recorded(studio: Studio) -> dict[str, list[JSON]]:
    """What the providers sent in a conversation of every kind."""
    await studio.cleo.says("/start t_tom")
    await studio.cleo.presses("More times")
    await studio.cleo.says("thu 6pm")
    await studio.cleo.presses("Confirm")
    await studio.cleo.whispers(sticker="😀")
    await studio.sam.says("JOIN ANA")
    await studio.sam.says("2")
    await studio.sam.says("C")
    await studio.ana.sees("Request from")
    await studio.ana.presses("Approve")
    await studio.ana.opens_home()
    await studio.ana.commands("today")
    await studio.ana.says("hello")
    await studio.ana.presses("Block time")

    async def modal() -> Any:
        return (await studio.ana.view())["modal"]

    assert await eventually(modal)
    await studio.ana.submits(**{"When, and for what": "fri 14-16 dentist"})
    wire: list[JSON] = await studio.outside.get("/sandbox/wire")
    await studio.stop()
    told = [each for each in wire if each["direction"] == "to_bot"]
    kinds = {"event_callback": "events_api", "slash_commands": "slash_commands"}
    return {
        "telegram": [
            each["payload"] for each in told if (each["provider"], each["method"]) == ("telegram", "update")
        ],
        "sms": [each["payload"] for each in told if (each["provider"], each["method"]) == ("twilio", "sms")],
        "slack": [
            {"kind": kinds.get(each["method"], "interactive"), **each["payload"]}
            for each in told
            if each["provider"] == "slack" and "ok" not in each["payload"]
        ],
    }


@pytest.fixture
async def world(recorded: dict[str, list[JSON]], migrated_url: str) -> AsyncIterator[World]:
    opened = World(migrated_url, recorded)
    yield opened
    await opened.database.close()


@pytest.mark.timeout(max(300, EVENTS // 4))
async def test_nothing_that_comes_in_fails_or_leaks(world: World) -> None:
    assert all(world.recorded.values())
    for _ in range(EVENTS // 2):
        await world.event()
    half = _memory()
    for _ in range(EVENTS // 2):
        await world.event()
    page = world.metrics.page([]).decode()
    assert 'ended="failed"' not in page, page
    assert {"telegram: answered", "sms: answered", "slack: taken in"} <= world.ended.keys()
    assert _memory() - half < LEAK, (SEED, world.ended)


def _memory() -> int:
    gc.collect()
    resident: int = psutil.Process().memory_info().rss
    return resident
