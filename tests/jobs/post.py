"""A chat that keeps what it was given, and rows to send: for what a lane promises, whichever the channel."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from bot.dialogue.channel import FIRST, NotSent, Sent, Try
from bot.dialogue.heard import Event
from bot.dialogue.screen import Screen
from domain.base import Role
from domain.notifications.model import Notification
from domain.people.model import Address, Channel, Person
from domain.work import Runner, Work
from jobs.dispatch import Dispatcher
from jobs.lane import nobody
from jobs.letters import Draw
from jobs.pace import Rate
from storage.database import Database
from storage.work import SqlWork

LANE = "telegram:1"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HASTE = Rate(per_second=10_000, per_address=10_000)


@dataclass
class HandClock:
    """Business time as the test sets it."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Chat:
    """Takes what it is told, unless ``trouble`` says how the next calls end. ``edited`` and ``retired`` by
    message id.
    """

    lane: str = LANE
    recalls: bool = False
    told: list[tuple[str, str]] = field(default_factory=list)  # place, text
    edited: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    trouble: list[NotSent | None] = field(default_factory=list)
    arrives_anyway: bool = False  # even where the answer is trouble
    slow: Callable[[], Any] = lambda: asyncio.sleep(0)

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.told]

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        return await self.tell(event.place, screen)

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        trouble = self.trouble.pop(0) if self.trouble else None
        if trouble is None or self.arrives_anyway:
            self.told.append((place, screen.text))
        await self.slow()
        if trouble is not None:
            raise trouble
        if card is not None:
            self.edited.append(card)
        return Sent(place, card or f"m{len(self.told)}")

    async def retire(self, place: str, message_id: str) -> None:
        self.retired.append(message_id)


def draw(work: Work, row: Notification, address: Address, now: datetime) -> Screen | None:
    """The text is the key. "gone" is no longer true, "broken" can't be drawn, "fresh" edits nothing."""
    if row.kind == "gone":
        return None
    if row.kind == "broken":
        raise ZeroDivisionError
    subject = (row.subject_kind, row.subject_id) if row.subject_kind and row.subject_id else None
    return Screen(text=row.key, subject=subject, fresh=row.kind == "fresh")


async def until(done: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110 - what a chat was told raises no event
            await asyncio.sleep(0.005)


async def end(*running: asyncio.Task[None]) -> None:
    for task in running:
        task.cancel()
    await asyncio.wait(running)


class Post:
    """An office with one lane: people to write to, rows, and dispatchers on demand."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock()
        self.chat = Chat()

    def dispatcher(
        self,
        owner: str = "here",
        *,
        chat: Chat | None = None,
        database: Runner | None = None,
        rate: Rate = HASTE,
        drawn_by: Draw = draw,
        reached: Callable[[str], None] = nobody,
    ) -> Dispatcher:
        chat = chat or self.chat
        return Dispatcher(
            database or self.database,
            [chat],
            self.clock,
            drawn_by,
            rates={chat.lane: rate},
            owner=owner,
            reached=reached,
        )

    async def address(self, name: str = "Cleo", place: str = "1001") -> int:
        def unit(work: SqlWork) -> int:
            person = Person(name=name, zone="Europe/Lisbon", roles=Role.CLIENT, created_at=NOON)
            address = Address(person=person, channel=Channel.TELEGRAM, external_id=place, lane=LANE)
            work.add(person, address)
            work.flush()
            return address.id

        return await self.database.run(unit)

    async def heard(self, address: int, does: Callable[[SqlWork, Address], object]) -> None:
        """What somebody said there, committed."""
        await self.database.run(lambda work: does(work, work.people.address(address)))

    async def put(self, key: str, address: int, **fields: Any) -> None:
        row: dict[str, Any] = {"kind": "plain", "lane": LANE, "due_at": self.clock.at} | fields
        await self.database.run(
            lambda work: work.outbox.put(Notification(key=key, address_id=address, **row))
        )

    async def row(self, key: str) -> Notification:
        mine = select(Notification).where(Notification.key == key)
        return await self.database.read(lambda work: work.session.scalars(mine).one())

    async def states(self) -> dict[str, str]:
        everything = select(Notification.key, Notification.state)
        rows = await self.database.read(lambda work: list(work.session.execute(everything)))
        return {key: state.value for key, state in rows}

    async def sql(self, statement: str, **values: Any) -> None:
        """For what only the passing of the database's time would bring about."""
        await self.database.run(lambda work: work.session.execute(text(statement), values).close())

    async def waits_are_over(self) -> None:
        await self.sql("UPDATE notification SET not_before = NULL")
        await self.sql("UPDATE lane SET blocked_until = NULL")

    async def lease_lapses(self) -> None:
        long_ago = "2020-01-01 00:00:00.000000" if self.engine == "sqlite" else NOON.replace(year=2020)
        await self.sql("UPDATE lane SET lease_until = :past", past=long_ago)
        await self.sql("UPDATE notification SET lease_until = :past WHERE state = 'claimed'", past=long_ago)

    @property
    def engine(self) -> str:
        return "sqlite" if type(self.database).__name__ == "SqliteDatabase" else "postgresql"
