"""The database's own clock, for leases: the one clock that several processes agree on."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from domain.base import UtcDateTime


class db_time(FunctionElement[datetime]):  # noqa: N801 - reads as a SQL function
    """The database's present instant plus some whole seconds."""

    type = UtcDateTime()
    inherit_cache = False  # the seconds are part of the text

    def __init__(self, seconds: int = 0) -> None:
        self.seconds = seconds
        super().__init__()


@compiles(db_time, "sqlite")
def _sqlite(element: db_time, compiler: Any, **kw: Any) -> str:
    # As SQLAlchemy writes datetimes, so that text compares as time does.
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '{element.seconds:+d} seconds')"


@compiles(db_time, "postgresql")
def _postgresql(element: db_time, compiler: Any, **kw: Any) -> str:
    return f"(clock_timestamp() + interval '{element.seconds:d} seconds')"
