"""The launcher's own promises."""

import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.postgres import PostgresServer, database_name

ROOT = Path(__file__).parents[1]


async def run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_new_database_is_a_copy_of_its_template(postgres_server: PostgresServer) -> None:
    template = postgres_server.new_database()
    await run(template, "CREATE TABLE person (name text)")
    copy = postgres_server.new_database(database_name(template))
    await run(copy, "INSERT INTO person VALUES ('Cleo')")
    for url in (copy, template):
        postgres_server.drop_database(url)
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await run(url, "SELECT 1")


def test_a_killed_session_leaves_no_server_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    program = "from tests.postgres import *\nwith running_server() as it: print(it.url, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout
        (home,) = parse_qs(urlsplit(session.stdout.readline()).query)["host"]
        assert Path(home.strip(), "data", "postmaster.pid").exists()
        session.kill()
    deadline = time.monotonic() + 20
    while Path(home.strip()).exists():
        assert time.monotonic() < deadline, "the server is still there"
        time.sleep(0.05)
