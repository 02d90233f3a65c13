"""How long people say that a session should be."""

import pytest

from bot.dialogue.lengths import begins_with_lateness, read_lateness, take_length


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


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("I'm running 10 min late", 10),
        ("I'll be 10 minutes late", 10),
        ("Sorry, I'm going to be about fifteen minutes late for my session!", 15),
        ("half an hour late", 30),
        ("I'm late", None),
        ("llego 10 minutos tarde", 10),
        ("llego tarde 10 minutos", 10),
        ("Lo siento, voy a llegar media hora tarde", 30),
        ("llego con 10 minutos de retraso", 10),
        ("llegaré un poco tarde", None),
    ],
)
def test_whoever_is_late_says_so_in_many_words(said: str, minutes: int | None) -> None:
    assert read_lateness(said) == (True, minutes)


@pytest.mark.parametrize(
    "said",
    [
        *("is it too late to book", "the late class", "I won't be late", "am I too late?"),
        *("thursday late", "buenas tardes", "voy por la tarde", "voy a la tarde", "I'm late on thursday"),
    ],
)
def test_late_hours_are_no_delay(said: str) -> None:
    assert not read_lateness(said)[0]


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("I'm running late, the bus broke down", True),
        ("Lo siento, llego 10 minutos tarde, hay mucho tráfico", True),
        ("late hours?", False),
        ("is it too late to book", False),
        ("voy por la tarde con mi hijo", False),
    ],
)
def test_a_reason_may_follow(said: str, begins: bool) -> None:
    assert begins_with_lateness(said) is begins
