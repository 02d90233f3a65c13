"""What may be kept as words, and how they are filled."""

import pytest

from domain.wordings.model import LONGEST
from domain.wordings.rules import (
    NoValue,
    NoWordsLeft,
    OddBraces,
    UnknownVariable,
    UnsafeLink,
    WordsTooLong,
    checked,
    filled,
)

KNOWN = ("name", "was")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("{name} moved it", "{name} moved it"),
        ("  Two  spaces \n and a line ", "Two spaces\nand a line"),
        ("See https://studio.example/rules", "See https://studio.example/rules"),  # people can trust it
        ("{ name } is read too", "{ name } is read too"),
    ],
)
def test_what_may_be_said_is_kept(words: str, kept: str) -> None:
    assert checked(words, KNOWN) == kept


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("Hi {nmae}", UnknownVariable),
        ("Hi {}", UnknownVariable),
        ("Hi {0.__class__}", UnknownVariable),  # nothing of Python's own
        ("Hi {name", OddBraces),
        ("Hi name}", OddBraces),
        ("Hi {{name}}", OddBraces),
        (" \n ", NoWordsLeft),
        ("x" * (LONGEST + 1), WordsTooLong),
        ("http://studio.example", UnsafeLink),
        ("www.studio.example", UnsafeLink),
        ("javascript://studio.example", UnsafeLink),
    ],
)
def test_what_may_not_is_refused_with_what_would_help(words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        checked(words, KNOWN)


def test_an_unknown_variable_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UnknownVariable) as refused:
        checked("Hi {nmae}", KNOWN)
    assert refused.value.facts == {"variable": "{nmae}", "known": "{name} {was}"}


def test_values_are_filled_in_and_never_read_as_variables() -> None:
    assert filled("{name}: {was}", {"name": "{was}", "was": "Tue"}) == "{was}: Tue"


@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_without_a_value_fills_nothing(value: object) -> None:
    with pytest.raises(NoValue) as lacks:
        filled("Hi {name}", {"name": value})
    assert lacks.value.variable == "name"
    assert filled("Hi", {"name": value}) == "Hi"  # who names nothing lacks nothing
