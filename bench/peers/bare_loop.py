"""The same calls and nothing else: what the wire and the provider cost."""

import os
import sys

import aiohttp
import uvloop

from bench.peers.words import API, TOKEN
from bench.pipeline import TEXT
from bench.world import FIRST


async def send(count: int) -> None:
    async with aiohttp.ClientSession() as session:
        for user in range(FIRST, FIRST + count):
            message = {"chat_id": user, "text": TEXT}
            async with session.post(f"{API}/bot{TOKEN}/sendMessage", json=message) as answer:
                assert (await answer.json())["ok"]
    sys.stdin.read()


if __name__ == "__main__":
    uvloop.run(send(int(os.environ["BENCH_COUNT"])))
