"""Words with variables, such as “{name} moved your session”: what may be kept, how they are filled. Pure."""

import re
from collections.abc import Collection, Mapping
from typing import ClassVar

from domain.errors import Unreadable
from domain.wordings.model import LONGEST

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_LINK = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://|\bwww\.", re.IGNORECASE)


class NoWordsLeft(Unreadable):
    """That would say nothing. To say it in our words again, tap “Back to ours”."""


class WordsTooLong(Unreadable):
    """That is too long: at most {most} characters, so that it is read."""


class UnknownVariable(Unreadable):
    """There is no {variable} here. There are: {known}"""


class OddBraces(Unreadable):
    """A {{ or a }} stands alone. A variable has both, such as {example}"""


class UnsafeLink(Unreadable):
    """Links have to begin with https:// so that people can trust them."""


class NoValue(Exception):
    """A variable of a text has no value, so the text can't be sent."""

    _SAID: ClassVar[str] = "no value: "

    def __init__(self, variable: str) -> None:
        super().__init__(self._SAID + variable)
        self.variable = variable

    @classmethod
    def variable_in(cls, problem: str) -> str:
        """The variable of which a row's problem tells; "" where it is another."""
        return problem.removeprefix(cls._SAID) if problem.startswith(cls._SAID) else ""


def variables_of(words: str) -> list[str]:
    """Those that a text has, each once."""
    return list(dict.fromkeys(each.strip() for each in _VARIABLE.findall(words)))


def checked(words: str, known: Collection[str]) -> str:
    """As they are kept. Raises NoWordsLeft, WordsTooLong, OddBraces, UnknownVariable, UnsafeLink."""
    said = "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
    if not said:
        raise NoWordsLeft
    if len(said) > LONGEST:
        raise WordsTooLong(most=LONGEST)
    if _BRACE.search(_VARIABLE.sub("", said)):
        raise OddBraces(example=f"{{{next(iter(known), 'studio')}}}")
    unknown = [each for each in variables_of(said) if each not in known]
    if unknown:
        raise UnknownVariable(variable=f"{{{unknown[0]}}}", known=" ".join(f"{{{each}}}" for each in known))
    if any(found["scheme"] is None or found["scheme"].lower() != "https" for found in _LINK.finditer(said)):
        raise UnsafeLink
    return said


def filled(words: str, values: Mapping[str, object]) -> str:
    """The text for one person. Raises NoValue for a variable of it that has none."""

    def value(found: re.Match[str]) -> str:
        known = values.get(found[1].strip())
        if known is None or known == "":
            raise NoValue(found[1].strip())
        return str(known)

    return _VARIABLE.sub(value, words)
