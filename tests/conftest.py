"""What every room of the tests shares."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chromium import INSTALL, find_chromium
from tests.postgres import PostgresServer, running_server

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


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; without one its test is skipped, except where CI promises that all ran."""
    if path := find_chromium():
        return path
    missing = f"No Chromium. Install it, name it in TRAINERHUB_CHROMIUM, or run: {INSTALL}"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)
