"""How a database would find what a turn asks for: by index, or by reading a whole table that grows."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

from storage.work import SqlWork

# Of these a studio has a handful, and reads them whole; “mine” is what a statement has just found.
FEW = ("lane", "resource", "studio_rate", "mine")
Ran = list[tuple[str, Any]]


@contextmanager
def statements(work: SqlWork) -> Iterator[Ran]:
    """Those that run within, each with its values."""
    ran: Ran = []

    def note(_c: object, _k: object, statement: str, values: Any, _x: object, many: bool) -> None:
        if not many and not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN")):
            ran.append((statement, values))

    connection = work.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(connection, "before_cursor_execute", note)


def scans(work: SqlWork, ran: Ran) -> list[tuple[str, str]]:
    """The steps that read a growing table whole, each with its statement. What is owed or due is few rows, in
    a partial index of their own.
    """
    if work.session.get_bind().dialect.name == "sqlite":
        return _on_sqlite(work, ran)
    # A table of a few rows is read whole for good reason; whether it has to be, shows where that is dear.
    for way in ("seqscan", "hashjoin", "mergejoin"):
        work.session.execute(text(f"SET LOCAL enable_{way} = off"))
    return _on_postgresql(work, ran)


def _on_sqlite(work: SqlWork, ran: Ran) -> list[tuple[str, str]]:
    asked = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
    partial = "|".join(work.session.scalars(text(asked)))
    # A table goes by its alias there; what is no table is a subquery, or a row of constants.
    whole = re.compile(rf"SCAN (?!({'|'.join(FEW)})\b|\(|[0-9]+ CONSTANT|CONSTANT)(?!.* ({partial}))")
    connection = work.session.connection()
    return [
        (step, statement)
        for statement, values in ran
        for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        if whole.match(step)
    ]


def effort(work: SqlWork, act: Callable[[], object]) -> int:
    """How much the database does for an act: SQLite's own instructions, in tens; PostgreSQL's rows, and
    there all that ``act`` says is done twice.
    """
    if work.session.get_bind().dialect.name == "sqlite":
        connection: Any = work.session.connection().connection.driver_connection
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.set_progress_handler(step, 10)
        act()
        connection.set_progress_handler(None, 0)
        return steps
    with statements(work) as ran:
        act()
    return sum(
        round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
        for statement, values in ran
        for node in nodes(explained(work, statement, values, "ANALYZE, "))
        if "Relation Name" in node
    )


def _on_postgresql(work: SqlWork, ran: Ran) -> list[tuple[str, str]]:
    asked = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'"
    partial = set(work.session.scalars(text(asked)))
    return [
        (f"{node['Node Type']} {node['Relation Name']}", statement)
        for statement, values in ran
        for node in nodes(explained(work, statement, values))
        if node.get("Relation Name", "lane") not in FEW and _reads_all(node, partial)
    ]


def _reads_all(node: dict[str, Any], partial: set[str]) -> bool:
    """An index that is walked from end to end is no better than its table."""
    if node["Node Type"] == "Seq Scan":
        return True
    found_by = [node, *node.get("Plans", [])]  # of a bitmap, the index is a node beneath
    indexes = [each for each in found_by if "Index Name" in each]
    return any("Index Cond" not in each and each["Index Name"] not in partial for each in indexes)


def explained(work: SqlWork, statement: str, values: Any, how: str = "") -> dict[str, Any]:
    """What PostgreSQL would do for a statement; with "ANALYZE, ", what it did."""
    shown = work.session.connection().exec_driver_sql(f"EXPLAIN ({how}FORMAT JSON) {statement}", values)
    plan = shown.scalar_one()
    found: dict[str, Any] = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", []):
        yield from nodes(each)
