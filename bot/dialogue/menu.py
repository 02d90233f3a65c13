"""What can be typed where nothing is tapped: a number for each answer offered, a word for each other way.

Numbers stand only in answers to the person's own text. A list lives for half an hour and until the next one;
the words of a screen live until something else is said. Losing acts have words, never numbers. A list that
answers a number goes on counting from the last one, also from one that was over: the same number, or its
neighbour, may be under way once more.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue import asking
from bot.dialogue.actions import Action, BadAction, Home, unpack
from bot.dialogue.screen import Choice, Menu, Screen, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import count, fold
from bot.dialogue.words import N_, _
from domain.consent.rules import Word, carrier_word
from domain.conversations.service import is_muted
from domain.people.model import Address

LIVES = timedelta(minutes=30)
UNASKED_LIVES = timedelta(hours=12)  # as long as a reminder may wait to be read
AGAIN = timedelta(seconds=60)  # in which the same text is taken for an impatient repeat
CROSSES = timedelta(seconds=60)  # in which a text may have been sent before our last one was read
OFFERED = 3
MOST = 90  # from where counting begins anew
_NOT_OURS = (Word.STOP, Word.START, Word.HELP)

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
    words: dict[str, str]  # to one action, or to several of which any could be meant, spaces between
    rest: list[tuple[str, str, str]]
    highest: int = 0  # of the numbers that were last read, whether or not they still mean anything
    until: str = ""  # of the numbers
    words_until: str = ""
    news: list[str] = field(default_factory=list)  # words that only what came last, unasked, offers
    unasked: list[str] = field(default_factory=list)  # words that came since the last answer
    news_until: str = ""  # for as long as those may have been meant for what stood there before
    said: str = ""
    said_until: str = ""
    answer: dict[str, Any] | None = None

    @staticmethod
    def of(address: Address) -> "Typed":
        kept = address.menu or {"numbers": {}, "words": {}, "rest": []}
        return Typed(**{name: kept[name] for name in Typed.__slots__ if name in kept})

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
    human means nothing else by a number. None too where two things could be meant: ``turn.offered`` has them
    then, for the command of that word to ask about.
    """
    if not turn.text:
        return None
    typed, key, now = Typed.of(turn.address), _key(turn.text), turn.now.isoformat()
    words, listed = _words(turn, typed), _listed(turn, typed, key)
    spelled = _spelled(key, words)
    if listed and spelled in typed.unasked:
        return None
    offered = tuple((words.get(key) or listed or words.get(spelled, "")).split())
    try:
        actions = [unpack(each) for each in offered]
    except BadAction:  # offered by an older version of this program
        return None
    crosses = now < typed.news_until and (key in typed.news or (not listed and spelled in typed.news))
    if len(actions) != 1 or (actions[0].acts and crosses):
        turn.offered = offered
        return None
    turn.continues = type(actions[0]).word == More.word
    return actions[0]


def answers_a_person(turn: Turn) -> bool:
    """Whether it is a number for what a person wrote, and no list's since: neither is it an hour."""
    spoken = (turn.address.talk or {}).get("spoken", "")
    is_number = _key(turn.text).isdecimal()
    return is_number and not Typed.of(turn.address).numbers and turn.now.isoformat() < spoken


def stray_number(turn: Turn) -> str:
    """What to say to a number that no list has; "" where it is none, or for a person."""
    if not _key(turn.text).isdecimal() or answers_a_person(turn):
        return ""
    typed, key = Typed.of(turn.address), _key(turn.text)
    spelled = _ending_in(key, _words(turn, typed))
    if spelled in typed.unasked and _listed(turn, typed, key):
        return _(
            "{n} could mean two things. Text {word} for what I wrote last, or the day and time you want.",
            n=key,
            word=spelled.upper(),
        )
    if spelled:
        return _("To be sure, please text it with its word: {word}", word=spelled.upper())
    if typed.numbers and turn.now.isoformat() < typed.until:
        numbers = sorted(map(int, typed.numbers))
        return _("Please reply with a number from {first} to {last}.", first=numbers[0], last=numbers[-1])
    return _("That number is from an older list.")


def is_open(turn: Turn) -> bool:
    """Whether the last list can still be answered, so that nothing else need be shown."""
    typed = Typed.of(turn.address)
    now = turn.now.isoformat()
    return bool(typed.numbers and now < typed.until) or bool(typed.words and now < typed.words_until)


def _words(turn: Turn, typed: Typed) -> dict[str, str]:
    return typed.words if turn.now.isoformat() < typed.words_until else {}


def _listed(turn: Turn, typed: Typed, number: str) -> str:
    """What the number of a list does. Whoever talks to a human means nothing by one."""
    return "" if is_muted(turn.address, turn.now) else _living(turn, typed).get(number, "")


def _spelled(number: str, words: dict[str, str]) -> str:
    """Such as "C 1" for a bare "1": any such word but DROP, which is never a number alone."""
    spelled = _ending_in(number, words)
    return "" if spelled.startswith(fold(_("DROP"))) else spelled


def _ending_in(number: str, words: dict[str, str]) -> str:
    return next((word for word in words if number.isdecimal() and word.endswith(f" {number}")), "")


def last_said(address: Address) -> str:
    """What was last texted there, bare of case and signs."""
    return Typed.of(address).said


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
    ways = _by_word(options)
    answers = [option for option in options if option not in ways]
    if answers:
        shown, rest = answers[:OFFERED], answers[OFFERED:]
        typed.rest = []
        if rest:  # the screen's own MORE comes when these are through
            later = [way for way in ways if _is_more(way)]
            ways = [*(way for way in ways if not _is_more(way)), _more()]
            typed.rest = [(each.label, each.data, each.word) for each in (*rest, *later)]
        first = _first(turn, typed)
        fresh = {str(number): option.data for number, option in enumerate(shown, first)}
        typed.numbers = {**_living(turn, typed), **fresh} if first > 1 and not _has_numbers(ways) else fresh
        typed.highest, typed.until = first + len(shown) - 1, (turn.now + LIVES).isoformat()
        numbered = tuple((str(number), option.label) for number, option in enumerate(shown, first))
    else:
        numbered = ()
        if asking.current(turn):
            typed.numbers, typed.highest = {}, 0  # a number answers the form, and goes on from no list
        elif _has_numbers(ways):
            typed.numbers = {}  # "1" is meant for "DROP 1": an older list is over
    typed.words = {fold(way.word): way.data for way in ways}
    typed.words_until, typed.news, typed.unasked = (turn.now + LIVES).isoformat(), [], []
    laid = replace(screen, menu=_drawn(numbered, ways))
    if turn.text:
        told = not turn.is_confidential()
        typed.said, typed.said_until = _key(turn.text) if told else "", (turn.now + AGAIN).isoformat()
        typed.answer = laid.dump() if told else None
    typed.keep(turn.address)
    return laid


def _has_numbers(ways: Iterable[Choice]) -> bool:
    return any(way.word[-1].isdecimal() for way in ways)


def _living(turn: Turn, typed: Typed) -> dict[str, str]:
    return typed.numbers if turn.now.isoformat() < typed.until else {}


def _by_word(options: Iterable[Choice]) -> list[Choice]:
    """Those that are texted by their word; a trainer's or a service's name may be no word to answer with."""
    ways: dict[str, Choice] = {}
    for option in options:
        if option.word and not _key(option.word).isdecimal() and carrier_word(option.word) not in _NOT_OURS:
            ways.setdefault(fold(option.word), option)
    return list(ways.values())


def _first(turn: Turn, typed: Typed) -> int:
    """The number that a list begins with. In a form every question has its own numbers from one."""
    key = _key(turn.text)
    if not (turn.continues or key.isdecimal()) or asking.current(turn):
        return 1
    last = max(typed.highest, *map(int, _living(turn, typed)), 0)
    said = count(key) or 0
    last = said if last < said <= last + OFFERED else last
    return last + 1 if last < MOST else 1


def interrupted(address: Address, screen: Screen, now: datetime) -> None:
    """Something was said unasked: a bare "yes" is now for this, if for anything and if for nothing else. A
    word that could be meant for it as well as for what stood there before stands for each.
    """
    asked = (address.talk or {}).get("yes", {"until": ""})
    talk = {key: value for key, value in (address.talk or {}).items() if key != "yes"}
    offered = next((each for each in screen.all_choices() if each.word and each.weight == "primary"), None)
    unclear = offered and now.isoformat() < asked["until"] and not is_same(asked["action"], offered.data)
    if offered and not unclear:  # "C" and "TAKE" are what a yes to a reminder or an offer means
        talk["yes"] = {"action": offered.data, "until": (now + UNASKED_LIVES).isoformat()}
    if talk != (address.talk or {}):
        address.talk = talk
    if address.menu is None:
        return
    typed = Typed.of(address)
    before = typed.words if now.isoformat() < typed.words_until else {}
    fresh = {fold(each.word): each.data for each in screen.all_choices() if each.word and each.data}
    both = {word: _any_of(before[word], fresh[word]) for word in before.keys() & fresh.keys()}
    typed.words = before | fresh | both
    earlier = typed.news if now.isoformat() < typed.news_until else []
    typed.news, typed.news_until = [*(fresh.keys() - before.keys()), *earlier], (now + CROSSES).isoformat()
    typed.unasked = [*(fresh.keys() - before.keys()), *typed.unasked]
    if not any(screen.all_choices()):  # somebody's own words, which a number may well answer
        typed.numbers, typed.rest = {}, []
        address.talk = {**(address.talk or {}), "spoken": (now + UNASKED_LIVES).isoformat()}
    typed.words_until = (now + UNASKED_LIVES).isoformat()
    typed.keep(address)


def _any_of(before: str, fresh: str) -> str:
    """Either could be meant; what is offered anew, of the same thing, is meant as it now is."""
    others = [each for each in before.split() if not is_same(each, fresh)]
    return " ".join((*others, fresh))


def is_same(one: str, other: str) -> bool:
    """Whether two packed actions do the same with the same thing, in whichever version."""
    return one.split("_")[:2] == other.split("_")[:2]


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
