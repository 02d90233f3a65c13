"""From the outbox to the provider: ours beside a bare loop of the same calls, and beside Celery.

All send the same texts to the same chats of a sandbox in a process, one after another; they are all
there before it begins. Counted is what the sandbox accepted, from its first to its last.
Celery is measured where it is installed and a ``redis-server`` is on the PATH.
"""

import asyncio
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from bench.inbound import ROOT, ask, process
from bench.studio import ZONE, now, open_studio
from bench.tables import table as shown
from bench.world import FIRST
from domain.base import Entity, Role
from domain.notifications.model import Notification, Purpose, State
from domain.people.model import Address, Channel, Person, Relationship
from sandbox.people import TELEGRAM_TOKEN
from storage.tables import table
from storage.work import SqlWork

TEXT = "See you at six. Bring a towel."
EACH = 5  # messages for each of the people that a bench is asked for
Prepared = tuple[list[str], dict[str, str]]
Prepare = Callable[[Path, int], Prepared]


def measure(people: int, rounds: int) -> dict[str, float]:
    """Ratios of medians of messages a second; they take turns, so that whatever else is done befalls all."""
    count = people * EACH
    senders = {name: prepare for name, (prepare, there) in SENDERS.items() if there()}
    runs: dict[str, list[float]] = {name: [] for name in senders}
    for _ in range(rounds):
        for name, prepare in senders.items():
            runs[name].append(_run(name, prepare, count))
    middle = {name: median(of_one) for name, of_one in runs.items()}
    print(shown(f"{count} messages, median of {rounds}", ["", "messages/s"], list(middle.items())))
    return {f"pipeline_vs_{name}": middle["ours"] / middle[name] for name in middle if name != "ours"}


def _run(name: str, prepare: Prepare, count: int) -> float:
    with (
        TemporaryDirectory() as folder,
        process([sys.executable, "-m", "bench.world"], {}, ROOT) as outside,
        _redis(Path(folder)) if name == "celery" else nullcontext(),
    ):
        assert outside.stdout
        base = outside.stdout.readline().decode().strip()
        command, settings = prepare(Path(folder), count)
        ask(f"{base}/bench/crowd", {"people": count})
        where = {"TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN, "TELEGRAM_API_URL": f"{base}/telegram"}
        with process(command, where | settings | {"BENCH_COUNT": str(count)}, Path(folder)):
            seconds = float(ask(f"{base}/bench/sent")["seconds"])
    return (count - 1) / seconds


def _ours(folder: Path, count: int) -> Prepared:
    """Words of a trainer to as many clients, in a SQLite file: consent, quiet hours, text, and the books."""
    url = f"sqlite:///{folder / 'studio.db'}"

    async def seed() -> None:
        database = await open_studio(url, 1)
        await database.run(lambda work: _written(work, count))
        await database.close()

    asyncio.run(seed())
    return [sys.executable, "-m", "bench.outbox"], {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}


def _written(work: SqlWork, count: int) -> None:
    numbers, begun = range(count), now()

    def rows(entity: type[Entity], row: Callable[[int], dict[str, Any]]) -> None:
        work.session.execute(insert(table(entity)), [{"id": FIRST + n} | row(n) for n in numbers])

    rows(Person, lambda n: {"name": f"Cleo {n}", "zone": ZONE, "zone_told": True, "roles": Role.CLIENT,
                            "created_at": begun})  # fmt: skip
    rows(Address, lambda n: {"person_id": FIRST + n, "channel": Channel.TELEGRAM, "lane": _lane(),
                             "external_id": str(FIRST + n), "place": str(FIRST + n)})  # fmt: skip
    rows(Relationship, lambda n: {"client_id": FIRST + n, "trainer_id": 1, "standing": "active",
                                  "since": begun})  # fmt: skip
    rows(Notification, lambda n: {"key": f"words:{n}", "kind": "client_message", "address_id": FIRST + n,
                                  "lane": _lane(), "purpose": Purpose.TRANSACTIONAL, "priority": 4,
                                  "subject_kind": "thread", "subject_id": FIRST + n, "data": {"text": TEXT},
                                  "due_at": begun, "urgent": True, "path": [], "state": State.PENDING,
                                  "attempts": 0, "doubts": 0, "token": 0})  # fmt: skip


def _lane() -> str:
    return f"telegram:{TELEGRAM_TOKEN.partition(':')[0]}"


def _bare(folder: Path, count: int) -> Prepared:
    return [sys.executable, "-m", "bench.peers.bare_loop"], {}


def _celery(folder: Path, count: int) -> Prepared:
    """One task a message, all of them in Redis before the worker comes up."""
    settings = {"REDIS_URL": f"redis+socket://{folder / 'redis.sock'}", "BENCH_COUNT": str(count)}
    command = [sys.executable, "-m", "bench.peers.celery_worker"]
    with process([*command, "fill"], settings, folder) as filling:
        filling.wait()
    return command, settings


@contextmanager
def _redis(folder: Path) -> Iterator[None]:
    socket = folder / "redis.sock"
    server = Popen(
        ["redis-server", "--port", "0", "--unixsocket", socket, "--appendonly", "yes", "--dir", folder],
        stdout=DEVNULL,
    )
    try:
        while not socket.exists() and server.poll() is None:
            asyncio.run(asyncio.sleep(0.05))
        yield
    finally:
        server.terminate()
        server.wait()


SENDERS: dict[str, tuple[Prepare, Callable[[], bool]]] = {
    "ours": (_ours, lambda: True),
    "bare": (_bare, lambda: True),
    "celery": (_celery, lambda: bool(find_spec("celery") and shutil.which("redis-server"))),
}
