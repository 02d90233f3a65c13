"""What can be typed where nothing is tapped: a number for each answer offered, a word for each other way.

Numbers stand only in answers to the person's own text. A list lives for half an hour and until the next one;
the words of a screen live until something else is said. Losing acts have words, never numbers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue import asking
from bot.dialogue.actions import Action, BadAction, Home, unpack
from bot.dialogue.screen import Choice, Menu, Screen, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from domain.conversations.service import is_muted
from domain.people.model import Address

LIVES = timedelta(minutes=30)
UNASKED_LIVES = timedelta(hours=12)  # as long as a reminder may wait to be read
AGAIN = timedelta(seconds=60)  # in which the same text is taken for an impatient repeat
OFFERED = 3

# "2", "#2", "2.", "option 2", "2 please"; "2pm" and "2 people" are words.
_NUMBER = re.compile(
    r"(?:(?:ok|the|la|el) )?(?:(?:option|number|no\.?|opcion|numero) )?#?([0-9]{1,2})(?:st|nd|rd|th)?"
    r"(?: please| por favor| thanks| gracias)?"
)


class More(Action, code="mm", word=N_("MORE")):
    """The next answers of the list that was just read."""


@dataclass(slots=True)
class Typed:
    """``Address.menu``: what numbers and words mean to this phone, and its last answer."""

    numbers: dict[str, str]
    words: dict[str, str]
    rest: list[tuple[str, str, str]]
    until: str = ""  # of the numbers
    words_until: str = ""
    said: str = ""
    said_until: str = ""
    answer: dict[str, Any] | None = None

    @staticmethod
    def of(address: Address) -> "Typed":
        return Typed(**(address.menu or {"numbers": {}, "words": {}, "rest": []}))

    def keep(self, address: Address) -> None:
        address.menu = {name: getattr(self, name) for name in self.__slots__}


def repeated(turn: Turn) -> Screen | None:
    """The last answer, where the same was texted a moment ago; not where that answer asks for it anew, nor
    in a form, where two questions may have the same answer.
    """
    if not turn.text or asking.current(turn):
        return None
    typed, key = Typed.of(turn.address), _key(turn.text)
    if typed.answer is None or key != typed.said or turn.now.isoformat() >= typed.said_until:
        return None
    last = Screen.load(typed.answer)
    offered = {number for number, _label in last.menu.numbered} | {fold(word) for word, _ in last.menu.worded}
    return None if key in offered else last


def meant(turn: Turn) -> Action | None:
    """The action of the number or the word, where a menu offered it and still lives. Whoever talks to a
    human means nothing else by a number.
    """
    if not turn.text:
        return None
    typed, key = Typed.of(turn.address), _key(turn.text)
    packed = typed.words.get(key) if turn.now.isoformat() < typed.words_until else None
    if packed is None and turn.now.isoformat() < typed.until and not is_muted(turn.address, turn.now):
        packed = typed.numbers.get(key)
    try:
        action = unpack(packed) if packed else None
    except BadAction:  # offered by an older version of this program
        return None
    turn.continues = action is not None and type(action).word == More.word
    return action


def stray_number(turn: Turn) -> str:
    """What to say to a number that no list has; "" where it is none."""
    if not _key(turn.text).isdecimal():
        return ""
    typed = Typed.of(turn.address)
    if typed.numbers and turn.now.isoformat() < typed.until:
        numbers = sorted(map(int, typed.numbers))
        return _("Please reply with a number from {first} to {last}.", first=numbers[0], last=numbers[-1])
    return _("That number is from an older list.")


def the_rest(turn: Turn) -> Screen | None:
    """The answers that the list before had no room for; None where it had."""
    rest = [Choice(label, data, word=word) for label, data, word in Typed.of(turn.address).rest]
    return Screen(text=_("And these:"), choices=rows(rest)) if rest else None


def lay(turn: Turn, screen: Screen) -> Screen:
    """Give the answers numbers and keep what they mean; the list before lives on where this has none."""
    if screen.is_silent:
        return screen
    typed = Typed.of(turn.address)
    options = list({option.data: option for option in screen.all_choices() if option.data}.values())
    answers = [option for option in options if not option.word]
    ways = [option for option in options if option.word]
    if answers:
        shown, rest = answers[:OFFERED], answers[OFFERED:]
        typed.rest = []
        if rest:  # the screen's own MORE comes when these are through
            later = [way for way in ways if _is_more(way)]
            ways = [*(way for way in ways if not _is_more(way)), _more()]
            typed.rest = [(each.label, each.data, each.word) for each in (*rest, *later)]
        first = 1 + max(map(int, typed.numbers), default=0) if turn.continues else 1
        fresh = {str(number): option.data for number, option in enumerate(shown, first)}
        typed.numbers = {**typed.numbers, **fresh} if turn.continues else fresh
        typed.until = (turn.now + LIVES).isoformat()
        numbered = tuple((str(number), option.label) for number, option in enumerate(shown, first))
    else:
        numbered = ()
    typed.words = {fold(way.word): way.data for way in ways}
    typed.words_until = (turn.now + LIVES).isoformat()
    laid = replace(screen, menu=_drawn(numbered, ways))
    if turn.text:
        typed.said, typed.said_until = _key(turn.text), (turn.now + AGAIN).isoformat()
        typed.answer = laid.dump()
    typed.keep(turn.address)
    return laid


def interrupted(address: Address, screen: Screen, now: datetime) -> None:
    """Something was said unasked: a bare "yes" answers nothing any more, and a word that could be meant for
    it as well as for what stood there before means neither, so that it is asked about.
    """
    if "yes" in (address.talk or {}):
        address.talk = {key: value for key, value in (address.talk or {}).items() if key != "yes"}
    if address.menu is None:
        return
    typed = Typed.of(address)
    before = typed.words if now.isoformat() < typed.words_until else {}
    fresh = {fold(each.word): each.data for each in screen.all_choices() if each.word and each.data}
    unclear = {word for word in before.keys() & fresh.keys() if before[word] != fresh[word]}
    typed.words = {word: data for word, data in (before | fresh).items() if word not in unclear}
    typed.words_until = (now + UNASKED_LIVES).isoformat()
    typed.keep(address)


def with_words(screen: Screen) -> Screen:
    """What is said unasked offers only what has a word, which is a command wherever it is typed."""
    worded = [option for option in screen.all_choices() if option.word and option.data]
    return replace(screen, menu=_drawn((), worded))


def _drawn(numbered: tuple[tuple[str, str], ...], ways: Iterable[Choice]) -> Menu:
    words = {way.word: way.label for way in ways}
    home = next((way.word for way in ways if way.data == Home().pack()), "")
    return Menu(numbered, tuple(words.items()), home, _("Reply: {words}"))


def _is_more(way: Choice) -> bool:
    return way.word == _(More.word)


def _more() -> Choice:
    return Choice(_("More"), More().pack(), word=_(More.word))


def _key(text: str) -> str:
    """A number bare of what stands around it, or the words folded."""
    folded = fold(text)
    number = _NUMBER.fullmatch(folded.removeprefix("#"))
    return str(int(number[1])) if number else folded
