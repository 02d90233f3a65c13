"""How far a delay reaches. Pure policy."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.intervals import Interval

SOON = timedelta(hours=3)  # to their start sessions are spoken of as late
BEGUN = timedelta(minutes=15)  # ago, and still waited for
DAY = timedelta(hours=16)  # that a delay could reach through


def passed_on(spans: Sequence[Interval], ready: datetime) -> Iterator[timedelta]:
    """By how much later each of some sessions in a row begins, when their trainer is ready for the first at
    ``ready``. What lies between two of them, buffers too, makes up for it; the first that begins on time is
    where it ends.
    """
    for span in spans:
        late = ready - span.start
        if late <= timedelta():
            return
        yield late
        ready = span.end + late
