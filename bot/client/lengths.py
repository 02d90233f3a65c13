"""The other lengths in which a session can be had, each a chip that says what it costs."""

from collections.abc import Callable, Iterable

from bot.dialogue.actions import Action
from bot.dialogue.screen import Choice, Row, choice, list_of, rows
from bot.dialogue.words import _, money, voice
from domain.trainers.model import Service

BY_TEXT = 3  # more would not fit beside the rest; any other is taken in words


def length_chips(
    service: Service, lengths: Iterable[int], action: Callable[[int], Action]
) -> tuple[Row, ...]:
    """Of these lengths, all but the one that the service is shown in."""
    others = [each for each in lengths if each != service.minutes]
    if voice().terse:
        others = sorted(sorted(others, key=lambda each: abs(each - service.minutes))[:BY_TEXT])
    return rows((_chip(service.lasting(each), action(each)) for each in others), 3)


def _chip(service: Service, act: Action) -> Choice:
    length = _("{n} min", n=service.minutes)
    return choice(list_of([length, money(service.price)]), act, word=length.upper())
