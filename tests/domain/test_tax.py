"""The tax in a price: to the nearest minor unit, halves to the even one, whatever the currency's exponent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tax import ALL, NO_TAX, Tax, Taxation, UnreadableTax, nearest, read_own_rate, read_rate, typed

GROSS = st.integers(0, 100_000_000)
RATES = st.integers(0, ALL)


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [
        (12000, 20_000, 2000),
        (40000, 20_000, 6667),  # 66.666…
        (3, 20_000, 1),  # the net of two and a half is two …
        (9, 20_000, 1),  # … and of seven and a half, eight
        (1100, 10_000, 100),  # yen
        (1_000_000, 5_000, 47_619),  # thousandths of a dinar
        (1055, 5_500, 55),
        (5000, 0, 0),
        (200, ALL, 100),
    ],
)
def test_a_price_holds_its_tax(gross: int, rate: int, tax: int) -> None:
    assert Tax(rate, "VAT").within(gross) == tax
    assert Tax().within(gross) == 0


@given(GROSS, RATES)
def test_the_net_is_the_nearest_there_is(gross: int, rate: int) -> None:
    tax = Tax(rate, "VAT").within(gross)
    exact = Fraction(gross * ALL, ALL + rate)
    assert 0 <= tax <= gross
    assert abs(gross - tax - exact) <= Fraction(1, 2)
    if abs(gross - tax - exact) == Fraction(1, 2):
        assert (gross - tax) % 2 == 0


@given(st.integers(1, 1_000_000), RATES, st.lists(st.integers(1, 100_000), max_size=12))
def test_what_goes_back_in_parts_takes_all_the_tax_with_it(gross: int, rate: int, parts: list[int]) -> None:
    left, tax = gross, Tax(rate, "VAT").within(gross)
    for part in [*parts, gross]:
        amount = min(part, left)
        if not amount:
            break
        of_it = nearest(tax, amount, of=left)
        assert 0 <= of_it <= amount
        left, tax = left - amount, tax - of_it
        assert 0 <= tax <= left
    assert (left, tax) == (0, 0)


def test_what_has_a_rate_of_its_own_has_that_one() -> None:
    studio = Taxation(20_000, "IVA")
    assert [studio.at(each) for each in (None, 5_500, 0)] == [
        Tax(20_000, "IVA"),
        Tax(5_500, "IVA"),
        Tax(0, "IVA"),
    ]
    assert not NO_TAX.at(None)
    assert NO_TAX.at(7_000) == Tax(7_000, "VAT")
    assert Taxation(20_000, on_fees=False).of_fee(Tax(20_000, "VAT")) == Tax(0, "VAT")
    assert studio.of_fee(Tax()) == Taxation(on_fees=False).of_fee(Tax()) == Tax()


@pytest.mark.parametrize(
    ("words", "rate"),
    [("20", 20_000), ("5.5 %", 5_500), ("7,7", 7_700), ("0.125%", 125), ("100", ALL), ("exento", 0)],
)
def test_a_rate_is_read_as_it_is_written(words: str, rate: int) -> None:
    assert read_rate(words) == rate
    assert read_own_rate(typed(rate)).rate == rate


@pytest.mark.parametrize("words", ["", "101", "100.001", "-5", "5.1234", "studio", "a lot", "1e1"])
def test_what_is_no_rate_is_refused(words: str) -> None:
    with pytest.raises(UnreadableTax):
        read_rate(words)
    assert read_own_rate("studio").rate is read_own_rate(typed(None)).rate is None
