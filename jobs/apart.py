"""A row that can't be done keeps none behind it waiting."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from domain.payments.ports import NotReached

_told: set[tuple[str, object]] = set()  # each look meets them again, and the log needs them once

log = structlog.get_logger()


@contextmanager
def apart(what: str, row: object) -> Iterator[None]:
    """Around a transaction of a row's own: what it raises is logged once, with its id. Raises NotReached: a
    provider that is away is so for those behind it, too.
    """
    try:
        yield
    except NotReached:
        raise
    except Exception:
        if (what, row) not in _told:
            _told.add((what, row))
            log.exception("row_failed", what=what, row=row)
