"""The desk: takes in what was heard, runs its turn, sends the answer, and keeps book of both.

One transaction holds the inbox row, the turn's effect and the stored answer. After its commit the answer
is sent, and settled in batches. Whatever a crash leaves unanswered is taken over from the inbox.
"""

import asyncio
import secrets
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot.dialogue.channel import Chat, Fetches, NotSent, TooLarge, Try
from bot.dialogue.engine import Answer, Engine
from bot.dialogue.heard import Event, SentFile, Submitted
from bot.dialogue.screen import Screen
from bot.metrics import Metrics
from bot.pictures import NoPicture, NotFetched, prepared, too_big
from domain.clock import Clock
from domain.consent import service as consent
from domain.conversations.ports import Owed
from domain.errors import Refusal, Unreadable
from domain.people.model import Channel
from domain.people.reached import lose
from domain.pictures.model import MOST_SENT, Prepared
from domain.work import Runner, Work

MOST = 20  # tries to take over what can't be read
LINGER = 0.05  # seconds that settled answers wait for company
FETCHED_WITHIN, FILLED_WITHIN = 8.0, 2.5  # seconds for a file; Slack waits three for what becomes of a form
PATIENCE = (0.3, 1.0, 3.0)  # seconds between tries to send an answer; later ones are the sweep's

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Owing:
    """An answer that is stored and still to be sent."""

    inbox_id: int
    event: Event
    screen: Screen
    address_id: int | None
    since: float  # of `monotonic`: when it was heard, or taken over
    again: bool = False  # it may have been sent by a process that died

    @property
    def key(self) -> str:
        return f"answer:{self.inbox_id}"


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer that was sent, and the card that it became."""

    owing: Owing
    place: str = ""
    message_id: str = ""
    gone: bool = False
    stopped: bool = False


def _go_on(point: str) -> None:
    """Nothing happens at a point of a turn, except in tests."""


class Desk:
    """``reached`` is called at named points of a turn, so that a test can stop the process there."""

    def __init__(
        self,
        database: Runner,
        engine: Engine,
        clock: Clock,
        chats: Mapping[Channel, Chat],
        *,
        metrics: Metrics,
        reached: Callable[[str], None] = _go_on,
    ) -> None:
        self._database = database
        self._engine = engine
        self._clock = clock
        self._chats = chats
        self._metrics = metrics
        self._reached = reached
        self._owner = secrets.token_hex(8)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._answers: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: set[int] = set()  # inbox rows whose answer this process is sending
        self._settled: list[Settled] = []
        self._to_settle = asyncio.Event()

    async def receive(self, event: Event) -> None:
        """Run the turn of an event; returns when it is committed, while the answer is on its way. A
        repeat does nothing.
        """
        owing = await self.turn(event)
        if owing is not None:
            self.spawn(self.deliver(owing))

    async def turn(self, event: Event) -> Owing | None:
        """Run the turn of an event, after those of the same address before it; None for a repeat."""
        async with _lock(self._turns, event):
            return await self._turn(event, lambda work: self._store(work, event))

    async def store(self, event: Event) -> int | None:
        """Only keep the event, for a provider that must be acknowledged before its turn; None for a
        repeat.
        """
        return await self._database.run(lambda work: self._store(work, event))

    async def resume(self, inbox_id: int, event: Event) -> Owing | None:
        """Run the turn of an event that is stored already."""
        async with _lock(self._turns, event):
            return await self._turn(event, lambda work: work.inbox.unanswered(inbox_id))

    async def deliver(self, owing: Owing) -> None:
        """Send an answer, in the order of the turns of its address, and have it settled."""
        self._under_way.add(owing.inbox_id)
        try:
            async with _lock(self._answers, owing.event):
                self._reached("before_reply")
                settled = await self._send(owing)
                self._reached("after_send")
        finally:
            self._under_way.discard(owing.inbox_id)
        if settled is not None:
            self._done(settled)

    def _done(self, settled: Settled) -> None:
        self._settled.append(settled)
        self._to_settle.set()

    async def waive(self, owing: Owing) -> None:
        """The answer went out with the acknowledgement, so nothing is owed any more."""
        await self._forget(owing.inbox_id)

    async def _forget(self, inbox_id: int) -> None:
        await self._database.run(lambda work: work.inbox.settle([inbox_id], now=self._clock.now()))

    async def recover(self) -> int:
        """Take over what was left unanswered, by a crash or by a provider that was away. Answers how
        much that was.
        """
        owed = await self._database.run(self._owed)
        sent = {settled.owing.inbox_id for settled in self._settled}
        for one in owed:
            if one.inbox_id in self._under_way or one.inbox_id in sent:
                continue  # only slow; taking it over just renewed its lease
            try:
                await self._take_over(one)
            except Exception as error:  # one that can't be read must not keep the others waiting
                log.error("not_taken_over", inbox=one.inbox_id, tries=one.attempts, exc_info=error)
                if one.attempts >= MOST:
                    await self._forget(one.inbox_id)
        return len(owed)

    def _owed(self, work: Work) -> Sequence[Owed]:
        """What others left behind. What this process is sending still is not, however long it takes."""
        if self._under_way:
            work.inbox.keep(sorted(self._under_way))
        return work.inbox.owed(owner=self._owner)

    async def _take_over(self, one: Owed) -> None:
        """Run the turn that was left, or send the answer that was."""
        event = Event.load(one.event)
        if one.reply is None:
            owing = await self.resume(one.inbox_id, event)
        else:
            screen, address = Screen.load(one.reply["screen"]), one.reply["address"]
            if screen.subject and one.replied_at:
                since = one.replied_at
                screen = await self._database.read(
                    lambda work: self._engine.as_it_stands(work, event, screen, since, self._clock.now())
                )
            owing = Owing(one.inbox_id, event, screen, address, monotonic(), again=True)
        if owing is not None:
            self.spawn(self.deliver(owing))

    async def settling(self) -> None:
        """Record what was sent, in batches, until cancelled."""
        while True:
            await self._to_settle.wait()
            await asyncio.sleep(LINGER)
            await self.settle()

    async def settle(self) -> None:
        self._to_settle.clear()
        batch, self._settled = self._settled, []
        if not batch:
            return
        try:
            replaced = await self._database.run(lambda work: self._record(work, batch))
        except Exception as error:
            # Kept for the next round: the database is away, and the answers are out.
            log.error("not_settled", answers=len(batch), exc_info=error)
            self._settled = batch + self._settled
            await asyncio.sleep(1)
            self._to_settle.set()
            return
        for channel, place, message_id in replaced:
            self.spawn(self._retire(channel, place, message_id))

    async def close(self) -> None:
        """Let the answers that are on their way arrive, and settle them."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)
        await self.settle()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin what an event still needs; `close` waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # The inbox still has it, so `recover` takes it over.
            log.error("not_answered", exc_info=error)

    def _store(self, work: Work, event: Event) -> int | None:
        return work.inbox.store(
            event.channel.value, event.event_id, event.dump(), owner=self._owner, now=self._clock.now()
        )

    async def _turn(self, event: Event, store: Callable[[Work], int | None]) -> Owing | None:
        now, since, ended = self._clock.now(), monotonic(), "answered"
        try:
            brought = await self._brought(event, now)
            owing = await self._run(
                event, store, since, lambda work: self._engine.answer(work, event, now, brought)
            )
        except Refusal as refusal:
            refused, ended = refusal, "refused"
            owing = await self._run(
                event, store, since, lambda work: self._engine.refuse(work, event, refused, now)
            )
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the person gets an answer and the log its story
            ended = "failed"
            owing = await self._apologise(event, store, since, error)
        self._metrics.turn(event.channel, ended, since)
        self._reached("after_commit")
        return owing

    async def _brought(self, event: Event, now: datetime) -> Prepared | Unreadable | None:
        """The picture that its turn will ask for. It is fetched and made small before the turn, which is
        a transaction and waits for nobody. Both can be done again, so a crash loses nothing.
        """
        heard, chat = event.heard, self._chats.get(event.channel)
        if not isinstance(heard, SentFile | Submitted) or not isinstance(chat, Fetches):
            return None
        if not await self._database.read(lambda work: self._engine.awaits_file(work, event, now)):
            return None
        if not heard.file:
            return NoPicture()  # a contact, a place, a sticker
        within = FILLED_WITHIN if isinstance(heard, Submitted) else FETCHED_WITHIN
        try:
            async with asyncio.timeout(within):
                return await asyncio.to_thread(prepared, await chat.fetch(heard.file, MOST_SENT))
        except TooLarge:
            return too_big()
        except Unreadable as problem:
            return problem
        except (NotSent, TimeoutError) as problem:
            log.info("file_not_fetched", problem=str(problem) or "no answer in time")
            return NotFetched()

    async def _run(
        self,
        event: Event,
        store: Callable[[Work], int | None],
        since: float,
        answer: Callable[[Work], Answer],
        reference: str = "",
    ) -> Owing | None:
        now = self._clock.now()

        def unit(work: Work) -> Owing | None:
            inbox_id = store(work)
            if inbox_id is None:
                return None
            given = answer(work)
            work.flush()
            owed = not given.screen.is_silent or event.is_press
            reply = {"screen": given.screen.dump(), "address": given.address_id}
            work.inbox.reply(inbox_id, reply, now=now, owed=owed, confidential=given.confidential)
            if reference:
                work.inbox.fail(inbox_id, reference, "see the log")
            return Owing(inbox_id, event, given.screen, given.address_id, since) if owed else None

        return await self._database.run(unit)

    async def _apologise(
        self, event: Event, store: Callable[[Work], int | None], since: float, error: Exception
    ) -> Owing | None:
        reference = secrets.token_hex(3).upper()
        facts = {"channel": event.channel.value, "heard": type(event.heard).__name__}
        log.error("turn_failed", reference=reference, exc_info=error, **facts)
        now = self._clock.now()
        return await self._run(
            event, store, since, lambda work: self._engine.apologise(work, event, reference, now), reference
        )

    async def _send(self, owing: Owing) -> Settled | None:
        again = owing.again
        doubts = 0  # tries of which nobody knows how they ended: one is forgiven, and no more
        for pause in (*PATIENCE, None):
            left = await self._left(owing) if again else owing.screen
            ended = left if isinstance(left, Settled) else await self._try(owing, left, again)
            if isinstance(ended, Settled):
                return ended
            again = True
            doubts += not ended.certain
            if ended.permanent or doubts > 1:
                log.info("answer_refused", problem=str(ended), doubts=doubts)
                return Settled(owing, gone=ended.gone, stopped=ended.opted_out)
            if pause is None:
                log.warning("answer_postponed", problem=str(ended))
                return None
            await asyncio.sleep(max(pause, ended.retry_after or 0))
        return None

    async def _try(self, owing: Owing, screen: Screen, again: bool) -> Settled | NotSent:
        try:
            attempt = Try(_key(owing, screen), again)
            sent = await self._chats[owing.event.channel].answer(owing.event, screen, attempt)
        except NotSent as problem:
            return problem
        except Exception as error:  # a bug of ours, which trying again would only repeat
            log.error("answer_failed", inbox=owing.inbox_id, exc_info=error)
            return Settled(owing)
        self._metrics.answered(owing.event.channel, owing.since)
        return Settled(owing, sent.place, sent.message_id) if sent else Settled(owing)

    async def _left(self, owing: Owing) -> Screen | Settled:
        """What a further try has to say: nothing once STOP was said or where an earlier one was surely taken,
        and little where there is a later answer. A first try follows its own turn at once.
        """
        address_id = owing.address_id
        if address_id is None:
            return owing.screen

        def look(work: Work) -> Screen | Settled:
            if work.people.address(address_id).stopped_at is not None:
                return Settled(owing)
            if taken := work.deliveries.of(owing.key):
                return Settled(owing, owing.event.place, taken[0].message_id)
            later = work.inbox.later(owing.inbox_id, address_id, but=self._under_way)
            screens = [Screen.load(reply["screen"]) for reply in later]
            return self._engine.overtaken(owing.event, owing.screen, screens) or Settled(owing)

        return await self._database.read(look)

    def _record(self, work: Work, batch: list[Settled]) -> list[tuple[Channel, str, str]]:
        work.inbox.settle([one.owing.inbox_id for one in batch], now=self._clock.now())
        replaced = []
        for one in batch:
            owing = one.owing
            if owing.address_id is None:
                continue
            if one.gone and owing.event.private:  # a group that put us out is not the person
                lose(work, work.people.address(owing.address_id), now=self._clock.now())
            if one.stopped:
                address = work.people.address(owing.address_id)
                consent.stop(work, address, "refused: opted out", now=self._clock.now())
            if one.message_id and one.message_id == owing.event.message_id:
                work.inbox.drop_cards(owing.address_id, one.message_id, owing.screen.subject)
            if owing.screen.subject and one.message_id:
                old = work.inbox.put_card(owing.address_id, owing.screen.subject, one.place, one.message_id)
                if old:
                    replaced.append((owing.event.channel, *old))
        return replaced

    async def _retire(self, channel: Channel, place: str, message_id: str) -> None:
        try:
            await self._chats[channel].retire(place, message_id)
        except NotSent as problem:
            log.debug("not_retired", problem=str(problem))


def _key(owing: Owing, screen: Screen) -> str:
    """Other words are another message."""
    return owing.key if screen is owing.screen else f"{owing.key}:late"


def _lock(locks: WeakValueDictionary[str, asyncio.Lock], event: Event) -> asyncio.Lock:
    """The lock of an address: it is fair, so whoever came first goes first. Forgotten when nobody waits."""
    return locks.setdefault(f"{event.channel}:{event.sender}", asyncio.Lock())
