"""How long people say that a session should be."""

import pytest

from bot.dialogue.lengths import take_length


@pytest.mark.parametrize(
    ("said", "minutes", "rest"),
    [
        ("thu 6pm for 30 minutes", 30, "thu 6pm"),
        ("thu 6pm 30min", 30, "thu 6pm"),
        ("thu 6pm 90'", 90, "thu 6pm"),
        ("a 45-minute session on friday", 45, "session on friday"),
        ("half an hour with Ana tomorrow", 30, "with Ana tomorrow"),
        ("book an hour with Ana", 60, "book with Ana"),
        ("thu 18:00 for 1.5 hours", 90, "thu 18:00"),
        ("media hora el jueves a las 18h", 30, "el jueves a las 18h"),
        ("sesión de 30 minutos el jueves", 30, "sesión el jueves"),
        ("una hora y media el lunes", 90, "el lunes"),
    ],
)
def test_a_length_is_taken_out_of_the_sentence(said: str, minutes: int, rest: str) -> None:
    assert take_length(said) == (minutes, rest)


@pytest.mark.parametrize(
    "said",
    [
        "in 30 minutes",
        "half an hour later",
        "30 minutes earlier",
        "I'll be 10 minutes late",
        "en media hora",
        "dentro de 45 minutos",
        "una hora más tarde",
        "jueves 18 horas",  # a time of the clock
        "thu 6pm",
        "30 nov",
        "book 5 jan",
    ],
)
def test_a_time_is_no_length(said: str) -> None:
    assert take_length(said) == (None, said)
