"""A delay reaches as far as what lies between the sessions does not make up for it."""

from datetime import timedelta

import pytest

from domain.intervals import Interval
from domain.lateness.rules import passed_on
from tests.factories import NOON

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def day(*starts: int) -> list[Interval]:
    """Sessions of an hour that begin so many minutes after noon."""
    return [Interval(NOON + each * MINUTE, NOON + each * MINUTE + HOUR) for each in starts]


@pytest.mark.parametrize(
    ("starts", "late", "reached"),
    [
        ((0, 75, 150), 10, [10]),  # a quarter of an hour between them makes up for it
        ((0, 75, 150), 15, [15]),  # to the minute
        ((0, 75, 150), 20, [20, 5]),  # the rest of it is made up for by the next
        ((0, 60, 120), 10, [10, 10, 10]),  # back to back, nothing does
        ((0, 60, 150, 210), 20, [20, 20]),  # where it ends, it has ended for all after
        ((0, 60, 125), 30, [30, 30, 25]),
        ((), 10, []),
        ((0,), 0, []),
    ],
)
def test_what_lies_between_makes_up_for_it(starts: tuple[int, ...], late: int, reached: list[int]) -> None:
    found = passed_on(day(*starts), NOON + late * MINUTE)
    assert [round(each / MINUTE) for each in found] == reached
