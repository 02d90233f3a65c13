"""Tests that are one unit of work, and so read like the services that they ask."""

import functools
import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from storage.database import Database
from storage.work import SqlWork


class _Undone(Exception):
    """The test is over, and the next one wants the database as it was."""


def in_a_turn(test: Callable[..., None]) -> Callable[..., Awaitable[None]]:
    """Run a test of ``work``, and of the fixtures and parameters it names besides, on both engines.

    It is one transaction, rolled back at the end; what needs a commit takes ``database``.
    """

    def unit(given: dict[str, Any], work: SqlWork) -> None:
        test(work=work, **given)
        raise _Undone

    @functools.wraps(test)
    async def run(commons: Database, **given: Any) -> None:
        with suppress(_Undone):
            await commons.run(functools.partial(unit, given))

    named = inspect.signature(test).parameters.values()
    commons, _ = inspect.signature(run, follow_wrapped=False).parameters.values()
    vars(run)["__signature__"] = inspect.Signature(
        [commons, *(parameter for parameter in named if parameter.name != "work")]
    )
    return run
