from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable
from domain.schedule.time_off import (
    AlreadyOver,
    NoSuchDays,
    NotThatWeekday,
    TimeOff,
    UnreadableBlock,
    parse_block,
)
from domain.schedule.vocabulary import EndsBeforeItStarts

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=ZoneInfo("Europe/Lisbon"))  # a Thursday


def shown(block: TimeOff) -> str:
    days = (
        f"{block.first:%d.%m.%y}"
        if block.first == block.last
        else f"{block.first:%d.%m.%y}–{block.last:%d.%m.%y}"
    )
    hours = "all day" if (block.start, block.end) == (0, 1440) else f"{block.start / 60:g}–{block.end / 60:g}"
    return f"{days} {hours} {block.reason}".strip()


@pytest.mark.parametrize(
    ("typed", "block"),
    [
        ("fri 14-16 dentist", "27.11.26 14–16 dentist"),
        ("Fri, 2-4PM: Dr. Müller – knee", "27.11.26 14–16 Dr. Müller – knee"),  # the reason as it was typed
        ("fri   14-16\n  the  dentist", "27.11.26 14–16 the dentist"),
        ("on friday from 14 to 16", "27.11.26 14–16"),
        ("viernes de 14 a 16 dentista", "27.11.26 14–16 dentista"),
        ("fri", "27.11.26 all day"),
        ("fri dentist", "27.11.26 all day dentist"),
        ("fri 14-16 2 clients away", "27.11.26 14–16 2 clients away"),
        ("fri 14-16 may 5 party", "27.11.26 14–16 may 5 party"),
        ("tomorrow 9-12", "27.11.26 9–12"),
        ("mañana todo el día médico", "27.11.26 all day médico"),
        ("today 14:00-16:00", "26.11.26 14–16"),  # has begun, is not over
        ("thu 14-16", "26.11.26 14–16"),
        ("thu 9-10", "03.12.26 9–10"),  # today's is over, so next week's
        ("thu", "26.11.26 all day"),
        ("18-20 school run", "26.11.26 18–20 school run"),  # no day: today
        ("all day ill", "26.11.26 all day ill"),
        ("27 nov all day dentist", "27.11.26 all day dentist"),
        ("27th nov 9-12", "27.11.26 9–12"),
        ("nov 27, 9-12", "27.11.26 9–12"),
        ("Dec. 24 9-12", "24.12.26 9–12"),
        ("25 dec", "25.12.26 all day"),
        ("25 nov", "25.11.27 all day"),  # over for this year
        ("25 de diciembre de 2027", "25.12.27 all day"),
        ("29 feb", "29.02.28 all day"),
        ("2026-12-24 9-12 shopping", "24.12.26 9–12 shopping"),
        ("24-26 dec holidays", "24.12.26–26.12.26 all day holidays"),
        ("dec 24-26 holidays", "24.12.26–26.12.26 all day holidays"),
        ("24-26 dec 2027", "24.12.27–26.12.27 all day"),
        ("24 dec - 2 jan skiing", "24.12.26–02.01.27 all day skiing"),
        ("dec 24 to jan 2", "24.12.26–02.01.27 all day"),
        ("24 dec - 2 jan 2027", "24.12.26–02.01.27 all day"),  # the year is the second date's
        ("2026-12-24 - 2026-12-26", "24.12.26–26.12.26 all day"),
        ("mon-wed 9-12 course", "30.11.26–02.12.26 9–12 course"),
        ("fri-mon away", "27.11.26–30.11.26 all day away"),
        ("tue-fri course", "26.11.26–27.11.26 all day course"),  # has begun: what is left of it
        ("24-28 nov", "26.11.26–28.11.26 all day"),
        ("mar 14-16 gym", "01.12.26 14–16 gym"),  # martes, not March
        ("9 mar 14-16", "09.03.27 14–16"),
        ("march 14-16", "14.03.27–16.03.27 all day"),
        ("14-16 dec", "14.12.26–16.12.26 all day"),  # with a month these are days
        ("mon 7 dec", "07.12.26 all day"),
        ("mon the 7th dec 9-12", "07.12.26 9–12"),
        ("7/12 9-12 dentist", "07.12.26 9–12 dentist"),
        ("mon 7/12", "07.12.26 all day"),
        ("7/12/26", "07.12.26 all day"),
        ("12/25", "25.12.26 all day"),  # can only be month first
        ("7.12. 9-12 course", "07.12.26 9–12 course"),
        ("7.12 9-12", "07.12.26 9–12"),
        ("7.12.2026", "07.12.26 all day"),
        ("10.10. trip", "10.10.27 all day trip"),
        ("16.10-18.05 call", "26.11.26 16.1667–18.0833 call"),  # not the tenth month
        ("24/12-26/12 holidays", "24.12.26–26.12.26 all day holidays"),
        ("24-26/12", "24.12.26–26.12.26 all day"),
        ("24.-26.12. holidays", "24.12.26–26.12.26 all day holidays"),
        ("24.12.-2.1. skiing", "24.12.26–02.01.27 all day skiing"),
        ("24/12 - 2 jan", "24.12.26–02.01.27 all day"),
        ("next monday", "30.11.26 all day"),
        ("next fri 9-12 course", "04.12.26 9–12 course"),  # of the following calendar week
        ("fri next week", "04.12.26 all day"),
        ("fri week", "04.12.26 all day"),
        ("fri week 9-12", "04.12.26 9–12"),
        ("fri week review", "27.11.26 all day week review"),
        ("a week on friday", "04.12.26 all day"),
        ("this fri 9-12", "27.11.26 9–12"),
        ("next week skiing", "30.11.26–06.12.26 all day skiing"),
        ("next week 9-12", "30.11.26–06.12.26 9–12"),
        ("this week", "26.11.26–29.11.26 all day"),
        ("weekend away", "28.11.26–29.11.26 all day away"),
        ("el próximo lunes de 9 a 12", "30.11.26 9–12"),
        ("lunes que viene médico", "30.11.26 all day médico"),
        ("el lunes de la semana que viene", "30.11.26 all day"),
        ("lunes 7 de diciembre", "07.12.26 all day"),
        ("la semana que viene vacaciones", "30.11.26–06.12.26 all day vacaciones"),
        ("este fin de semana", "28.11.26–29.11.26 all day"),
    ],
)
def test_a_block_is_read(typed: str, block: str) -> None:
    assert shown(parse_block(typed, NOW)) == block


@pytest.mark.parametrize(
    ("typed", "block"),
    [
        ("12/7 9-12", "07.12.26 9–12"),
        ("mon 12/7", "07.12.26 all day"),
        ("25/12", "25.12.26 all day"),  # can only be day first
        ("12/24-12/26", "24.12.26–26.12.26 all day"),
        ("12/24-26 holidays", "24.12.26–26.12.26 all day holidays"),
        ("7 dec", "07.12.26 all day"),
    ],
)
def test_where_the_month_comes_first_it_is_read_first(typed: str, block: str) -> None:
    assert shown(parse_block(typed, NOW, "MDY")) == block


@pytest.mark.parametrize(
    ("typed", "error", "words"),
    [
        ("", UnreadableBlock, ""),
        ("dentist", UnreadableBlock, "dentist"),
        ("monitor repair", UnreadableBlock, "monitor repair"),  # not Monday
        ("fri 4pm dentist", UnreadableBlock, "fri 4pm dentist"),  # until when?
        ("fri 7-25", UnreadableBlock, "fri 7-25"),
        ("27 nov 30", UnreadableBlock, "27 nov 30"),
        ("fri 16-14", EndsBeforeItStarts, "16-14"),
        ("31 jun trip", NoSuchDays, "31 jun"),
        ("2026-02-30", NoSuchDays, "2026-02-30"),
        ("24-22 dec", NoSuchDays, "24-22 dec"),
        ("2026-12-26 - 2026-12-24", NoSuchDays, "2026-12-26 - 2026-12-24"),
        ("today 9-10 call", AlreadyOver, "today 9-10"),
        ("26 nov 9-10", AlreadyOver, "26 nov 9-10"),  # not next year's
        ("2026-11-25", AlreadyOver, "2026-11-25"),
        ("25 nov 2026", AlreadyOver, "25 nov 2026"),
        ("26/11 9-10", AlreadyOver, "26/11 9-10"),
        ("mon 8/12", NotThatWeekday, "mon 8/12"),
        ("31/6", NoSuchDays, "31/6"),
        ("26/12-24/12", NoSuchDays, "26/12-24/12"),
    ],
)
def test_what_is_no_block_is_refused_with_its_words(typed: str, error: type[Unreadable], words: str) -> None:
    with pytest.raises(error) as refused:
        parse_block(typed, NOW)
    assert type(refused.value) is error
    assert refused.value.facts == {"words": words}


def test_whole_days_in_a_row_are_one_interval_across_the_change_of_clocks() -> None:
    weekend = TimeOff(date(2026, 10, 24), date(2026, 10, 25), 0, 1440, "")
    (interval,) = weekend.intervals("Europe/Lisbon")
    assert interval.start == datetime(2026, 10, 23, 23, 0, tzinfo=UTC)
    assert interval.length == timedelta(hours=49)


def test_hours_of_several_days_are_an_interval_each() -> None:
    mornings = TimeOff(date(2026, 10, 24), date(2026, 10, 26), 540, 720, "course")
    assert [f"{interval.start:%H}–{interval.end:%H}" for interval in mornings.intervals("Europe/Lisbon")] == [
        "08–11",
        "09–12",  # the clocks went back
        "09–12",
    ]


pieces = [
    "mon",
    "fri-",
    "7",
    "12",
    "-",
    "-16",
    "pm",
    "24",
    "dec",
    "jan",
    "29",
    "feb",
    "2026-12-24",
    "next",
    "week",
    "7/12",
    "24.-",
    "26.12.",
    "today",
    "to",
    "all",
    "day",
    ":",
    "é",
    "İ",
    "dentist",
]


@given(st.text(max_size=40) | st.lists(st.sampled_from(pieces)).map(" ".join), st.integers(0, 600_000))
def test_no_text_breaks_the_reader(text: str, later: int) -> None:
    now = NOW + timedelta(minutes=later)
    with suppress(Unreadable):
        block = parse_block(text, now)
        assert now.date() <= block.first <= block.last
        assert 0 <= block.start < block.end <= 1440
        assert datetime.combine(block.last, time(), now.tzinfo) + timedelta(minutes=block.end) > now
