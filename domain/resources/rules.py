"""When there is too little of something. Pure policy."""

from collections.abc import Iterable, Iterator

from domain.intervals import Interval


def crowded(uses: Iterable[Interval], spare: int) -> Iterator[Interval]:
    """When more than ``spare`` of these run at once, in order."""
    steps = sorted(step for use in uses for step in ((use.start, 1), (use.end, -1)))
    running, since = 0, None
    for instant, change in steps:  # an end comes before a start at the same instant
        running += change
        if running > spare and since is None:
            since = instant
        elif running <= spare and since is not None:
            yield Interval(since, instant)
            since = None
