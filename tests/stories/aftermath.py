"""What a story that failed leaves to read: how its studio stood at that moment. A race may not come again."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text

from domain.conversations.model import InboxEvent
from domain.notifications.model import Notification, State
from storage.database import PostgresDatabase
from storage.work import SqlWork

if TYPE_CHECKING:
    from tests.stories.conftest import Studio

PASSED = 16  # of the last things on the wire
LONG = 200  # characters of one
FRAMES = 4  # innermost of a task, of ours or not
SOON = 5.0  # seconds for a database that may be what stands still
_ACTIVITY = text(
    "SELECT state, wait_event_type, wait_event, CAST(now() - xact_start AS TEXT), left(query, 90)"
    " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def aftermath(studio: "Studio") -> str:
    """The end of the wire, what is owed and queued, what each task waits for, and the database's sessions."""
    parts: dict[str, list[Any]] = {"on the wire": await _wire(studio), "waiting": _waiting()}
    if studio.bot:
        if isinstance(studio.bot.database, PostgresDatabase):
            parts["pool"] = [studio.bot.database._engine.pool.status()]
        try:
            async with asyncio.timeout(SOON):
                parts |= await studio.bot.database.read(_owed)
        except Exception as problem:  # noqa: BLE001 - it is told as it is
            parts["database"] = [repr(problem)]
    return "\n".join(line for name, lines in parts.items() for line in (f"-- {name}", *map(str, lines)))


async def _wire(studio: "Studio") -> list[str]:
    wire = await studio.outside.get("/sandbox/wire")
    alerts = await studio.outside.get("/sandbox/twilio/alerts")
    return [json.dumps(each, ensure_ascii=False)[:LONG] for each in [*wire[-PASSED:], *alerts]]


def _owed(work: SqlWork) -> dict[str, list[Any]]:
    session = work.session
    events = select(InboxEvent).where(InboxEvent.answered_at.is_(None)).limit(PASSED)
    queued = select(Notification).where(Notification.state.in_([State.PENDING, State.CLAIMED])).limit(PASSED)
    found: dict[str, list[Any]] = {
        "owed": [(e.id, e.event, e.processed_at, e.lease_until, e.attempts) for e in session.scalars(events)],
        "queued": [(n.id, n.kind, n.state, n.due_at, n.lane, n.not_before) for n in session.scalars(queued)],
    }
    if session.get_bind().dialect.name == "postgresql":
        found["sessions"] = [tuple(row) for row in session.execute(_ACTIVITY)]
    return found


def _waiting() -> list[str]:
    counted = Counter(" < ".join(_frames(task.get_coro())) for task in asyncio.all_tasks())
    return [f"{many} x {where}" for where, many in counted.most_common()]


def _frames(coroutine: Any) -> list[str]:
    return [*_stack(coroutine)][-FRAMES:][::-1]


def _stack(coroutine: Any) -> Iterator[str]:
    """From the outside in."""
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is not None:
            yield f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {frame.f_code.co_name}"
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
