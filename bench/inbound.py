"""The booking conversation over HTTP: ours beside two bare bots.

Three processes: the sandbox, the bot, and this one, which only waits. Every bot makes the same calls: a
message, and twice an answer to a press with an edit.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from urllib.request import Request, urlopen

import psutil
import uvloop

from bench.studio import open_studio
from bench.tables import table
from sandbox.people import TELEGRAM_TOKEN

ROOT = Path(__file__).parents[1]
STEPS = ("open", "press", "press")
WARM = 20  # people who come before anything is timed
MIB = 2**20

Environment = dict[str, str]
Bot = Callable[[Path, int], tuple[list[str], Environment]]


@dataclass(frozen=True, slots=True)
class Run:
    """One bot's conversation. ``turns`` a second of wall time, ``cpu`` milliseconds of its own processor time
    a turn, ``start`` seconds to its first poll, MiB resident then (``ready``) and in the end (``after``).
    """

    turns: float
    cpu: float
    start: float
    ready: float
    after: float


def measure(people: int, rounds: int) -> dict[str, float]:
    """Ratios of medians; the bots take turns, so that whatever else the machine does befalls all."""
    runs: dict[str, list[Run]] = {name: [] for name in BOTS}
    for _ in range(rounds):
        for name, bot in BOTS.items():
            runs[name].append(_run(bot, people))
    middle = {name: _median(of_one) for name, of_one in runs.items()}
    heads = ["", "turns/s", "CPU ms/turn", "start s", "MiB ready", "MiB after"]
    rows = [(name, run.turns, run.cpu, run.start, run.ready, run.after) for name, run in middle.items()]
    print(table(f"Bookings of {people} people over HTTP, median of {rounds}", heads, rows))
    ours, aiogram, ptb = middle["ours"], middle["aiogram"], middle["ptb"]
    return {
        "inbound_vs_aiogram": ours.turns / aiogram.turns,
        "inbound_vs_ptb": ours.turns / ptb.turns,
        "start_vs_aiogram": ours.start / aiogram.start,
        "start_vs_ptb": ours.start / ptb.start,
        "memory_vs_aiogram": ours.after / aiogram.after,
        "memory_vs_ptb": ours.after / ptb.after,
    }


def _median(runs: list[Run]) -> Run:
    return Run(*(median(getattr(run, field.name) for run in runs) for field in fields(Run)))


def _run(bot: Bot, people: int) -> Run:
    world = [sys.executable, "-m", "bench.world"]
    with TemporaryDirectory() as folder, process(world, {}, ROOT) as outside:
        assert outside.stdout
        base = outside.stdout.readline().decode().strip()
        command, environment = bot(Path(folder), WARM + people)
        settings = {"TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "TELEGRAM_API_URL": f"{base}/telegram"}
        began = perf_counter()
        with process(command, settings | environment, Path(folder)) as bot_process:
            ask(f"{base}/bench/ready")
            return _watch(psutil.Process(bot_process.pid), base, people, perf_counter() - began)


def _watch(process: psutil.Process, base: str, people: int, start: float) -> Run:
    ready = process.memory_info().rss / MIB
    _converse(base, 0, WARM)
    before = process.cpu_times()
    seconds = _converse(base, WARM, people)
    after = process.cpu_times()
    said = ask(f"{base}/bench/shown/{WARM}")["text"]
    assert said.startswith("Booked"), f"the conversation ended with: {said}"
    turns, cpu = people * len(STEPS), after.user + after.system - before.user - before.system
    return Run(turns / seconds, cpu / turns * 1000, start, ready, process.memory_info().rss / MIB)


def _converse(base: str, first: int, people: int) -> float:
    """The seconds that the bot took for all turns of these people."""
    waves = ({"step": step, "first": first, "people": people} for step in STEPS)
    return sum(float(ask(f"{base}/bench/wave", wave)["seconds"]) for wave in waves)


def ask(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data), timeout=120) as answer:
        answered: dict[str, Any] = json.load(answer)
        return answered


@contextmanager
def process(command: list[str], settings: Environment, folder: Path) -> Iterator[Popen[bytes]]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"PYTHONPATH": str(ROOT)} | settings
    begun = Popen(command, env=environment, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        yield begun
    finally:
        begun.terminate()
        begun.communicate()


def _ours(folder: Path, people: int) -> tuple[list[str], Environment]:
    """As `trainerhub serve` runs in production, on a SQLite file."""
    url = f"sqlite:///{folder / 'studio.db'}"

    async def seed() -> None:
        await (await open_studio(url, people)).close()

    uvloop.run(seed())
    command = str(Path(sys.executable).with_name("trainerhub"))
    # Only what goes wrong is logged: nobody reads the pipe.
    return [command, "serve"], {"DATABASE_URL": url, "PORT": "0", "LOG_LEVEL": "ERROR"}


def _peer(module: str) -> Bot:
    return lambda folder, people: ([sys.executable, "-m", module], {})


BOTS: dict[str, Bot] = {
    "ours": _ours,
    "aiogram": _peer("bench.peers.aiogram_bot"),
    "ptb": _peer("bench.peers.ptb_bot"),
}
