"""Prices as people type them, in currencies of two, no and three decimals."""

import pytest

from domain.money import Money, UnreadablePrice, read_money


@pytest.mark.parametrize(
    ("typed", "given", "price"),
    [
        ("50", "EUR", Money(5000, "EUR")),
        ("50.5", "EUR", Money(5050, "EUR")),
        ("49,90 €", "GBP", Money(4990, "EUR")),
        ("€ 1.234,50", "EUR", Money(123_450, "EUR")),
        ("1,234.50", "USD", Money(123_450, "USD")),
        ("1,500", "EUR", Money(150_000, "EUR")),  # three digits are thousands where cents are two
        ("12.500", "KWD", Money(12_500, "KWD")),  # and the fraction where there are a thousand fils
        ("1,250.750 kwd", "EUR", Money(1_250_750, "KWD")),
        ("7.5 BHD", "EUR", Money(7500, "BHD")),
        ("5000", "JPY", Money(5000, "JPY")),
        ("5,000 yen", "EUR", Money(5000, "JPY")),
        ("¥ 5.000", "EUR", Money(5000, "JPY")),
        ("5'000", "CHF", Money(500_000, "CHF")),
        ("$40", "CAD", Money(4000, "CAD")),  # the given currency is somebody's dollar
        ("$40", "EUR", Money(4000, "USD")),
        ("40 pounds", "EUR", Money(4000, "GBP")),
        ("40 dólares", "EUR", Money(4000, "USD")),
        ("0", "EUR", Money(0, "EUR")),
    ],
)  # fmt: skip
def test_a_price_is_read(typed: str, given: str, price: Money) -> None:
    assert read_money(typed, given) == price
    assert read_money(price.typed, "XOF") == price


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", "EUR"),
        ("free", "EUR"),
        ("fifty", "EUR"),
        ("-5", "EUR"),
        ("50 per hour", "EUR"),
        ("50 XQZ", "EUR"),  # no currency
        ("EUR 50 USD", "EUR"),
        ("50.55", "JPY"),  # there is no half a yen
        ("1.2345", "EUR"),
        ("12,34,567", "EUR"),
        ("1.5.5", "EUR"),
        ("99999999", "EUR"),  # a slip
        ("٥٠", "EUR"),
    ],
)
def test_what_is_no_price_is_refused_with_its_words(typed: str, given: str) -> None:
    with pytest.raises(UnreadablePrice) as refused:
        read_money(typed, given)
    assert refused.value.facts == {"words": typed}


def test_whole_units_are_as_many_minor_ones_as_the_currency_has() -> None:
    assert [Money.whole(50, each).minor for each in ("EUR", "JPY", "KWD")] == [5000, 50, 50_000]
