"""Typed words as they are compared: without case, accents, and what stands around them."""

import unicodedata

_AROUND = " \t\n.,;:!?¿¡\"'“”‘’()[]*_"


def fold(text: str) -> str:
    """Such as "mas" for "¡MÁS!"; one space between words. Nothing but signs stays as it is."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(each for each in spread if not unicodedata.combining(each))
    return " ".join(bare.strip(_AROUND).split()) or text.strip()


def count(text: str) -> int | None:
    """The whole number that was typed, of at most four digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None
