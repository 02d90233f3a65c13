"""What a text may say of whoever reads it: “Hi {name}, {trainer} has new classes”. Pure."""

import enum
import re
from collections.abc import Mapping

from domain.errors import Unreadable

LONGEST = 1000  # characters of a text


class Field(enum.StrEnum):
    NAME = "name"
    TRAINER = "trainer"
    STUDIO = "studio"
    CREDITS = "credits"
    LAST_VISIT = "last_visit"


_CALLED = {each.value: each for each in Field} | {
    "nombre": Field.NAME,
    "entrenador": Field.TRAINER,
    "estudio": Field.STUDIO,
    "creditos": Field.CREDITS,
    "créditos": Field.CREDITS,
    "ultima_visita": Field.LAST_VISIT,
    "última_visita": Field.LAST_VISIT,
    "last visit": Field.LAST_VISIT,
    "última visita": Field.LAST_VISIT,
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")


class UnknownField(Unreadable):
    """There is no field {field}. There are: {fields}"""

    field = "words"


class TooLong(Unreadable):
    """That is too long: a text has at most {most} characters."""

    field = "words"


def fields_of(words: str) -> list[Field]:
    """Those that a text has, each once. Raises UnknownField, TooLong."""
    if len(words) > LONGEST:
        raise TooLong(most=LONGEST)
    named = [each.strip() for each in _FIELD.findall(words)]
    unknown = [f"{{{each}}}" for each in named if each.casefold() not in _CALLED]
    unknown += _BRACE.findall(_FIELD.sub("", words))
    if unknown:
        raise UnknownField(field=unknown[0], fields=" ".join(f"{{{each.value}}}" for each in Field))
    return list(dict.fromkeys(_CALLED[each.casefold()] for each in named))


def filled(words: str, values: Mapping[Field, str]) -> str:
    """The text for one person. Raises KeyError for a field that has no value."""
    return _FIELD.sub(lambda found: values[_CALLED[found[1].strip().casefold()]], words)
