"""Trainers who share a first name are told apart wherever they are named."""

import pytest
from sqlalchemy.exc import IntegrityError

from domain.trainers.model import Trainer
from domain.trainers.service import rename, take_on
from storage.work import SqlWork
from tests.factories import NOON
from tests.turns import in_a_turn


def came(work: SqlWork, name: str) -> Trainer:
    return take_on(work, name, "Europe/Lisbon", "EUR", now=NOON)


@in_a_turn
def test_one_of_a_name_is_called_by_it(work: SqlWork) -> None:
    assert [came(work, name).name for name in ("Ana Silva", "Tom")] == ["Ana", "Tom"]


@in_a_turn
def test_those_who_share_a_first_name_are_shown_by_their_whole_names(work: SqlWork) -> None:
    trainers = [came(work, name) for name in ("Ana Silva", "Tom", "ana costa", "Ana Silva", "Ana", "Anabel")]
    assert [each.name for each in trainers] == [
        "Ana Silva",
        "Tom",
        "ana costa",
        "Ana Silva 2",
        "Ana",
        "Anabel",
    ]


@in_a_turn
def test_whoever_is_renamed_leaves_the_other_her_first_name(work: SqlWork) -> None:
    first, second = came(work, "Ana Silva"), came(work, "Ana Costa")
    rename(work, second.person, "Bea Costa")
    assert (first.name, second.name) == ("Ana", "Bea")
    rename(work, first.person, "Bea Silva")
    assert (first.name, second.name) == ("Bea Silva", "Bea Costa")


@in_a_turn
def test_no_two_are_shown_alike_whoever_writes_it(work: SqlWork) -> None:
    first, second = came(work, "Ana Silva"), came(work, "Tom")
    first.called = second.called = "Ana"
    with pytest.raises(IntegrityError):
        work.flush()
