"""What a text takes on the air, and saying the same in less. Source: 3GPP TS 23.038, 7-bit alphabet."""

import unicodedata
from dataclasses import dataclass

LONGEST = 1600  # characters that Twilio takes
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")  # each takes two units
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‘’‚´`", "'"),
        **dict.fromkeys("–—−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\t", " "),
        "…": "...",
        "·": "-",
        "•": "-",
        "→": "->",
        "×": "x",
        "ç": "c",  # the alphabet has only the capital
        "Œ": "OE",
        "œ": "oe",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "\u200b": None,
        "\ufe0f": None,
    }
)


@dataclass(frozen=True, slots=True)
class Size:
    """A text's alphabet, its length in units of it, and the parts that it is sent in."""

    encoding: str
    units: int
    parts: int


def size(text: str) -> Size:
    """GSM-7 takes 160 units, or 153 in each of several parts; UCS-2 takes 70, or 67."""
    if _is_gsm(text):
        widths = [2 if each in _EXTENDED else 1 for each in text]
        return Size("GSM-7", sum(widths), _parts(widths, 160, 153))
    widths = [2 if ord(each) > 0xFFFF else 1 for each in text]
    return Size("UCS-2", sum(widths), _parts(widths, 70, 67))


def outsider(text: str) -> str:
    """The first character that GSM-7 has not; "" where it has them all."""
    return next((each for each in text if not _is_gsm(each)), "")


def economical(text: str) -> str:
    """The text as it is, or without its accents where that takes fewer parts."""
    plain = transliterated(text)
    return plain if size(plain).parts < size(text).parts else text


def transliterated(text: str) -> str:
    """In the GSM alphabet as far as the Latin script goes; what has no likeness there stays."""
    return "".join(map(_likeness, text.translate(_PLAIN)))


def _likeness(each: str) -> str:
    if _is_gsm(each):
        return each
    bare = "".join(part for part in unicodedata.normalize("NFKD", each) if not unicodedata.combining(part))
    return bare if bare and _is_gsm(bare) else each


def _is_gsm(text: str) -> bool:
    return all(each in _BASIC or each in _EXTENDED for each in text)


def _parts(widths: list[int], alone: int, joined: int) -> int:
    """A character of two units is never split between two parts."""
    if sum(widths) <= alone:
        return 1
    parts, room = 1, joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return parts
