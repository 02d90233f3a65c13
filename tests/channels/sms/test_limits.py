import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.limits import economical, size, transliterated
from sandbox.twilio_segments import measure

# What people write, thick with the characters where one alphabet ends and the other begins.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("abc ABC 123\n€{}[]~|^\\éñüÇçáíóúÁ¿¡“”’–…·×łđœ\u00a0\u200b"),
        st.sampled_from("👍😀日本Ω€"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=400,
)


@given(TEXTS)
def test_a_text_takes_what_its_carrier_bills(text: str) -> None:
    ours, theirs = size(text), measure(text)
    assert (ours.encoding, ours.units, ours.parts) == (theirs.encoding, theirs.units, theirs.segments)


@given(TEXTS)
def test_economy_never_costs(text: str) -> None:
    said = economical(text)
    assert size(said).parts <= size(text).parts
    assert said == text or size(said).parts < size(text).parts


@given(TEXTS)
def test_saying_it_plainly_twice_changes_nothing(text: str) -> None:
    once = transliterated(text)
    assert transliterated(once) == once


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),  # two units each
        ("€" * 81, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 152 + "€" + "a" * 152, 3),  # no character is cut in two, so a part stays one short
        ("á" * 70, 1),  # not in the alphabet of 160
        ("á" * 71, 2),
        ("👍" * 35, 1),
        ("👍" * 36, 2),
        ("👍" * 67, 3),  # 33 to a part, since none is cut
    ],
)
def test_where_another_part_begins(text: str, parts: int) -> None:
    assert size(text).parts == measure(text).segments == parts


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("¿Mañana a las 6? Él está aquí.", "¿Mañana a las 6? Él esta aqui."),  # ñ, é and ¿ are in it
        ("“Yes” – he’s in…", '"Yes" - he\'s in...'),
        ("Łódź, Dvořák, Gonçalves", "Lodz, Dvorak, Goncalves"),
        ("18:00\u202fh · 60\u00a0min × 2 → go", "18:00 h - 60 min x 2 -> go"),
        ("日本 👍", "日本 👍"),  # nothing there is like them
    ],
)
def test_what_the_cheap_alphabet_lacks_is_written_as_near_as_can_be(said: str, plainly: str) -> None:
    assert transliterated(said) == plainly


def test_accents_stay_where_they_cost_nothing() -> None:
    assert economical("Está aquí.") == "Está aquí."
    long = "Está aquí, en la calle de atrás. " * 3
    assert size(long).parts == 2
    assert size(economical(long)).parts == 1
