from datetime import date

import pytest

from domain.errors import Unreadable
from domain.schedule.plan import EVER, Stretch
from domain.schedule.week_words import NoSuchStart, UnreadableRhythm, parse_week

TODAY = date(2026, 11, 25)  # a Wednesday
FIFTH = date(2026, 12, 5)  # a Saturday


@pytest.mark.parametrize(
    ("typed", "since", "every"),
    [
        ("sat 9-13", EVER, 1),
        ("sat 9-13 every 2 weeks from 5 dec", FIFTH, 2),
        ("every 2nd week from 5 dec: sat 9-13", FIFTH, 2),
        ("Sat 9–13 every other week, from Dec 5", FIFTH, 2),
        ("sat 9-13 fortnightly from 2026-12-05", FIFTH, 2),
        ("sat 9-13 biweekly from 5th of december", FIFTH, 2),
        ("sat from 9 to 13 every third week starting 5 dec", FIFTH, 3),
        ("sat 9-13 every 3 weeks from 1 dec", FIFTH, 3),  # the first Saturday from then on
        ("sat 9-13 every 2 weeks", date(2026, 11, 28), 2),  # no day: the next one
        ("sat 9-13 every 2 weeks from 7 nov", date(2026, 11, 7), 2),  # has begun already
        ("sat 9-13 from 5 dec", FIFTH, 1),
        ("sábado 9-13 cada 2 semanas desde el 5 de diciembre", FIFTH, 2),
        ("sábado 9-13 cada quincena a partir del 5 dic", FIFTH, 2),
        ("sábado 9-13 cada dos semanas a partir de 5 dic", FIFTH, 2),
        ("sat 9-13 every 12 weeks from 5 dec 2026", FIFTH, 12),
        ("sat 9-13 every 2 weeks from 5/12", FIFTH, 2),
        ("sat 9-13 every 2 weeks from 5.12.", FIFTH, 2),
        ("sat 9-13 from next monday", date(2026, 11, 30), 1),
        ("sat 9-13 every 2 weeks from next saturday", FIFTH, 2),
    ],
)
def test_a_rhythm_is_read(typed: str, since: date, every: int) -> None:
    assert parse_week(typed, TODAY) == {5: [Stretch(540, 780, every, since)]}


def test_where_the_month_comes_first_it_is_read_first() -> None:
    typed = "sat 9-13 every 2 weeks from 12/5"
    assert parse_week(typed, TODAY, "MDY") == {5: [Stretch(540, 780, 2, FIFTH)]}


def test_from_one_weekday_to_another_is_no_beginning() -> None:
    assert parse_week("from mon to fri 7-12", TODAY) == {day: [Stretch(420, 720)] for day in range(5)}


def test_each_part_has_its_own_rhythm() -> None:
    typed = (
        "mon-fri 7-12, 16-20; sat 9-13 every 2 weeks from 5 dec; sat 14-18 every 2 weeks from 12 dec; sun off"
    )
    weekly = [Stretch(420, 720), Stretch(960, 1200)]
    assert parse_week(typed, TODAY) == {
        **dict.fromkeys(range(5), weekly),
        5: [Stretch(540, 780, 2, FIFTH), Stretch(840, 1080, 2, date(2026, 12, 12))],
        6: [],
    }


def test_days_of_one_rhythm_keep_to_the_same_weeks() -> None:
    found = parse_week("tue, thu 9-12 every 2 weeks", TODAY)
    assert {each.since for stretches in found.values() for each in stretches} == {date(2026, 11, 26)}


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("sat 9-13 every 13 weeks", UnreadableRhythm),
        ("sat 9-13 every 0 weeks", UnreadableRhythm),
        ("sat 9-13 every 2 weeks from 31 nov", NoSuchStart),
        ("every 2 weeks from 5 dec", Unreadable),
        ("sat every 2 weeks", Unreadable),
    ],
)
def test_what_is_no_rhythm_is_said_so(typed: str, refusal: type[Unreadable]) -> None:
    with pytest.raises(refusal):
        parse_week(typed, TODAY)
