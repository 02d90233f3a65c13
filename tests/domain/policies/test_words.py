"""A policy in a trainer's own words."""

from decimal import Decimal

import pytest

from domain.errors import Unreadable
from domain.policies.model import Late, Pay
from domain.policies.words import (
    DepositTooHigh,
    FirstOrDeposit,
    Terms,
    UnreadablePolicy,
    parse_policy,
    read_fee,
    read_length,
)


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("cancel 24 hours, late used", Terms(1440, None, Late.USED)),
        ("cancel 24", Terms(1440)),  # a bare number is hours
        ("Cancel 2 days move 90 minutes", Terms(2880, 90)),
        ("late fee 15", Terms(late=Late.FEE, fee=Decimal(15))),
        ("cancelar 24 horas, cargo 15", Terms(1440, late=Late.FEE, fee=Decimal(15))),
        ("late 12,50", Terms(late=Late.FEE, fee=Decimal("12.50"))),  # as it is written in Spain
        ("late free; late moves paid", Terms(late=Late.FREE, moves_late=True)),
        ("late moves off, late session", Terms(late=Late.USED, moves_late=False)),
        ("cancel off", Terms(0)),
        ("cancelar 24 horas, mover 12 horas, tarde importe 15", Terms(1440, 720, Late.FEE, Decimal(15))),
        ("anular 1 día, tarde sesión, cambios tarde pagados", Terms(1440, None, Late.USED, None, True)),
    ],
)
def test_what_is_said_is_read(said: str, terms: Terms) -> None:
    assert parse_policy(said) == terms


@pytest.mark.parametrize(
    "said",
    [
        "",
        "be nice",
        "cancel soon",
        "cancel 24 hours or so",  # the rest is not ours to guess
        "cancel 999 days",
        "late 0",
        "late whenever",
        "late moves perhaps",
        "cancel 24 parsecs",
    ],
)
def test_what_cannot_be_read_is_said_so(said: str) -> None:
    with pytest.raises(Unreadable):
        parse_policy(said)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("late fe 15", "fe"),
        ("cancel 24 hurs, late used", "hurs"),
        ("canel 24 hours", "canel"),
        ("pay frist, late used", "frist"),
        ("no-show chrge 20", "chrge"),
    ],
)
def test_the_word_that_was_not_understood_is_named(said: str, word: str) -> None:
    with pytest.raises(UnreadablePolicy) as refused:
        parse_policy(said)
    assert refused.value.facts == {"words": word}


def test_a_deposit_is_at_most_nearly_all_of_it() -> None:
    for said in ("deposit 20%", "depósito 20%", "señal 20 por ciento"):
        assert parse_policy(said) == Terms(pay=Pay.DEPOSIT, deposit_share=20)
    assert parse_policy("depósito 10").deposit == Decimal(10)
    for said in ("deposit 100%", "depósito 200 %"):
        with pytest.raises(DepositTooHigh):
            parse_policy(said)
    for said in ("pay first, deposit 20%", "señal 10, pagar luego"):
        with pytest.raises(FirstOrDeposit):
            parse_policy(said)


@pytest.mark.parametrize(
    ("said", "minutes"), [("24 hours", 1440), ("90 min", 90), ("2 d", 2880), ("6", 360), ("no", 0)]
)
def test_lengths(said: str, minutes: int) -> None:
    assert read_length(said) == minutes


def test_an_amount_may_carry_its_sign() -> None:
    assert read_fee("€15.50") == Decimal("15.50")
    for nothing in ("", "free", "0", "999999"):
        with pytest.raises(Unreadable):
            read_fee(nothing)
