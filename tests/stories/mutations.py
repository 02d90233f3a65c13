"""What the world could send: payloads with anything in any place, and words that nobody foresaw."""

import random
import string
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from bot.dialogue.actions import Action
from bot.dialogue.when_words import SLIPPERY, WORDS
from bot.screens import load

JSON = dict[str, Any]
Path = tuple[str | int, ...]

load()
# The registry is the process's: another test's own action may be in it, and has no route here.
OURS = [code for code, action in Action.registry.items() if action.__module__.startswith("bot.")]

_DEEP: Any = []
for _level in range(200):
    _DEEP = [_DEEP]

ODD_WORDS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "x\udc4d",
    "\u202eabc\u202c",
    "\u2066\u200f\u061c",
    "😀" * 300,
    "👩‍👩‍👧‍👦",
    "ﷺ" * 200,
    "e" + "\u0301" * 500,
    "1" * 500,
    "9" * 5000,
    "x" * 20_000,
    "\n\n\n",
    "\x1b[31m",
    "<b>&amp;</b>",
    "<!channel> <@UANA> *_~`x`~_*",
    "{name} {0} %s %(x)s",
    "'; DROP TABLE booking; --",
    "²³ ٣ ৪ Ⅷ ①",
    "ǅ İ ß ſ",
)
ODD_NUMBERS = (0, -1, 1, 2**31 - 1, 2**31, 2**63, -(2**63), 10**40, 1.5, float("nan"), float("inf"), 1e308)
ODD: tuple[Any, ...] = (*ODD_WORDS, *ODD_NUMBERS, None, True, False, [], {}, [[]], {"a": {}}, _DEEP)


def mutated(luck: random.Random, payload: JSON) -> JSON:
    """One to three places deleted, replaced, or taken from elsewhere in the payload."""
    changed = deepcopy(payload)
    for _ in range(luck.randint(1, 3)):
        path = luck.choice(list(_paths(changed)) or [()])
        if not path:
            return changed
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        if luck.random() < 0.3:
            del holder[path[-1]]
        else:
            holder[path[-1]] = deepcopy(luck.choice(ODD)) if luck.random() < 0.8 else deepcopy(changed)
    return changed


def _paths(value: Any, at: Path = ()) -> Iterator[Path]:
    if at:
        yield at
    if len(at) > 8:
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*at, key))


def vocabulary() -> list[str]:
    """Every word that the bot knows, in both languages, and some that it does not."""
    routes, _notices = load()
    commands = [" ".join(each.words) for known in routes.commands.values() for each in known]
    times = [part for words in WORDS.values() for each in words.values() for part in each.split("|")]
    days = [day for each in SLIPPERY.values() for day in each.split()]
    plain = (
        "my session with Ana Tom at 6 6pm 18h 25:99 the and for not can't cuándo mañana mi sesión con a las"
    )
    return [*commands, *times, *days, *plain.split(), *string.digits, "€", "thu 6pm", "3/12", "31/02", "2026"]


def sentence(luck: random.Random, words: Sequence[str]) -> str:
    """From nothing to a tale, with odd words in between, now and then a command's slash."""
    said = [luck.choice(words) for _ in range(luck.choice([1, 1, 1, 2, 2, 3, 4, 6, 40]))]
    if luck.random() < 0.1:
        said.insert(luck.randrange(len(said) + 1), luck.choice(ODD_WORDS))
    if luck.random() < 0.1:
        said = [_scrambled(luck, word) for word in said]
    if luck.random() < 0.2:
        said.append(str(luck.choice([0, 1, 2, 3, 4, 7, 12, 99, 1000, 10**30])))
    text = luck.choice([" ", " ", " ", ", ", "\n", "  "]).join(said)
    return luck.choice(["", "", "", "", "/", "/hub "]) + luck.choice([text, text, text.upper(), text.title()])


def _scrambled(luck: random.Random, word: str) -> str:
    letters = list(word)
    luck.shuffle(letters)
    return "".join(letters)


def button(luck: random.Random, pressed: Sequence[str]) -> str:
    """An old button, one with other numbers, one that nobody ever drew."""
    data = luck.choice([*pressed, "m", "zz_1"])
    match luck.randrange(4):
        case 0:
            return data
        case 1:
            return "".join(luck.choice(string.digits) if each.isdigit() else each for each in data)
        case 2:
            code = luck.choice(OURS)
            fields = [luck.choice(["1", "2", "0", "", "ana", "29925390", "20261126", "-1", "9" * 12, "٣"])]
            return "_".join([code, *fields * luck.randint(0, 4)])
        case _:
            at = luck.randrange(len(data) + 1)
            return data[:at] + luck.choice(ODD_WORDS)[:80] + data[at:]
