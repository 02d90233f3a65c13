import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.limits import cut, length

WHOLE = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "units", "left"),
    [
        ("fits", 4, "fits"),
        ("too long", 5, "too…"),  # no blank before the ellipsis
        ("👍👍", 4, "👍👍"),  # each counts twice
        ("👍👍", 3, "👍…"),
        ("👍👍", 2, "…"),  # never half a thumb
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("anything", -2, ""),
    ],
)
def test_a_text_is_cut_between_characters(text: str, units: int, left: str) -> None:
    assert cut(text, units) == left


@given(WHOLE, st.integers(0, 40))
def test_whatever_is_cut_fits_and_can_be_sent(text: str, units: int) -> None:
    kept = cut(text, units)
    assert length(kept) <= units
    assert kept == text or text.startswith(kept.removesuffix("…"))
    assert kept.encode().decode() == kept
