"""How many parts a text takes on the air: units of GSM 03.38 or UCS-2, as carriers bill them."""

from collections.abc import Iterable
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")  # Each is an escape and a letter: two units that stay together.


@dataclass(frozen=True, slots=True)
class Size:
    """`segments` of 160 or 70 units alone, of 153 or 67 when a header joins several."""

    encoding: str
    units: int
    segments: int


def measure(text: str) -> Size:
    """An empty text is one empty segment."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        return _sized("GSM-7", [1 + (letter in _EXTENDED) for letter in text], alone=160, joined=153)
    return _sized("UCS-2", [1 + (ord(letter) > 0xFFFF) for letter in text], alone=70, joined=67)


def _sized(encoding: str, widths: list[int], *, alone: int, joined: int) -> Size:
    units = sum(widths)
    return Size(encoding, units, 1 if units <= alone else _parts(widths, joined))


def _parts(widths: Iterable[int], room: int) -> int:
    """A letter of two units is never cut in two, so a part may stay one unit short."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
