"""A world that outlives its process: what people saw and what the clock said, in one JSON file."""

import asyncio
import json
from pathlib import Path
from typing import Any

from sandbox.world import World

PAUSE = 1.0  # seconds between two writings, so that a crash forgets little and nobody waits for a disk


async def keep(world: World, file: Path) -> None:
    """Write the world after what changes in it, and once more when it closes or this is cancelled."""
    try:
        async for panes in world.changes():
            if panes:
                _write(file, world.kept())
                await asyncio.sleep(PAUSE)
    finally:
        _write(file, world.kept())


class Unreadable(Exception):
    """What was kept is another version's, or no world at all."""


def take_up(world: World, file: Path) -> None:
    """Go on where the world in the file was; without a file it begins anew. Raises Unreadable."""
    if not file.exists():
        return
    try:
        world.take_up(json.loads(file.read_text()))
    except (ValueError, TypeError, KeyError) as problem:
        raise Unreadable(str(file)) from problem


def _write(file: Path, kept: dict[str, Any]) -> None:
    """Whole or not at all, whenever the process dies."""
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(json.dumps(kept))
    draft.replace(file)
