import pytest

from domain.errors import Unreadable
from domain.resources.model import Resource
from domain.resources.words import (
    NoResources,
    UnknownResource,
    UnreadableResource,
    parse_needs,
    parse_resource,
)
from tests.factories import NOON


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Studio 1", ("Studio 1", 1)),  # its name ends in a number
        ("10 mats", ("mats", 10)),
        ("10 x mats", ("mats", 10)),
        ("Yoga mats x10", ("Yoga mats", 10)),
        ("  Sala   Grande ", ("Sala Grande", 1)),
    ],
)
def test_a_room_or_a_thing_in_words(text: str, said: tuple[str, int]) -> None:
    assert parse_resource(text) == said


@pytest.mark.parametrize("text", ["", "10", "0 mats", "999 mats", "room " * 20])
def test_what_is_none(text: str) -> None:
    with pytest.raises(UnreadableResource):
        parse_resource(text)


def studio() -> list[Resource]:
    known = [
        Resource(name=name, count=count, made_at=NOON) for name, count in (("Studio 1", 1), ("Mats", 10))
    ]
    for number, each in enumerate(known, 1):
        each.id = number
    return known


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Studio 1", {1: 1}),
        ("studio 1, 8 mats", {1: 1, 2: 8}),
        ("8 x mats and Studio 1", {1: 1, 2: 8}),
        ("studio 1 y mats x8", {1: 1, 2: 8}),
        ("nothing", {}),
        ("nada", {}),
    ],
)
def test_what_a_service_needs_in_words(text: str, needs: dict[int, int]) -> None:
    assert parse_needs(text, studio()) == needs


@pytest.mark.parametrize(
    ("text", "known", "problem"),
    [
        ("Studio 2", True, UnknownResource),
        ("0 mats", True, UnknownResource),
        ("a trampoline", True, UnknownResource),
        ("Studio 1", False, NoResources),
    ],
)
def test_what_there_is_not(text: str, known: bool, problem: type[Unreadable]) -> None:
    with pytest.raises(problem):
        parse_needs(text, studio() if known else [])
