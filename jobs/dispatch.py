"""The outbox's dispatcher: a sender for each lane of this process."""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterable, Mapping

from bot.dialogue.channel import Chat
from domain.clock import Clock
from domain.work import Runner
from jobs.lane import Sender, nobody
from jobs.letters import Draw
from jobs.pace import Rate

_ANY = Rate()


class Dispatcher:
    """Sends what is due, in every lane that has a chat here. Any number of processes may run one."""

    def __init__(
        self,
        database: Runner,
        chats: Iterable[Chat],
        clock: Clock,
        draw: Draw,
        *,
        rates: Mapping[str, Rate] | None = None,
        owner: str = "",
        reached: Callable[[str], None] = nobody,
    ) -> None:
        """``rates`` by the name of the lane. ``draw`` makes the screen of a notification, or None where it
        is no longer true; it only reads. ``reached`` is called at named points of a hand-off, so that a test
        can stop the process there.
        """
        name, rates = owner or f"{os.getpid()}.{secrets.token_hex(8)}", rates or {}
        self.senders = {
            chat.lane: Sender(
                database, chat, clock, draw, owner=name, rate=rates.get(chat.lane, _ANY), reached=reached
            )
            for chat in chats
        }

    def wake(self, lanes: Iterable[str] | None = None) -> None:
        """Something may be due: in these lanes, or (after the clock was moved) in any."""
        for lane in self.senders if lanes is None else lanes:
            if sender := self.senders.get(lane):
                sender.woken.set()

    async def drain(self) -> int:
        """Send what is due now and return, for one-off runs. Answers how many tries that took."""
        return sum([await sender.drain() for sender in self.senders.values()])

    async def run(self) -> None:
        """Send until cancelled; then what is under way ends, is settled, and the lanes are given back."""
        running = asyncio.gather(*(sender.run() for sender in self.senders.values()))
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            for sender in self.senders.values():
                sender.close()
            await running
            raise
