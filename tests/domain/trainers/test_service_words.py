"""Services as trainers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable
from domain.money import Money
from domain.trainers import service_words as words
from domain.trainers.model import Approval
from domain.trainers.service_words import Lengths, Offer, parse_service, read_lengths, read_offer


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("price 55", Offer(price=Money(5500, "EUR"))),
        ("price 55 USD, lengths 30-60 by 15",
         Offer(price=Money(5500, "USD"), lengths=Lengths(60, 30, 60, 15))),
        ("Name Yoga & Breath, length 75 min; approve off",
         Offer(name="Yoga & Breath", lengths=Lengths(75), approval=Approval.AT_ONCE)),
        ("buffers 0 15 starts every 15", Offer(buffers=(0, 15), starts=15)),
        ("buffers 5 before, 10 after", Offer(buffers=(5, 10))),
        ("place Studio 1, 4 Rose St; price 55", Offer(price=Money(5500, "EUR"), place="Studio 1, 4 Rose St")),
        ("link https://meet.example.com/ana", Offer(place="https://meet.example.com/ana")),
        ("lugar ninguno", Offer(place="")),
        ("intro on, length 30", Offer(lengths=Lengths(30), intro=True)),
        ("inicial no", Offer(intro=False)),
        ("price studio", Offer(at_rate=True)),
        ("nombre Fuerza, duración 45, precio 40 €, aprobar sí, márgenes 5 10",
         Offer("Fuerza", Lengths(45), Money(4000, "EUR"), approval=Approval.FIRST, buffers=(5, 10))),
        ("price 1,500.50, name Price list", Offer(name="Price list", price=Money(150_050, "EUR"))),
    ],
)  # fmt: skip
def test_a_service_is_read(typed: str, offer: Offer) -> None:
    assert read_offer(parse_service(typed), currency="EUR") == offer


@pytest.mark.parametrize(
    ("typed", "lengths"),
    [
        ("60", Lengths(60)),
        ("45 minutes", Lengths(45)),
        ("30, 45, 60", Lengths(60, 30, 60, 15)),
        ("30 45 60 usual 45", Lengths(45, 30, 60, 15)),
        ("60 and 30", Lengths(60, 30, 60, 30)),
        ("30-90", Lengths(60, 30, 90, 15)),
        ("20-45", Lengths(45, 20, 45, 25)),  # a quarter of an hour does not lead there
        ("20 to 60 by 20 usual 40", Lengths(40, 20, 60, 20)),
        ("30 a 60 cada 30", Lengths(60, 30, 60, 30)),
        ("60 60", Lengths(60)),
    ],
)
def test_lengths_are_read_and_read_back(typed: str, lengths: Lengths) -> None:
    assert read_lengths(typed) == lengths
    assert read_lengths(words.as_typed(lengths)) == lengths


def test_the_length_that_was_usual_stays_so_where_it_can() -> None:
    assert read_lengths("30-60", usual=45).minutes == 45
    assert read_lengths("30-60", usual=90).minutes == 60


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "an hour",
        "4",
        "601",
        "30 45 55",  # not as far apart
        "60-30",
        "30-60 by 20",
        "30-60 by 0",
        "30-60 usual 50",
        "5-600 by 5",  # too many to choose from
        "30-999",
    ],
)
def test_lengths_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(words.UnreadableLengths):
        read_lengths(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "55", "cheap", "price", "price ten", "lengths long", "buffers 10", "buffers 0 500", "starts 0",
     "starts 999", "approve maybe", "name 123", "name " + "x" * 61],
)  # fmt: skip
def test_what_is_no_service_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_offer(parse_service(typed), currency="EUR")


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*words._KEYS, "30-60", "by", "15", ",", "on", "0"])).map(" ".join)
)
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        offer = read_offer(parse_service(line), currency="EUR")
    except Unreadable:
        return
    if offer.lengths:
        assert read_lengths(words.as_typed(offer.lengths)) == offer.lengths
