"""When somebody answers: how often in each hour of their day. Pure policy."""

from collections.abc import Iterable, Sequence

HOURS = 24
ENOUGH = 5  # answers, before anything is made of them
MOST = 120  # that count in full: then each counts half, so that a new habit wins over an old one


def noted(hours: Sequence[int] | None, hour: int) -> list[int]:
    """One more answer in this hour, 0 to 23."""
    counts = list(hours or [0] * HOURS)
    if sum(counts) >= MOST:
        counts = [count // 2 for count in counts]
    counts[hour] += 1
    return counts


def best_hour(counts: Iterable[Sequence[int] | None]) -> int | None:
    """The hour in which most answers came, at whichever of their addresses; of equals the earliest. None
    before there are enough.
    """
    together = [sum(of_hour) for of_hour in zip(*(each for each in counts if each), strict=True)]
    return together.index(max(together)) if sum(together) >= ENOUGH else None
