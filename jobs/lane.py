"""One lane at work: settle what was sent, take what is due, draw it, send it, and again.

Settling the last message and claiming the next is one commit, and one message is under way at a time. So a
crash leaves at most that one in doubt, and whatever was withdrawn a moment ago is not sent.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import monotonic

import structlog

from bot.dialogue.channel import Chat, NotSent, Sent, Try
from bot.dialogue.menu import interrupted
from bot.dialogue.screen import Screen
from domain.clock import Clock
from domain.consent import service as consent
from domain.notifications.dead import tell_dead
from domain.notifications.history import STOPPED, TOO_LATE, UNREACHED
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.ports import Outcome
from domain.people.reached import came_back, lose
from domain.work import Runner, Work
from jobs.attempts import MOST, arrived, backoff, failed, unwanted
from jobs.letters import Draw, Letter, write
from jobs.pace import Pace, Rate

SWEEP = 1.0  # seconds: the net below every wake
# A send that begins in time and is cut off in time has ended before the lease: 10 seconds at the least.
BEGIN_WITHIN, CUT_AFTER = 2.5, 7.0
LONGEST_PAUSE = 30.0  # seconds that a lane waits for a provider that only fails

log = structlog.get_logger()


def nobody(point: str) -> None:
    """No test waits there."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What is to be recorded of a claim."""

    outcome: Outcome
    sent: Sent | None = None
    subject: tuple[str, int] | None = None
    gone: bool = False
    stopped: bool = False
    rang: Screen | None = None  # it came under whatever was asked before
    pause: float = 0  # seconds for which the whole lane is to wait


@dataclass(slots=True)
class Taken:
    rows: list[Notification] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)  # messages that newer ones stand in for


class Sender:
    """Sends what is due on one lane, while it holds the lane's lease."""

    def __init__(
        self,
        database: Runner,
        chat: Chat,
        clock: Clock,
        draw: Draw,
        *,
        owner: str,
        rate: Rate,
        reached: Callable[[str], None] = nobody,
    ) -> None:
        self._database = database
        self._chat = chat
        self._clock = clock
        self._draw = draw
        self._reached = reached
        self._owner = owner
        self._at_once = rate.at_once
        self._forgiven = MOST if chat.recalls else 1
        self._pace = Pace(rate)
        self._ended: list[Ended] = []
        self._failures = 0  # in a row
        self._closing = False
        self.woken = asyncio.Event()

    async def run(self) -> None:
        """Send until closed, then give the lane back."""
        while not self._closing:
            self.woken.clear()
            try:
                await self.drain()
            except Exception:  # a lane outlives whatever befell one round of it
                log.exception("lane_failed", lane=self._chat.lane)
                await asyncio.sleep(SWEEP)
            await self._rest()
        try:
            await self._database.run(self._leave)
        except Exception:  # then the lease lapses by itself
            log.exception("lane_not_given_back", lane=self._chat.lane)

    def close(self) -> None:
        """End after the message that is under way."""
        self._closing = True
        self.woken.set()

    async def drain(self) -> int:
        """Send until nothing is due, and answer how many tries that took."""
        tried = 0
        while rows := await self._step():
            tried += rows
        return tried

    async def _rest(self) -> None:
        shortest = min(self._pace.resting().values(), default=SWEEP)
        try:
            await asyncio.wait_for(self.woken.wait(), min(shortest, SWEEP))
        except TimeoutError:
            return

    async def _step(self) -> int:
        await self._pace.turn()
        begun = monotonic()
        recorded = len(self._ended)
        taken = await self._database.run(self._take)
        del self._ended[:recorded]
        written = await self._database.read(lambda work: self._write(work, taken.rows)) if taken.rows else []
        await asyncio.gather(
            *(self._send(one, begun) for one in written),
            *(self._retire(place, message_id) for place, message_id in taken.replaced),
        )
        return len(taken.rows)

    def _take(self, work: Work) -> Taken:
        held = work.lanes.hold(self._chat.lane, self._owner, self._clock.now(), forgiven=self._forgiven)
        replaced = [old for ended in self._ended if (old := self._record(work, ended))]
        if self._closing or not held or any(ended.pause for ended in self._ended):
            return Taken(replaced=replaced)
        rows = work.lanes.take(
            self._chat.lane,
            self._clock.now(),
            limit=self._at_once,
            resting=self._pace.resting(),
            forgiven=self._forgiven,
        )
        return Taken(rows, replaced)

    def _leave(self, work: Work) -> None:
        for ended in self._ended:
            self._record(work, ended)
        work.lanes.release(self._chat.lane, self._owner)

    def _record(self, work: Work, ended: Ended) -> tuple[str, str] | None:
        """Settle a claim; answers the message that the new one replaced."""
        now, row = self._clock.now(), ended.outcome.notification
        if ended.pause:
            work.lanes.block(self._chat.lane, ended.pause)
        if not work.lanes.settle(ended.outcome, now):
            return None
        _follow(work, ended, now)
        if ended.rang:
            interrupted(work.people.locked(row.address_id), ended.rang, now)
        if ended.sent and ended.subject:
            return work.inbox.put_card(row.address_id, ended.subject, ended.sent.place, ended.sent.message_id)
        return None

    def _write(self, work: Work, rows: list[Notification]) -> list[Letter | Outcome]:
        return [write(work, row, self._draw, self._clock.now()) for row in rows]

    async def _send(self, written: Letter | Outcome, begun: float) -> None:
        if isinstance(written, Letter):
            self._ended.append(await self._hand_off(written, begun))
        else:
            self._ended.append(_noted(written))

    async def _hand_off(self, letter: Letter, begun: float) -> Ended:
        row = letter.row
        if row.expires_at is not None and row.expires_at <= self._clock.now():
            return Ended(unwanted(row, TOO_LATE))
        if monotonic() > begun + BEGIN_WITHIN:
            return Ended(Outcome(row, State.PENDING, "the lease was about to end"))
        self._pace.sent(row.address_id, promotional=row.purpose is Purpose.PROMOTIONAL)
        ended = await self._tell(letter)
        return replace(ended, outcome=replace(ended.outcome, apart=letter.apart))

    async def _tell(self, letter: Letter) -> Ended:
        row, screen = letter.row, letter.screen
        self._reached("before_hand_off")
        try:
            async with asyncio.timeout(CUT_AFTER):
                sent = await self._chat.tell(
                    letter.place, screen, letter.card, Try(row.key, row.attempts > 1, self._good_for(row))
                )
        except NotSent as problem:
            return self._refused(row, problem)
        except TimeoutError:
            # An edit shows the same however often it is made.
            certain = letter.card is not None or self._chat.recalls
            return self._refused(
                row, NotSent("no answer in time", certain=certain, maybe=letter.card is None)
            )
        except Exception as error:
            log.exception("send_failed", lane=row.lane, notification=row.id)
            return self._refused(row, NotSent(f"our error: {type(error).__name__}", certain=False))
        self._reached("after_hand_off")
        self._failures = 0
        return Ended(arrived(row, sent), sent, screen.subject, rang=screen if letter.card is None else None)

    def _good_for(self, row: Notification) -> float | None:
        return (row.expires_at - self._clock.now()).total_seconds() if row.expires_at else None

    def _refused(self, row: Notification, problem: NotSent) -> Ended:
        ended = _noted(failed(row, problem))
        if problem.permanent:
            self._failures = 0
            return replace(ended, gone=problem.gone, stopped=problem.opted_out)
        if problem.alone:
            return ended
        self._failures += 1
        return replace(ended, pause=problem.retry_after or backoff(self._failures, LONGEST_PAUSE))

    async def _retire(self, place: str, message_id: str) -> None:
        try:
            async with asyncio.timeout(CUT_AFTER):
                await self._chat.retire(place, message_id)
        except (NotSent, TimeoutError) as problem:
            log.debug("not_retired", problem=str(problem))


def _follow(work: Work, ended: Ended, now: datetime) -> None:
    """What a message that did not arrive means for its address, and who has to be told."""
    row, state, problem = ended.outcome.notification, ended.outcome.state, ended.outcome.problem or ""
    if ended.gone:
        lose(work, work.people.address(row.address_id), now=now)
    if ended.stopped:
        consent.stop(work, work.people.address(row.address_id), problem, now=now)
    if state is State.FAILED or problem in (UNREACHED, STOPPED):
        came_back(work, row, now=now)
    for each in (ended.outcome, *(ended.outcome.apart if state is not State.PENDING else ())):
        if each.state is State.DEAD:
            tell_dead(work, each.notification, each.problem or "", now=now)


def _noted(outcome: Outcome) -> Ended:
    """Tells the log of what did not work; a dead letter is an error, for somebody to look at."""
    row = outcome.notification
    facts = {"lane": row.lane, "notification": row.id, "kind": row.kind, "problem": outcome.problem}
    if outcome.state is State.DEAD:
        log.error("notification_dead", tries=row.attempts, **facts)
    elif outcome.state is not State.SUPPRESSED and outcome.due is None:
        log.warning("notification_not_sent", state=outcome.state.value, **facts)
    return Ended(outcome)
