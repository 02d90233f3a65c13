"""What is typed for a count is read in the currency of its drawer."""

import pytest

from bot.dialogue.forms import check
from bot.trainer.cashup import Counting
from bot.trainer.money_views import CountCash
from tests.factories import NOON


@pytest.mark.parametrize(
    ("currency", "typed", "is_read"),
    [
        ("kwd", "1240.500", True),  # a thousand fils each, which would be a million euros
        ("eur", "240.50", True),
        ("jpy", "240.50", False),
        ("kwd", "240 EUR", False),
    ],
)
def test_a_count_is_read_in_the_currency_of_its_drawer(currency: str, typed: str, is_read: bool) -> None:
    filled, problems = check(Counting, {"counted": typed}, CountCash(1, NOON.date(), currency))
    assert (filled is not None, "counted" in problems) == (is_read, not is_read)
