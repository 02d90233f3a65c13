"""The two dialects that we speak: what one engine of the process has compiled, every other of its kind runs.

SQLAlchemy keeps what it compiled by dialect, and makes a dialect for each engine. The bot has two engines, a
test suite thousands; to compile a statement takes as long as to run it ten times.
"""

from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

SQLITE, POSTGRESQL = "sqlite+ours", "postgresql+ours"
_COMPILED = LRUCache[Any, Any](1000)  # there are some 400 statements
COMPILED = {"compiled_cache": _COMPILED}  # of an engine's execution options


class _Equal(DefaultDialect):
    """To servers of one version they say everything alike."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.server_version_info == self.server_version_info

    def __hash__(self) -> int:
        return hash(type(self))


class Sqlite(_Equal, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class Postgresql(_Equal, PGDialect_asyncpg):
    supports_statement_cache = True


registry.register("sqlite.ours", __name__, "Sqlite")
registry.register("postgresql.ours", __name__, "Postgresql")
