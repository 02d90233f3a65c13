from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.classes.words import (
    ClassWords,
    HowManyPlaces,
    NoSuchMinimum,
    OneDay,
    UnreadableClass,
    WhatName,
    WhenIsIt,
    parse_class,
)
from domain.errors import Unreadable
from domain.schedule.time_off import AlreadyOver, NotThatWeekday

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Lisbon"))
THURSDAY, SIX = date(2026, 11, 26), 18 * 60
SPIN = ClassWords("Spin", THURSDAY, SIX, 1, 8, None, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thu 18:00 8 spin", SPIN),
        ("every Thursday at 6pm 8 places Spin", SPIN),
        ("jueves a las 18h 8 plazas spin", SPIN),
        ("thu 18:00 8 spin once", SPIN._replace(every=0)),
        ("thu 18:00 8 spin every 2 weeks", SPIN._replace(every=2)),
        (
            "jue 18:00 8 spin cada dos semanas desde el 5 dic",
            SPIN._replace(every=2, first=date(2026, 12, 10)),
        ),
        ("thu 18:00 8 spin, 45 min, 12 eur", SPIN._replace(length=45, price="12 eur")),
        ("thu 18:00 €12.50 8 spin 1,5 h", SPIN._replace(length=90, price="€12.50")),
        ("thu 18:00 8 spin, at least 4", SPIN._replace(least=4)),
        ("thu 18:00 8 spin, min 4 by 24 hours before, 45 min", SPIN._replace(least=4, hours=24, length=45)),
        ("thu 18:00 8 spin 45 min, 12 eur", SPIN._replace(length=45, price="12 eur")),
        (
            "thu 18:00 8 spin needs 4, 6h before or runs anyway",
            SPIN._replace(least=4, hours=6, runs=True),
        ),
        ("thu 18:00 8 spin at least 4, 1 hour", SPIN._replace(least=4, length=60)),
        ("jue 18:00 8 spin, mínimo 4, si no se da igual", SPIN._replace(least=4, runs=True)),
        # A date is for once; its own words may hold numbers.
        ("sat 12 dec 10:00 6 Yoga 2", ClassWords("Yoga 2", date(2026, 12, 12), 600, 0, 6, None, None)),
        ("tomorrow 7:30 5 run club", ClassWords("Run club", date(2026, 11, 24), 450, 0, 5, None, None)),
        ("12/12 10:00 6 Yoga", ClassWords("Yoga", date(2026, 12, 12), 600, 0, 6)),
        ("next thursday 18:00 8 spin", SPIN._replace(first=date(2026, 12, 3), every=0)),
        # This morning's has begun, so it is next week's.
        ("mon 8:00 8 Early Birds", ClassWords("Early Birds", date(2026, 11, 30), 480, 1, 8, None, None)),
        ("sábados 10:00 6 Yoga Niños", ClassWords("Yoga Niños", date(2026, 11, 28), 600, 1, 6, None, None)),
    ],
)
def test_a_class_in_a_trainers_words(text: str, words: ClassWords) -> None:
    assert parse_class(text, MONDAY) == words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("spin", WhenIsIt),
        ("spin on thu", WhenIsIt),
        ("thu 25:00 8 spin", WhenIsIt),
        ("thu 18:00 spin", HowManyPlaces),
        ("thu 18:00 1 spin", HowManyPlaces),
        ("thu 18:00 900 spin", HowManyPlaces),
        ("thu 18:00 8", WhatName),
        ("thu 18:00 8 " + "spin " * 20, WhatName),
        ("tue and thu 18:00 8 spin", OneDay),
        ("mon, thu 18:00 8 spin", OneDay),
        ("thu 18:00 8 spin 600 min", UnreadableClass),
        ("thu 18:00 8 spin at least 9", NoSuchMinimum),
        ("thu 18:00 8 spin at least 4 by 1 hour", NoSuchMinimum),
        ("today 8:00 8 spin", AlreadyOver),
        ("fri 12 dec 10:00 6 yoga", NotThatWeekday),
    ],
)
def test_what_is_missing_is_said(text: str, problem: type[Unreadable]) -> None:
    with pytest.raises(problem):
        parse_class(text, MONDAY)
