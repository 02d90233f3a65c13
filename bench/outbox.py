"""Our own pipeline as it is served, but for the provider's limit: how fast it could go is the question."""

import sys

import uvloop

from bot.app import Bot
from bot.settings import Settings
from jobs.dispatch import Dispatcher
from jobs.pace import Rate

UNHINDERED = Rate(per_second=1e9, per_address=1e9)


async def send() -> None:
    bot = Bot(Settings(_env_file=None))
    assert bot.telegram
    await bot.telegram.open()
    lane = bot.telegram.lane
    await Dispatcher(bot.database, [bot.telegram], bot.clock, bot.draw, rates={lane: UNHINDERED}).drain()
    sys.stdin.read()


if __name__ == "__main__":
    uvloop.run(send())
