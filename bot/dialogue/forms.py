"""Forms: a pydantic model that is asked for, in one modal or field by field.

A field's ``title`` is its label and its first example is shown as a hint; both are msgids. Errors are
gettext by type, one line with an example, never a library's words.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo

from bot.dialogue.words import N_, _
from domain.errors import Unreadable

M = TypeVar("M", bound=BaseModel)


class Kind(enum.StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    FILE = "file"  # its value is what the channel knows the file by


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form, in words for the person."""

    name: str
    kind: Kind
    label: str
    example: str
    required: bool
    longest: int
    options: tuple[tuple[str, str], ...] = ()  # value and label


_MESSAGES = {
    "missing": N_("Please fill this in."),
    "string_too_short": N_("Please fill this in."),
    "string_too_long": N_("Please keep it shorter: at most {max_length} characters."),
    "enum": N_("Please pick one of the choices."),
    "date_from_datetime_parsing": N_("I could not read that as a date."),
    "date_parsing": N_("I could not read that as a date."),
    "time_parsing": N_("I could not read that as a time."),
}
_OTHER = N_("I could not read that.")


def fields_of(model: type[BaseModel]) -> list[Field]:
    """The questions of a form in their order, worded for whoever is spoken to."""
    return [_field(name, info) for name, info in model.model_fields.items()]


def _field(name: str, info: FieldInfo) -> Field:
    hint = next((arg for arg in get_args(info.annotation) if arg is not type(None)), info.annotation)
    extra: dict[str, Any] = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind = Kind.TEXT
    options: tuple[tuple[str, str], ...] = ()
    if hint is date:
        kind = Kind.DATE
    elif hint is time:
        kind = Kind.TIME
    elif isinstance(hint, type) and issubclass(hint, enum.Enum):
        kind = Kind.CHOICE
        labels = extra.get("labels", {})
        options = tuple((str(member.value), _(labels.get(member.value, member.value))) for member in hint)
    elif extra.get("long"):
        kind = Kind.LONG_TEXT
    elif extra.get("file"):
        kind = Kind.FILE
    longest = next((meta.max_length for meta in info.metadata if hasattr(meta, "max_length")), 200)
    example = str(info.examples[0]) if info.examples else ""
    return Field(
        name, kind, _(info.title or name), _(example) if example else "", info.is_required(), longest, options
    )


def check(model: type[M], values: Mapping[str, str], asked: object = None) -> tuple[M | None, dict[str, str]]:
    """The filled-in form, or a line for each field that can't be read; ``asked`` is the action it is of."""
    given = {name: value.strip() for name, value in values.items() if value and value.strip()}
    try:
        return model.model_validate(given, context=asked), {}
    except ValidationError as error:
        return None, {str(line["loc"][0]): _worded(model, line) for line in error.errors()}


def _worded(model: type[BaseModel], line: Any) -> str:
    message = _(_MESSAGES.get(line["type"], _OTHER)).format(**line.get("ctx", {}))
    info = model.model_fields.get(str(line["loc"][0]))
    if info is None or not info.examples:
        return message
    return _("{problem} For example: {example}", problem=message, example=_(str(info.examples[0])))


def readable(read: Callable[[str], object]) -> AfterValidator:
    """A field whose words ``read`` takes; it raises an `Unreadable` for others."""
    return readable_for(lambda typed, _asked: read(typed))


def readable_for(read: Callable[[str, Any], object]) -> AfterValidator:
    """Likewise, where that hangs on the action that the form is of."""

    def check(typed: str, info: ValidationInfo) -> str:
        try:
            read(typed, info.context)
        except Unreadable as problem:
            raise ValueError from problem
        return typed

    return AfterValidator(check)
