from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.intervals import Interval
from domain.resources.rules import crowded
from tests.factories import NOON

_MINUTES = st.integers(0, 60)


def _at(minute: int) -> Interval:
    return Interval(NOON + timedelta(minutes=minute), NOON + timedelta(minutes=minute + 1))


@given(st.lists(st.tuples(_MINUTES, st.integers(1, 20)), max_size=12), st.integers(0, 4))
def test_it_is_crowded_in_every_minute_with_more_uses_than_can_be_spared(
    uses: list[tuple[int, int]], spare: int
) -> None:
    spans = [Interval(_at(start).start, _at(start + length).start) for start, length in uses]
    found = list(crowded(spans, spare))
    assert found == sorted(found)
    for minute in range(90):
        running = sum(start <= minute < start + length for start, length in uses)
        inside = any(each.start <= _at(minute).start < each.end for each in found)
        assert inside == (running > spare), minute
