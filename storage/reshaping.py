"""Of migrations: changing what a column or a check says on SQLite, without copying the table."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

_READ = text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :table")
_WRITE = text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :table")


def reshape(connection: Connection, table: str, changes: Mapping[str, str]) -> None:
    """Each part of its CREATE TABLE by another, which has to allow every row that is there: what SQLite calls
    safe, since no row is stored in another way. Raises ValueError for a part that isn't there once.
    """
    said: str = connection.execute(_READ, {"table": table}).scalar_one()
    for was, now in changes.items():
        if said.count(was) != 1:
            raise ValueError(f"{table} has no one {was!r}: {said}")
        said = said.replace(was, now)
    version = connection.execute(text("PRAGMA schema_version")).scalar_one()
    connection.execute(text("PRAGMA writable_schema = ON"))
    connection.execute(_WRITE, {"sql": said, "table": table})
    connection.execute(text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(text("PRAGMA writable_schema = OFF"))
