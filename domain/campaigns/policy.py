"""What a text to many may not be: each is refused with its reason and what to do instead. Pure."""

import re
from collections.abc import Collection

from domain.consent.rules import plain
from domain.errors import Unreadable

# What carriers block, since nobody sees where it leads.
SHORTENERS = (
    "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id",
    "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd",
)  # fmt: skip
_LOUD = 12  # letters from which on capitals are counted
_FIELD = re.compile(r"\{[^{}]*\}")
_HOST = "|".join(re.escape(each) for each in SHORTENERS)
_SHORT = re.compile(
    rf"(?:https?://(?:www\.)?|(?<![\w./-])(?:www\.)?)(?:{_HOST})(?![\w-]|\.\w)(?:/\S*)?", re.IGNORECASE
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKS = re.compile(r"[!¡?¿]{3,}")


class BannedWord(Unreadable):
    """“{word}” is among the words that the studio does not write. Say it in other words."""

    field = "words"


class ShortLink(Unreadable):
    """{link} hides where it leads, and carriers block such texts. Write the whole link."""

    field = "words"


class PlainLink(Unreadable):
    """{link} is not a safe link. Write it with https:// at its beginning."""

    field = "words"


class Shouting(Unreadable):
    """Capitals all along and “!!!” read as shouting, and are filtered out as spam. Write it in small
    letters.
    """

    field = "words"


def check(words: str, banned: Collection[str] = ()) -> None:
    """Raises BannedWord, ShortLink, PlainLink, Shouting."""
    spaced = f" {plain(words)} "
    for each in banned:
        if f" {plain(each)} " in spaced:
            raise BannedWord(word=each)
    if short := _SHORT.search(words):
        raise ShortLink(link=short[0])
    for link in _LINK.findall(words):
        if not link.casefold().startswith("https://"):
            raise PlainLink(link=link)
    if _is_loud(words):
        raise Shouting


def _is_loud(words: str) -> bool:
    """What the fields and the links of it are does not count."""
    letters = [each for each in _LINK.sub("", _FIELD.sub("", words)) if each.isalpha()]
    capitals = sum(each.isupper() for each in letters)
    return bool(_MARKS.search(words)) or (len(letters) >= _LOUD and 2 * capitals > len(letters))
