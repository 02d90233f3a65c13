"""How trainers say which sessions they look for."""

from datetime import date

import pytest

from domain.records.service import Kind
from domain.records.words import Wanted, read_wanted

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", Wanted()),
        ("upcoming", Wanted(Kind.AHEAD)),
        ("cleo", Wanted(Kind.ALL, words=("cleo",))),
        ("María José canceladas", Wanted(Kind.CANCELLED, words=("maria", "jose"))),
        (
            "cleo cancelled last month",
            Wanted(Kind.CANCELLED, date(2026, 10, 1), date(2026, 10, 31), ("cleo",)),
        ),
        ("knee 1-15 oct", Wanted(Kind.ALL, date(2026, 10, 1), date(2026, 10, 15), ("knee",))),
        ("20 dec - 5 jan", Wanted(Kind.ALL, date(2025, 12, 20), date(2026, 1, 5))),
        ("upcoming 3 dec to 5 dec", Wanted(Kind.AHEAD, date(2026, 12, 3), date(2026, 12, 5))),
        ("in october", Wanted(Kind.ALL, date(2026, 10, 1), date(2026, 10, 31))),
        ("en febrero de 2024", Wanted(Kind.ALL, date(2024, 2, 1), date(2024, 2, 29))),
        ("check-in past 30 days", Wanted(Kind.ALL, date(2026, 10, 24), TODAY, ("check", "in"))),
        ("past", Wanted(Kind.PAST)),
        ("no-show last week", Wanted(Kind.MISSED, date(2026, 11, 16), date(2026, 11, 22))),
        ("la semana pasada", Wanted(Kind.ALL, date(2026, 11, 16), date(2026, 11, 22))),
        ("2026-11-01", Wanted(Kind.ALL, date(2026, 11, 1), date(2026, 11, 1))),
        ("31 jun", Wanted(Kind.ALL, words=("31", "jun"))),  # no such day: words like any other
        ("may", Wanted(Kind.ALL, words=("may",))),  # a name as well
    ],
)
def test_what_is_looked_for_is_read_from_a_line(typed: str, wanted: Wanted) -> None:
    assert read_wanted(typed, TODAY) == wanted
