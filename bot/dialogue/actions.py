"""Actions: what a button does, packed into the button itself.

An action is a frozen value with a short code. Packed it is at most 64 bytes of ``[A-Za-z0-9_-]``, with
``_`` between the
fields: Telegram's callback_data and start payload, the value of a Slack button, an entry of an SMS menu.
The codes and
fields are a wire format, because old buttons live on in the chats: see ``tests/house/actions.golden``.
"""

import enum
import re
import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import (
    Any,
    ClassVar,
    NewType,
    Self,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from bot.dialogue.words import N_

LARGEST = 2**31 - 1  # what a column of ids holds
LIMIT = 64  # bytes, Telegram's for callback_data and for start payloads
SLUG = re.compile(r"[a-z0-9-]{1,32}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Minute = NewType("Minute", datetime)
"""A UTC instant of a whole minute, packed as minutes since 1970."""


class BadAction(ValueError):
    """A packed string that no action of ours ever was."""


def _packed(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case enum.Enum():
            return str(value.value).replace("_", "-")
        case datetime():
            return str((value - _EPOCH) // timedelta(minutes=1))
        case date():
            return value.strftime("%Y%m%d")
        case _:
            return str(value)


def _reader(hint: Any) -> Callable[[str], Any]:
    """How a field of this type is read back; a type that has no reader can't be part of an action."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda part: inner(part) if part else None
    if hint is Minute:
        return lambda part: _EPOCH + timedelta(minutes=_natural(part))
    if hint is bool:
        return lambda part: {"0": False, "1": True}[part]
    if hint is int:
        return _natural
    if hint is date:
        return date.fromisoformat
    if hint is str:
        return _slug
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        members = {_packed(member): member for member in hint}
        return members.__getitem__
    raise TypeError(f"{hint} can't be packed into a button")


def _natural(part: str) -> int:
    # Not int(): that also reads "-1", " 1", "1_0" and Arabic digits.
    if not re.fullmatch(r"[0-9]{1,10}", part):
        raise BadAction(part)
    number = int(part)
    if number > LARGEST:
        raise BadAction(part)
    return number


def _slug(part: str) -> str:
    if not SLUG.fullmatch(part):
        raise BadAction(part)
    return part


@dataclass_transform(frozen_default=True)
class Action:
    """Base of all actions. ``acts`` says that it changes something; from a link only the others run.
    ``word`` is its typed form, a msgid: what to text where there is no button. ``confidential``: what
    is said in its form, and on its screen, is kept for no longer than it takes.
    """

    code: ClassVar[str]
    acts: ClassVar[bool]
    word: ClassVar[str]
    confidential: ClassVar[bool]
    registry: ClassVar[dict[str, type["Action"]]] = {}
    _readers: ClassVar[list[Callable[[str], Any]]]
    _required: ClassVar[int]

    def __init_subclass__(
        cls, *, code: str, acts: bool = False, word: str = "", confidential: bool = False
    ) -> None:
        if code in Action.registry:
            raise TypeError(f"the code {code!r} belongs to {Action.registry[code].__name__}")
        cls.code, cls.acts, cls.word, cls.confidential = code, acts, word, confidential
        # Values, so equal and hashable by content; slots would make a second class.
        dataclass(frozen=True)(cls)
        hints = get_type_hints(cls)
        cls._readers = [_reader(hints[field.name]) for field in fields(cls)]  # type: ignore[arg-type]
        cls._required = sum(field.default is MISSING for field in fields(cls))  # type: ignore[arg-type]
        Action.registry[code] = cls

    def pack(self) -> str:
        """The action as one string. Raises ValueError where it would not fit a button."""
        values = (getattr(self, field.name) for field in fields(self))  # type: ignore[arg-type]
        packed = "_".join((self.code, *map(_packed, values))).rstrip("_")
        if len(packed) > LIMIT:
            raise ValueError(f"{packed!r} is longer than {LIMIT} bytes")
        return packed

    @classmethod
    def _unpacked(cls, parts: list[str]) -> Self:
        # Fields that were added later have defaults, so that older buttons still find their way.
        parts += [""] * (cls._required - len(parts))
        if len(parts) > len(cls._readers):
            raise BadAction(cls.code)
        try:
            return cls(*(read(part) for read, part in zip(cls._readers, parts, strict=False)))
        except (ValueError, KeyError, OverflowError) as error:
            raise BadAction(cls.code) from error


def unpack(packed: str) -> Action:
    """The action behind a packed string. It proves nothing about who sent it. Raises BadAction."""
    code, *parts = packed.split("_")
    kind = Action.registry.get(code)
    if kind is None or len(packed) > LIMIT:
        raise BadAction(packed[:LIMIT])
    return kind._unpacked(parts)


def is_confidential(packed: str) -> bool:
    """Whether a packed action is confidential; what is none is not."""
    kind = Action.registry.get(packed.split("_", maxsplit=1)[0])
    return kind is not None and kind.confidential


class Home(Action, code="m", word=N_("MENU")):
    """The way back to the start, from anywhere."""


class Desk(Action, code="md"):
    """The start of the trainer or the admin, for those who are a client as well."""


class ClientSide(Action, code="mc"):
    """The start of the client, for those who work here as well."""
