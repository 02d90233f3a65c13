"""Which words end messages, which begin them anew, and which only look as if."""

import csv
from pathlib import Path

import pytest

from domain.consent.rules import Word, carrier_word, is_cancel

UTTERANCES = Path(__file__).parents[2] / "dialogue" / "utterances.csv"


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"),
        *("stop", "Stop.", " STOP! ", "“stop”", "\nstop\n", "S\u0301top", "ＳＴＯＰ"),
        *("stop all", "Opt-out", "opt out"),
    ],
)
def test_the_carriers_words_stop_in_any_writing(text: str) -> None:
    assert carrier_word(text) is Word.STOP


@pytest.mark.parametrize(
    "text",
    [
        "Please stop",
        "stop please",
        "please stop texting me",
        "Stop texting me!!",
        "don't text me any more",
        "Don’t text me anymore, thanks",
        "do not contact me again",
        "dont message me",
        "stop sending me messages",
        "no more texts please",
        "take me off your list",
        "remove me from this list",
        "I want to opt out",
        "I'd like to unsubscribe",
        "opt me out",
        "I don't want any more messages",
        "leave me alone",
        "no más mensajes",
        "No quiero más mensajes, gracias",
        "no me escribas más",
        "por favor no me mandes más mensajes",
        "deja de escribirme",
        "Quiero darme de baja",
        "baja",
    ],
)
def test_a_clear_wish_in_plain_words_stops_too(text: str) -> None:
    assert carrier_word(text) is Word.STOP


@pytest.mark.parametrize(
    "text",
    [
        *("STOP NEWS", "stop offers", "Stop the news.", "no more offers please", "unsubscribe from news"),
        *("stop news and offers", "no news thanks", "no más ofertas", "sin publicidad"),
        "no me mandes más noticias",
    ],
)
def test_news_can_be_ended_alone(text: str) -> None:
    assert carrier_word(text) is Word.STOP_NEWS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("START", Word.START),
        ("yes", Word.START),
        ("Unstop", Word.START),
        ("HELP", Word.HELP),
        ("info?", Word.HELP),
    ],
)
def test_there_is_a_word_back_and_a_word_for_help(text: str, word: Word) -> None:
    assert carrier_word(text) is word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!!",
        "stop by at 6?",  # a word of theirs in a sentence of its own
        "can we stop at 7",
        "cancel my session",
        "cancel thursday",
        "I can't stop thinking about squats",
        "yes please",
        "don't text me before 9",  # a wish, but not that one: for a human
        "end of the week?",
        "no news is good news",
        "the news of the studio",
        "help me book",
        "no mensajes de voz",
        "no puedo ir",
        "la baja del jueves",
        "start at 7",
        "please " * 400 + "stop",
    ],
)
def test_other_sentences_are_no_opt_out(text: str) -> None:
    assert carrier_word(text) is None


def test_no_sentence_about_training_is_an_opt_out() -> None:
    """The table of what people say about their sessions: only words that are a carrier's own are read so."""
    with UTTERANCES.open(encoding="utf-8", newline="") as file:
        said = [row["said"] for row in csv.DictReader(file)]
    assert len(said) > 200
    assert {text.casefold() for text in said if carrier_word(text)} <= {"cancel", "help", "yes", "start"}


def test_only_cancel_alone_may_have_meant_a_session() -> None:
    assert is_cancel(" Cancel. ")
    assert not any(map(is_cancel, ("STOP", "cancel it", "cancelar", "")))
