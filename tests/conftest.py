"""What every room of the tests shares."""

import asyncio
import gc
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from storage.database import Database, connect
from storage.migrate import upgrade
from tests.chromium import INSTALL, find_chromium
from tests.postgres import PostgresServer, database_name, running_server

LENT = 100  # times that one database is lent to tests that roll back

# The world of a test is on loopback; only the database may be a neighbour.
NEIGHBOUR = urlsplit(os.environ.get("TEST_DATABASE_URL", "")).hostname
AT_HOME = {"localhost", "127.0.0.1", "::1"}
if NEIGHBOUR:
    AT_HOME |= {str(address[0]) for *_, address in socket.getaddrinfo(NEIGHBOUR, None)}


def _stay_at_home(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a connection that leaves this machine."""
    if event != "socket.connect":
        return
    match arguments[1]:
        case (host, *_) if host not in AT_HOME:
            raise PermissionError(f"A test tried to reach {host}.")


sys.addaudithook(_stay_at_home)
settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core with ``-n auto``, as stories wait more than they work."""
    return 2 * len(os.sched_getaffinity(0))


gc.disable()  # while all is loaded: none of it is ever garbage


def pytest_collection_finish() -> None:
    """What is loaded stays; the rest is looked through as seldom as in the bot (`bot.cli`)."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the session (each xdist worker has its own)."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """The suite's promise: what holds on SQLite holds on PostgreSQL."""
    return str(request.param)


@pytest.fixture
def database_url(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, empty database of each kind."""
    if engine_kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'trainerhub.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database()
    yield url
    server.drop_database(url)


def _migrate(url: str) -> None:
    """Usable inside a running event loop and outside."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, upgrade(url)).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "trainerhub.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a migrated database, to be copied."""
    url = postgres_server.new_database()
    _migrate(url)
    return database_name(url)


@pytest.fixture(scope="session")
def postgres_commons(postgres_server: PostgresServer, postgres_template: str) -> Callable[[], str]:
    """A migrated database for all who leave it as they found it, and now and then a new one: what is rolled
    back stays in its files, and nothing vacuums them.
    """
    uses, url = count(), ""

    def lent() -> str:
        nonlocal url
        if next(uses) % LENT == 0:
            url = postgres_server.new_database(postgres_template)
        return url

    return lent


@pytest.fixture
async def commons(engine_kind: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A migrated, empty database of each kind, shared by tests that roll back: see ``tests.turns``."""
    if engine_kind == "postgresql":
        opened = connect(request.getfixturevalue("postgres_commons")())
    else:
        opened = connect(f"sqlite:///{request.getfixturevalue('sqlite_template')}")
    yield opened
    await opened.close()


@pytest.fixture
def migrated_url(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind with today's schema."""
    if engine_kind == "sqlite":
        file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path)
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new_database(request.getfixturevalue("postgres_template"))
    yield url
    server.drop_database(url)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """What `bot.app` would open, on a fresh database of each kind."""
    opened = connect(migrated_url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; without one its test is skipped, except where CI promises that all ran."""
    if path := find_chromium():
        return path
    missing = f"No Chromium. Install it, name it in TRAINERHUB_CHROMIUM, or run: {INSTALL}"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)
