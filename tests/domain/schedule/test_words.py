from contextlib import suppress

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable
from domain.schedule.vocabulary import EndsBeforeItStarts, Hours, read_hours
from domain.schedule.words import UnreadableHours, WhichDays, WhichHours, echo_hours, parse_hours

ENGLISH = [Locale("en").days["format"]["abbreviated"][day] for day in range(7)]
SPANISH = [Locale("es").days["format"]["abbreviated"][day] for day in range(7)]
DAYS = [(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "off"), (ENGLISH, "closed"), (SPANISH, "cerrado")]


def clock(hours: Hours | None) -> str:
    return "" if hours is None else "–".join(f"{minute / 60:g}" for minute in hours)


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("7-12", "7–12"),
        ("07:00-12:30", "7–12.5"),
        ("7.30-12h", "7.5–12"),
        ("7 to 12", "7–12"),
        ("4-8", "4–8"),  # as it is written, however early
        ("4-8pm", "16–20"),  # the pm is for both
        ("11-1pm", "11–13"),  # but 23:00 would be after 13:00
        ("9-12pm", "9–12"),
        ("12-2pm", "12–14"),
        ("7-7pm", "7–19"),
        ("9am-5", "9–17"),  # and forwards
        ("4pm-8", "16–20"),
        ("8pm-12", "20–24"),
        ("11-12am", "23–24"),
        ("12am-1am", "0–1"),
        ("7a-12p", "7–12"),
        ("7 a.m. - 12 p. m.", "7–12"),
        ("14-4pm", "14–16"),  # nobody says 14 pm
        ("0-24", "0–24"),
        ("20-0", "20–24"),  # midnight as an end is the day's own
        ("20:00-00:00", "20–24"),
        ("7-25", ""),
        ("7-12:75", ""),
        ("23-24:30", ""),
        ("13pm-15", ""),
        ("0am-3am", ""),
        ("7", ""),
    ],
)
def test_hours_of_a_day_are_read(words: str, hours: str) -> None:
    assert clock(read_hours(words)) == hours


@pytest.mark.parametrize("words", ["16-8", "7-7", "24-1", "9pm-8pm"])
def test_an_end_before_its_start_is_said_so(words: str) -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        read_hours(words)
    assert refused.value.facts == {"words": words}


@pytest.mark.parametrize(
    ("typed", "echoed"),
    [
        ("mon-fri 7-12, 16-20; sat 9-13", "Mon–Fri 07:00–12:00, 16:00–20:00 · Sat 09:00–13:00"),
        ("mon, wed 7:30-12", "Mon, Wed 07:30–12:00"),
        ("mon 7-12, wed 8-12", "Mon 07:00–12:00 · Wed 08:00–12:00"),  # a comma may also end a clause
        ("weekdays 7am-12pm 4pm-8pm", "Mon–Fri 07:00–12:00, 16:00–20:00"),
        ("mon-fri 7-12, 4-8pm", "Mon–Fri 07:00–12:00, 16:00–20:00"),
        ("every day 9-17", "Mon–Sun 09:00–17:00"),
        ("weekend closed", "Sat–Sun off"),
        ("sun off", "Sun off"),
        ("sun - off", "Sun off"),
        ("every day 9-17; wed off", "Mon–Tue, Thu–Sun 09:00–17:00 · Wed off"),
        ("wed off; every day 9-17", "Mon–Tue, Thu–Sun 09:00–17:00 · Wed off"),  # wherever it stands
        ("sat-mon 9-10", "Mon, Sat–Sun 09:00–10:00"),  # round the end of the week
        ("mon 7-12; mon 16-20", "Mon 07:00–12:00, 16:00–20:00"),  # adds up
        ("mon 9-12, 11-14, 14-15", "Mon 09:00–15:00"),  # overlapping or touching: one
        ("mon 20-24", "Mon 20:00–24:00"),
        ("MONDAYS and Tuesdays: 9–12", "Mon–Tue 09:00–12:00"),
        ("from monday to friday from 9 to 5pm", "Mon–Fri 09:00–17:00"),
        ("Mon. – Fri. 7 - 12", "Mon–Fri 07:00–12:00"),
        ("thurs 9-12 weds 9-12", "Wed–Thu 09:00–12:00"),
        ("lunes a viernes de 7 a 12 y de 16 a 20", "Mon–Fri 07:00–12:00, 16:00–20:00"),
        ("mié 9-13, sáb: cerrado", "Wed 09:00–13:00 · Sat off"),
        ("mie\u0301 9-13", "Wed 09:00–13:00"),  # the accent as its own character
        ("todos los días 9-17", "Mon–Sun 09:00–17:00"),
        ("laborables 9\u00a0-\u00a017", "Mon–Fri 09:00–17:00"),  # spaces that do not break
    ],
)
def test_a_week_is_read_and_said_back(typed: str, echoed: str) -> None:
    assert echo_hours(parse_hours(typed), DAYS[0][0]) == echoed


def test_only_the_days_named_are_answered() -> None:
    assert parse_hours("tue 9-12; sun off") == {1: [(540, 720)], 6: []}


@pytest.mark.parametrize(
    ("typed", "error", "words"),
    [
        ("mon-fri 7-25", UnreadableHours, "7-25"),
        ("mon-fry 7-12", UnreadableHours, "mon-fry"),
        ("mo 7-12", UnreadableHours, "mo"),  # two letters are too few
        ("mon 9", UnreadableHours, "9"),
        ("mon 9-12-14", UnreadableHours, "14"),
        ("mon 127-12", UnreadableHours, "127-12"),
        ("dentist", UnreadableHours, "dentist"),
        ("пн 9-12", UnreadableHours, "пн"),
        ("", UnreadableHours, ""),
        (" ; ", UnreadableHours, ";"),
        ("mon 16-8", EndsBeforeItStarts, "16-8"),
        ("7-12", WhichDays, "7-12"),
        ("off", WhichDays, "off"),
        ("mon 7-12; sat", WhichHours, "sat"),
    ],
)
def test_the_word_that_is_wrong_is_shown(typed: str, error: type[Unreadable], words: str) -> None:
    with pytest.raises(error) as refused:
        parse_hours(typed)
    assert type(refused.value) is error
    assert refused.value.facts == {"words": words}


@pytest.mark.parametrize("error", [UnreadableHours, WhichDays, WhichHours, EndsBeforeItStarts])
def test_a_refusal_shows_the_words_and_an_example(error: type[Unreadable]) -> None:
    said = error(words="7-25").message.format(words="7-25")
    assert "“7-25”" in said
    assert said.endswith(".")


@st.composite
def hours_apart(draw: st.DrawFn) -> list[Hours]:
    ends = sorted(draw(st.sets(st.integers(0, 1440), max_size=8)))
    return list(zip(ends[::2], ends[1::2], strict=False))


@given(st.dictionaries(st.integers(0, 6), hours_apart(), min_size=1), st.sampled_from(DAYS))
def test_what_is_echoed_is_read_back(week: dict[int, list[Hours]], language: tuple[list[str], str]) -> None:
    assert parse_hours(echo_hours(week, *language)) == week


@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(["mon", "fri-", "7", "12", "-16", "pm", "a", "off", ";", ",", ":", "99", "é"])
    ).map(" ".join)
)
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(Unreadable):
        week = parse_hours(text)
        assert week
        assert all(0 <= start < end <= 1440 for hours in week.values() for start, end in hours)
