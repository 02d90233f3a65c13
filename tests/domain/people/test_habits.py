"""The hour in which somebody answers."""

from hypothesis import given
from hypothesis import strategies as st

from domain.people.habits import ENOUGH, MOST, best_hour, noted

HOUR = st.integers(0, 23)


def answers(*hours: int) -> list[int] | None:
    counts = None
    for hour in hours:
        counts = noted(counts, hour)
    return counts


def test_before_five_answers_nothing_is_made_of_them() -> None:
    assert best_hour([]) is None
    assert best_hour([None]) is None
    assert best_hour([answers(18, 18, 18, 18)]) is None
    assert best_hour([answers(18, 18, 18, 18, 9)]) == 18


def test_all_addresses_of_a_person_count_together() -> None:
    assert best_hour([answers(7, 18, 18), None, answers(7, 7)]) == 7


def test_of_hours_that_are_as_good_it_is_the_earliest() -> None:
    assert best_hour([answers(20, 8, 20, 8, 12)]) == 8


def test_a_new_habit_wins_over_an_old_one() -> None:
    counts = answers(*[7] * MOST * 3, *[19] * MOST)
    assert counts
    assert sum(counts) <= MOST
    assert best_hour([counts]) == 19


@given(st.lists(HOUR, max_size=400))
def test_it_is_an_hour_in_which_they_answered(hours: list[int]) -> None:
    best = best_hour([answers(*hours)])
    assert (best is None) == (len(hours) < ENOUGH)
    assert best is None or best in hours
