"""Tests that are one unit of work, and so read like the services that they ask."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from storage.database import Database
from storage.work import SqlWork


def in_a_turn(test: Callable[..., None]) -> Callable[..., Awaitable[None]]:
    """Run a test of ``work``, and of the fixtures and parameters it names besides, on both engines."""

    @functools.wraps(test)
    async def run(database: Database, **given: Any) -> None:
        await database.run(functools.partial(_with_work, test, given))

    named = inspect.signature(test).parameters.values()
    database, _ = inspect.signature(run, follow_wrapped=False).parameters.values()
    vars(run)["__signature__"] = inspect.Signature(
        [database, *(parameter for parameter in named if parameter.name != "work")]
    )
    return run


def _with_work(test: Callable[..., None], given: dict[str, Any], work: SqlWork) -> None:
    test(work=work, **given)
