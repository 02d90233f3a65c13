"""A SQLite file has one bot at a time: what another had under way is taken for left by it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class ServedAlready(Exception):
    """Another bot has the file."""


@contextmanager
def sole(url: str) -> Iterator[None]:
    """Hold the file until the end of the block, or of the process however it dies. Of PostgreSQL there may be
    many. Raises ServedAlready.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        yield
        return
    file = Path(parsed.database)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServedAlready(
                f"TrainerHub is running on {file} already. End that one first; "
                "to run several at once, use PostgreSQL."
            ) from None
        yield
