"""`trainerhub demo` in a process of its own, and a browser before it."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MONDAY_MORNING = "2030-11-25T09:00:00Z"


@asynccontextmanager
async def running_demo(folder: Path) -> AsyncIterator[str]:
    """Its address, once its channels are up and its clock says Monday morning."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "demo",
        cwd=folder,
        env={**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT)},
    )
    base = f"http://127.0.0.1:{port}"
    try:
        await _until_ready(base)
        yield base
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 15)


async def _until_ready(base: str) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(30):
        while True:
            if await _is_ready(http, base):
                break
            await asyncio.sleep(0.1)
        async with http.post(f"{base}/sandbox/clock", json={"now": MONDAY_MORNING}) as answer:
            answer.raise_for_status()


async def _is_ready(http: aiohttp.ClientSession, base: str) -> bool:
    try:
        async with http.get(f"{base}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
