"""A rhythm in plain words, and the words that are left of it."""

import pytest

from bot.dialogue.every import read_every


@pytest.mark.parametrize(
    ("text", "weeks", "rest"),
    [
        ("every tuesday at 6 with ana", 1, "tuesday at 6 with ana"),
        ("Book me each thu 18:00 please", 1, "Book me thu 18:00 please"),
        ("every other tuesday at 6pm", 2, "tuesday at 6pm"),
        ("every second week on fridays at noon", 2, "friday at noon"),
        ("every 3 weeks tue 18:00", 3, "tue 18:00"),
        ("weekly on wed 7am", 1, "wed 7am"),
        ("biweekly mon 9", 2, "mon 9"),
        ("once a week on saturday 10:00", 1, "saturday 10:00"),
        ("todos los martes a las 18h con ana", 1, "martes a las 18h con ana"),
        ("cada jueves a las 6 de la tarde", 1, "jueves a las 6 de la tarde"),
        ("cada dos semanas el viernes a las 9", 2, "el viernes a las 9"),
        ("cada 15 días los martes a las 18", 2, "martes a las 18"),
        ("semanal mié 18h", 1, "mié 18h"),
    ],
)
def test_a_rhythm_is_taken_out_of_what_was_said(text: str, weeks: int, rest: str) -> None:
    every = read_every(text)
    assert every is not None
    assert (every.weeks, every.rest, every.sure) == (weeks, rest, True)


@pytest.mark.parametrize("text", ["do you work sundays?", "los lunes no puedo"])
def test_a_plural_alone_may_be_a_question_about_them_all(text: str) -> None:
    every = read_every(text)
    assert every is not None
    assert not every.sure


@pytest.mark.parametrize(
    "text",
    [
        "thu 6pm",
        "every day is a good day",
        "everything hurts after tuesday",
        "every 9 weeks on monday",  # no rhythm that can be had
        "el martes a las 6",
        "I can't make it on sunday",
    ],
)
def test_what_names_no_rhythm_is_left_to_others(text: str) -> None:
    assert read_every(text) is None
