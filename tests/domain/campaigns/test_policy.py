"""What a text to many may not be, and what comes close and may."""

import pytest

from domain.campaigns.policy import BannedWord, PlainLink, ShortLink, Shouting, check
from domain.errors import Refusal

BANNED = ("free", "Miracle cure")


@pytest.mark.parametrize(
    ("words", "refusal", "facts"),
    [
        ("Two sessions FREE, now", BannedWord, {"word": "free"}),
        ("It is a miracle  cure!", BannedWord, {"word": "Miracle cure"}),
        ("See bit.ly/abc today", ShortLink, {"link": "bit.ly/abc"}),
        ("See https://T.CO/x", ShortLink, {"link": "https://T.CO/x"}),
        ("See http://example.org/x", PlainLink, {"link": "http://example.org/x"}),
        ("See www.example.org", PlainLink, {"link": "www.example.org"}),
        ("COME TO THE AUTUMN CLASSES", Shouting, {}),
        ("YA ESTÁN LAS CLASES, {name}", Shouting, {}),
        ("Come now!!!", Shouting, {}),
    ],
)
def test_it_is_refused_with_what_it_is_about(
    words: str, refusal: type[Refusal], facts: dict[str, str]
) -> None:
    with pytest.raises(refusal) as refused:
        check(words, BANNED)
    assert refused.value.facts == facts


@pytest.mark.parametrize(
    "words",
    [
        "Freedom and a free-standing rack: gluten-freezer",
        "See https://orbit.ly.example.org/bit.ly-like and https://example.org/t.co",
        "HIIT and TRX on Monday",
        "HI {name}!",
        "Really?!",
        "Hola {nombre}, ¿vienes? https://example.org/CLASES-DE-OTOÑO-Y-DE-INVIERNO",
    ],
)
def test_what_only_looks_like_it_may_go(words: str) -> None:
    check(words, ("freed", "miracle cure"))
