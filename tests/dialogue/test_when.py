import sys
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.when import When, read_when

LISBON = ZoneInfo("Europe/Lisbon")
THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=LISBON)
TUESDAY_AT_SIX = When(days=(date(2026, 11, 24),), times=(time(18),))


def read(text: str, *, now: datetime = THURSDAY, earlier: When | None = None) -> str:
    """What was read, as a line: the days, then the hours, then the trouble."""
    return line(read_when(text, now=now, languages=["en", "es"], earlier=earlier))


def line(when: When | None) -> str:
    if when is None:
        return "nothing"
    words = [
        ", ".join(f"{day:%a} {day.day} {day:%b}" for day in when.days),
        " or ".join(f"{moment:%H:%M}" for moment in when.times),
        "-".join("24:00" if moment == time.max else f"{moment:%H:%M}" for moment in when.window or ()),
        when.trouble or "",
    ]
    return " ".join(word for word in words if word)


DAYS = [
    ("today", "Thu 19 Nov"),
    ("tomorrow", "Fri 20 Nov"),
    ("day after tomorrow", "Sat 21 Nov"),
    ("monday", "Mon 23 Nov"),
    ("thu", "Thu 19 Nov"),  # today's own name is today
    ("thurs", "Thu 19 Nov"),
    ("this thursday", "Thu 19 Nov"),
    ("next thursday", "Thu 26 Nov"),
    ("next fri", "Fri 27 Nov"),  # not tomorrow: "next" is of the following calendar week
    ("next tue", "Tue 24 Nov"),
    ("coming friday", "Fri 20 Nov"),
    ("tuesday next week", "Tue 24 Nov"),
    ("sometime next week, maybe tuesday", "Tue 24 Nov"),
    ("monday week", "Mon 30 Nov"),  # British: a week after monday
    ("a week on monday", "Mon 30 Nov"),
    ("in two days", "Sat 21 Nov"),
    ("in a week", "Thu 26 Nov"),
    ("3 weeks from now", "Thu 10 Dec"),
    ("in 2 months", "Tue 19 Jan"),
    ("this weekend", "Sat 21 Nov, Sun 22 Nov"),
    ("next weekend", "Sat 28 Nov, Sun 29 Nov"),
    ("this week", "Thu 19 Nov, Fri 20 Nov, Sat 21 Nov, Sun 22 Nov"),
    ("mon-wed", "Mon 23 Nov, Tue 24 Nov, Wed 25 Nov"),
    ("fri/sat", "Fri 20 Nov, Sat 21 Nov"),
    ("monday or tuesday", "Mon 23 Nov, Tue 24 Nov"),
    ("27 nov", "Fri 27 Nov"),
    ("Nov 27th", "Fri 27 Nov"),
    ("27th of November, 2026", "Fri 27 Nov"),
    ("27 november, friday", "Fri 27 Nov"),  # the weekday only describes the date
    ("fri 27", "Fri 27 Nov"),  # no hour is 27
    ("the 3rd", "Thu 3 Dec"),  # this month's is past
    ("27", "Fri 27 Nov"),
    ("1 jan", "Fri 1 Jan"),  # of next year
    ("29 feb", "Tue 29 Feb"),  # of 2028, the next there is
    ("3/12", "Thu 3 Dec"),
    ("12/13", "Sun 13 Dec"),  # can only be month first
    ("3/12/2026", "Thu 3 Dec"),
    ("27.11.", "Fri 27 Nov"),
    ("2026-11-27", "Fri 27 Nov"),
    ("27-11", "Fri 27 Nov"),
    ("18.12", "Fri 18 Dec"),  # lessons begin on fives, so no clock time
    ("7.12.", "Mon 7 Dec"),
    ("mon 7.12.", "Mon 7 Dec"),
    ("mon 7/12/26", "Mon 7 Dec"),
    ("mon 8 dec", "Mon 7 Dec, Tue 8 Dec"),  # either may be the slip, so both are offered
    ("friday the 5th", "Fri 4 Dec, Sat 5 Dec"),
    ("move monday to 8 dec", "Tue 8 Dec"),  # the monday is another one
    ("friday 4 at 10", "Fri 4 Dec 10:00 or 22:00"),  # with an hour beside it 4 is a day
    ("friday 4", "Fri 20 Nov 04:00 or 16:00"),
    ("monday after next", "Mon 30 Nov"),
    ("the week after next, tuesday", "Tue 1 Dec"),
    ("a week tomorrow", "Fri 27 Nov"),
    ("tomorrow week", "Fri 27 Nov"),
    ("a week from friday", "Fri 27 Nov"),
    ("in a fortnight", "Thu 3 Dec"),
    ("the first monday of december", "Mon 7 Dec"),
    ("4th thursday in november", "Thu 26 Nov"),
    ("primer lunes de diciembre", "Mon 7 Dec"),
    ("de hoy en ocho", "Thu 26 Nov"),
    ("de mañana en una semana", "Fri 27 Nov"),
    ("dentro de quince días", "Thu 3 Dec"),
    ("el lunes de la semana que viene", "Mon 23 Nov"),
]

HOURS = [
    ("18:30", "18:30"),
    ("18.30", "18:30"),
    ("18h", "18:00"),
    ("18h30", "18:30"),
    ("6pm", "18:00"),
    ("6 p.m.", "18:00"),
    ("6p", "18:00"),
    ("6.30pm", "18:30"),
    ("6 30pm", "18:30"),
    ("630pm", "18:30"),
    ("6", "06:00 or 18:00"),  # nothing says which
    ("7:30", "07:30 or 19:30"),
    ("07:30", "07:30"),  # a leading zero is written by who counts to 24
    ("7h", "07:00"),  # and so is an h
    ("12", "12:00"),
    ("12am", "00:00"),
    ("12pm", "12:00"),
    ("noon", "12:00"),
    ("at one", "01:00 or 13:00"),
    ("6 o'clock", "06:00 or 18:00"),
    ("6 or 7pm", "06:00 or 18:00 or 19:00"),
    ("half past six", "06:30 or 18:30"),
    ("half six", "06:30 or 18:30"),  # British, half past
    ("a quarter to seven", "06:45 or 18:45"),
    ("6 in the evening", "18:00"),
    ("morning at 7", "07:00"),
    ("7 with Ana", "07:00 or 19:00"),
    ("what about 7 instead?", "07:00 or 19:00"),
    ("evening", "17:00-22:00"),
    ("after 6", "18:00-24:00"),  # the reading in waking hours
    ("before noon", "00:00-12:00"),
    ("6-8", "18:00-20:00"),
    ("9-12", "09:00-12:00"),
    ("10 to 2", "10:00-14:00"),  # across noon
    ("between 7 and 9 in the morning", "07:00-09:00"),
    ("from 5 to 7", "17:00-19:00"),
]

TOGETHER = [
    ("thu 6pm", "Thu 19 Nov 18:00"),
    ("thu 9am", "Thu 26 Nov 09:00"),  # today's nine has passed
    ("thu 9", "Thu 19 Nov 21:00"),  # only the evening's is left
    ("thursday and saturday at 9am", "Sat 21 Nov, Thu 26 Nov 09:00"),
    ("today at 9", "Thu 19 Nov 21:00"),
    ("friday 18:00", "Fri 20 Nov 18:00"),
    ("next tue at 7", "Tue 24 Nov 07:00 or 19:00"),
    ("in two days at noon", "Sat 21 Nov 12:00"),
    ("27 nov 9", "Fri 27 Nov 09:00 or 21:00"),
    ("dec 6 7pm", "Sun 6 Dec 19:00"),
    ("tomorrow morning with Ana", "Fri 20 Nov 05:00-12:00"),
    ("wednesday afternoon", "Wed 25 Nov 12:00-18:00"),
    ("friday lunchtime", "Fri 20 Nov 11:00-14:00"),
    ("tonight", "Thu 19 Nov 17:00-24:00"),
    ("tonight at 8", "Thu 19 Nov 20:00"),
    ("this evening", "Thu 19 Nov 17:00-22:00"),
    ("later today", "Thu 19 Nov 10:00-24:00"),
    ("thurs 6.30pm", "Thu 19 Nov 18:30"),
    ("1830 friday", "Fri 20 Nov 18:30"),
    ("monday morning or evening", "Mon 23 Nov 05:00-22:00"),
    ("after work on monday", "Mon 23 Nov 17:00-24:00"),
    ("any time friday", "Fri 20 Nov"),
    ("in 2 hours", "Thu 19 Nov 12:00"),
    ("in half an hour", "Thu 19 Nov 10:30"),
    ("good morning, thursday at 6 please", "Thu 19 Nov 18:00"),  # a greeting is no part of the day
    ("can we move to friday at half past seven in the evening", "Fri 20 Nov 19:30"),
]

SLIPS = [
    ("tomorow 6", "Fri 20 Nov 06:00 or 18:00"),
    ("tommorow 10am", "Fri 20 Nov 10:00"),  # two slips, as most make them
    ("thrusday 18:00", "Thu 19 Nov 18:00"),
    ("wensday", "Wed 25 Nov"),
    ("satuday", "Sat 21 Nov"),
    ("thurday 7pm", "Thu 19 Nov 19:00"),
    ("wendsday", "Wed 25 Nov"),
    ("tomrow", "Fri 20 Nov"),
    ("nxt fri", "Fri 27 Nov"),
    ("sesion mañna", "Fri 20 Nov"),
    ("juevs 18h", "Thu 19 Nov 18:00"),
    ("miercols a las 7", "Wed 25 Nov 07:00 or 19:00"),
    ("sabdo", "Sat 21 Nov"),
    ("todya 18h", "Thu 19 Nov 18:00"),
    ("tmrw noon", "Fri 20 Nov 12:00"),
    ("SATURDAY’S 9AM", "Sat 21 Nov 09:00"),
    ("Frida", "nothing"),  # a name, one letter short of a day
]

SPANISH = [
    ("jueves 18h", "Thu 19 Nov 18:00"),
    ("mañana", "Fri 20 Nov"),
    ("mañana por la mañana", "Fri 20 Nov 05:00-12:00"),  # both of its meanings
    ("por la mañana", "05:00-12:00"),
    ("esta mañana", "Thu 19 Nov 05:00-12:00"),
    ("pasado mañana a las 10", "Sat 21 Nov 10:00 or 22:00"),
    ("el próximo martes a las 7", "Tue 24 Nov 07:00 or 19:00"),
    ("el martes que viene", "Tue 24 Nov"),
    ("sabado por la tarde", "Sat 21 Nov 12:00-21:00"),  # accents are left out on phones
    ("esta noche", "Thu 19 Nov 17:00-24:00"),
    ("en dos días al mediodía", "Sat 21 Nov 12:00"),
    ("3 de diciembre a las seis y media", "Thu 3 Dec 06:30 or 18:30"),
    ("el 27 a las 18:00", "Fri 27 Nov 18:00"),
    ("de 5 a 7 el viernes", "Fri 20 Nov 17:00-19:00"),
    ("después de las 6", "18:00-24:00"),
    ("dentro de 2 horas", "Thu 19 Nov 12:00"),
    ("ayer", "past"),
    ("buenas tardes", "nothing"),
]

AFTER_TUESDAY_AT_SIX = [
    ("and friday?", "Fri 20 Nov 18:00"),
    ("same time friday", "Fri 20 Nov 18:00"),
    ("same time", "Tue 24 Nov 18:00"),
    ("the same next week", "Tue 1 Dec 18:00"),  # the 24th is next week's already
    ("lo mismo la semana que viene", "Tue 1 Dec 18:00"),
    ("the same time next week", "Tue 1 Dec 18:00"),
    ("any time friday", "Fri 20 Nov"),  # lets the hour go
    ("any day at 7pm", "19:00"),  # lets the day go
    ("19:30", "Tue 24 Nov 19:30"),
    ("7 instead", "Tue 24 Nov 07:00 or 19:00"),
    ("in the morning", "Tue 24 Nov 05:00-12:00"),
    ("later", "Tue 24 Nov 18:01-24:00"),
    ("a bit later", "Tue 24 Nov 18:01-24:00"),
    ("earlier", "Tue 24 Nov 00:00-18:00"),
    ("an hour later", "Tue 24 Nov 19:00"),
    ("half an hour earlier", "Tue 24 Nov 17:30"),
    ("8 hours later", "no_such_time"),  # would be another day
    ("later on friday", "Fri 20 Nov 18:01-24:00"),
    ("the day after", "Wed 25 Nov 18:00"),
    ("the day after tomorrow", "Sat 21 Nov 18:00"),  # this one counts from today
    ("the day before", "Mon 23 Nov 18:00"),
    ("two days later", "Thu 26 Nov 18:00"),
    ("10 days earlier", "past"),
    ("the week after", "Tue 1 Dec 18:00"),
    ("un poco más tarde", "Tue 24 Nov 18:01-24:00"),
    ("perfect", "nothing"),
]

NO_TIME = [
    ("yesterday", "past"),
    ("last monday", "past"),
    ("two days ago", "past"),
    ("20 nov 2025", "past"),
    ("today at 9am", "past"),  # it is ten
    ("32 nov", "no_such_time"),  # dateparser reads a day in 2032
    ("31 feb", "no_such_time"),
    ("31/2", "no_such_time"),
    ("99/99", "no_such_time"),
    ("2026-02-30", "no_such_time"),
    ("25:00", "no_such_time"),
    ("24:00", "no_such_time"),  # which day's?
    ("hello there", "nothing"),
    ("good morning!", "nothing"),
    ("later", "nothing"),  # than what?
    ("the day after", "nothing"),
    ("5 people came", "nothing"),
    ("RATE 5 great hour", "nothing"),
    ("book with June", "nothing"),  # a month needs a number, else it is a trainer
    ("2026", "nothing"),
    ("", "nothing"),
    ("monday " * 40, "nothing"),  # too long to be a request
]


@pytest.mark.parametrize(("text", "meant"), [*DAYS, *HOURS, *TOGETHER, *SLIPS, *SPANISH, *NO_TIME])
def test_words_are_read_as_most_people_mean_them(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(("text", "meant"), AFTER_TUESDAY_AT_SIX)
def test_what_was_spoken_of_before_is_kept_or_moved(text: str, meant: str) -> None:
    assert read(text, earlier=TUESDAY_AT_SIX) == meant


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tomorrow morning with Ana", "with ana"),
        ("fri 6 pm with Tom Baker, please", "with tom baker please"),
        ("José, 27 nov?", "josé"),  # keeps its accent, a name has one
        ("monday with May at 6", "with may"),
        ("friday for two", "for two"),  # not at two
        ("friday 60 min", "60 min"),
        ("thu 6pm", ""),
    ],
)
def test_the_words_left_over_are_handed_on(text: str, left: str) -> None:
    when = read_when(text, now=THURSDAY, languages=["en"])
    assert when is not None
    assert when.rest == left


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("thu 6pm with Ana", True),
        ("how about thursday evening?", True),
        ("no, friday at 6", True),
        ("sorry, can we do friday instead?", True),
        ("I was sick on monday, sorry", False),
        ("can't do friday", False),
        ("not monday", False),
        ("see you tomorrow!", False),
        ("thanks for today", False),
        ("have a great weekend!", False),
        ("running late today", False),
        ("my knee hurts since monday", False),
        ("the physio said friday is better for swimming", False),
    ],
)
def test_chat_that_mentions_a_day_is_not_taken_for_a_request(text: str, sure: bool) -> None:
    when = read_when(text, now=THURSDAY, languages=["en"])
    assert when is not None
    assert when.sure is sure


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        (datetime(2026, 11, 22, 10, tzinfo=LISBON), "this weekend", "Sun 22 Nov"),  # what is left of it
        (datetime(2026, 11, 22, 10, tzinfo=LISBON), "next monday", "Mon 23 Nov"),
        (datetime(2026, 11, 22, 10, tzinfo=LISBON), "next weekend", "Sat 28 Nov, Sun 29 Nov"),
        (datetime(2026, 12, 31, 23, tzinfo=LISBON), "tomorrow", "Fri 1 Jan"),
        (datetime(2026, 12, 31, 23, tzinfo=LISBON), "today 6pm", "past"),
        (datetime(2026, 12, 31, 23, tzinfo=LISBON), "this evening", "past"),
        (datetime(2026, 12, 31, 23, tzinfo=LISBON), "thursday evening", "Thu 7 Jan 17:00-22:00"),
        (datetime(2026, 12, 31, 12, tzinfo=LISBON), "31 dec", "Thu 31 Dec"),  # today, not in a year
        (THURSDAY, "19/11", "Thu 19 Nov"),
        (THURSDAY, "18/11", "Thu 18 Nov"),  # in a year
        (THURSDAY, "18 nov", "Thu 18 Nov"),
        (datetime(2027, 1, 31, 12, tzinfo=LISBON), "the 30th", "Tue 30 Mar"),  # February has none
        (
            datetime(2027, 3, 28, 0, 30, tzinfo=LISBON),
            "in 2 hours",  # that between one and two is missing
            "Sun 28 Mar 03:30",
        ),
    ],
)
def test_other_moments(now: datetime, text: str, meant: str) -> None:
    assert read(text, now=now) == meant


def test_a_region_decides_how_3_12_is_read() -> None:
    american = read_when("3/12", now=THURSDAY, languages=["en-US"], order="MDY")
    assert line(american) == "Fri 12 Mar"


def test_only_the_persons_languages_are_read_and_english() -> None:
    assert read_when("jueves", now=THURSDAY, languages=["en"]) is None
    assert line(read_when("thursday", now=THURSDAY, languages=["es"])) == "Thu 19 Nov"


def test_a_language_without_a_table_still_has_its_calendar() -> None:
    assert line(read_when("donnerstag 18:00", now=THURSDAY, languages=["de"])) == "Thu 19 Nov 18:00"
    assert line(read_when("27 novembre 18h", now=THURSDAY, languages=["fr"])) == "Fri 27 Nov 18:00"


def test_a_language_that_nobody_knows_is_no_error() -> None:
    assert line(read_when("friday", now=THURSDAY, languages=["tlh", "", "en"])) == "Fri 20 Nov"


def test_a_day_that_has_passed_since_is_no_longer_spoken_of() -> None:
    stale = When(days=(date(2026, 11, 18),), times=(time(18),))
    assert read("7pm", earlier=stale) == "19:00"


def test_one_day_and_one_time_have_short_names() -> None:
    when = read_when("thu 6pm", now=THURSDAY, languages=["en"])
    assert when is not None
    assert (when.day, when.exact) == (date(2026, 11, 19), time(18))
    weekend = read_when("this weekend at 6", now=THURSDAY, languages=["en"])
    assert weekend is not None
    assert (weekend.day, weekend.exact) == (None, None)


PIECES = st.sampled_from(
    [text for text, _ in [*DAYS, *HOURS, *TOGETHER, *SPANISH, *AFTER_TUESDAY_AT_SIX, *NO_TIME]]
    + [
        "0",
        "00",
        "1",
        "31",
        "32",
        "99",
        "999",
        "half",
        "a",
        "one",
        "nov",
        "mar",
        "in",
        "from",
        "last",
        "next",
    ]
    + ["to", "de", "la", "-", "/", ".", ":", "@", "|", "ﬁ", "½", "٣", "İ"]
)
PROSE = st.text(max_size=80) | st.lists(PIECES | st.text(max_size=6), max_size=12).map(" ".join)
NOWS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda wall: wall.replace(tzinfo=LISBON))


@settings(deadline=timedelta(seconds=5))  # the first sentence builds the grammar and imports the library
@given(text=PROSE, now=NOWS, earlier=st.sampled_from([None, TUESDAY_AT_SIX]))
def test_whatever_is_written_never_raises_nor_means_a_past_day(
    text: str, now: datetime, earlier: When | None
) -> None:
    when = read_when(text, now=now, languages=["en", "es"], earlier=earlier)
    if when is not None:
        assert all(day >= now.date() for day in when.days)
        assert list(when.days) == sorted(set(when.days))
        assert not (when.times and when.window)
        assert when.trouble is None or not when.days


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("hello there, that was a good one", 2_000),
        ("thu 6pm", 2_000),
        ("27 nov 9 with Ana", 8_000),
        ("27 nov " * 34, 200_000),  # the worst that fits
        ("6 " * 119, 20_000),
    ],
)
def test_reading_takes_few_calls(text: str, limit: int) -> None:
    """Limits are some three times what it takes, so that only another order of cost fails."""
    read(text)  # builds the grammar, imports the library
    assert _calls(text) < limit


def _calls(text: str) -> int:
    """How many functions are called: the same on a slow machine."""
    called = 0

    def note(_frame: object, happened: str, _arg: object) -> None:
        nonlocal called
        called += happened in ("call", "c_call")

    sys.setprofile(note)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return called
