"""A strict judge of blocks and views: what Slack refuses is refused here, with the path to it."""

import json
from collections.abc import Callable, Iterator
from secrets import token_urlsafe
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from sandbox.slack_elements import (
    Button,
    Chosen,
    Id,
    ImageElement,
    Mrkdwn,
    Overflow,
    Pictured,
    PlainText,
    Strict,
    Text,
    Written,
    most,
)
from sandbox.slack_wire import SlackError, invalid_arguments

JSON = dict[str, Any]
Path = list[int | str]

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
BIGGEST_VIEW = 250 * 1024


class _Block(Strict):
    block_id: Id | None = None


class Section(_Block):
    type: Literal["section"]
    text: Annotated[Text, most(3000)] | None = None
    fields: list[Annotated[Text, most(2000)]] | None = Field(None, min_length=1, max_length=10)
    accessory: Annotated[Button | Overflow | Chosen | ImageElement, Field(discriminator="type")] | None = None
    expand: bool = False

    @model_validator(mode="after")
    def _says(self) -> Self:
        if self.text is None and self.fields is None:
            raise PydanticCustomError("one_of", "must have either text or fields")
        return self


class Actions(_Block):
    type: Literal["actions"]
    elements: list[Annotated[Button | Overflow | Chosen, Field(discriminator="type")]] = Field(
        min_length=1, max_length=25
    )


class Context(_Block):
    type: Literal["context"]
    elements: list[Annotated[PlainText | Mrkdwn | ImageElement, Field(discriminator="type")]] = Field(
        min_length=1, max_length=10
    )


class Divider(_Block):
    type: Literal["divider"]


class Header(_Block):
    type: Literal["header"]
    text: Annotated[PlainText, most(150)]


class Image(_Block, Pictured):
    type: Literal["image"]
    title: Annotated[PlainText, most(2000)] | None = None


class Input(_Block):
    type: Literal["input"]
    label: Annotated[PlainText, most(2000)]
    element: Annotated[Chosen | Written, Field(discriminator="type")]
    hint: Annotated[PlainText, most(2000)] | None = None
    optional: bool = False
    dispatch_action: bool = False


Block = Annotated[Section | Actions | Context | Divider | Header | Image | Input, Field(discriminator="type")]


class Modal(Strict):
    type: Literal["modal"]
    title: Annotated[PlainText, most(24)]
    blocks: list[Block] = Field(min_length=1, max_length=MOST_IN_VIEW)
    submit: Annotated[PlainText, most(24)] | None = None
    close: Annotated[PlainText, most(24)] | None = None
    private_metadata: str = Field("", max_length=3000)
    callback_id: str = Field("", max_length=255)
    external_id: str = Field("", max_length=255)
    clear_on_close: bool = False
    notify_on_close: bool = False

    @model_validator(mode="after")
    def _can_be_submitted(self) -> Self:
        if self.submit is None and any(block.type == "input" for block in self.blocks):
            raise PydanticCustomError("missing_submit", "missing required field: submit")
        return self


class Home(Strict):
    type: Literal["home"]
    blocks: list[Block] = Field(min_length=1, max_length=MOST_IN_VIEW)
    private_metadata: str = Field("", max_length=3000)
    callback_id: str = Field("", max_length=255)
    external_id: str = Field("", max_length=255)


_BLOCKS: TypeAdapter[list[Any]] = TypeAdapter(list[Block])
_VIEWS: dict[str, TypeAdapter[Any]] = {"modal": TypeAdapter(Modal), "home": TypeAdapter(Home)}


def checked_blocks(blocks: Any) -> list[JSON]:
    """A message's blocks as Slack keeps them, ids filled in; SlackError invalid_blocks names the path."""
    problems = _problems(_BLOCKS, blocks, "/blocks") or _repeated(blocks, "/blocks")
    if not problems and len(blocks) > MOST_IN_MESSAGE:
        problems = [f"no more than {MOST_IN_MESSAGE} items allowed [json-pointer:/blocks]"]
    if problems:
        raise invalid_blocks(*problems)
    return [_kept(block) for block in blocks]


def invalid_blocks(*problems: str) -> SlackError:
    messages = [f"[ERROR] {each}" for each in problems]
    return SlackError("invalid_blocks", errors=[*problems], response_metadata={"messages": messages})


def checked_view(view: Any, *types: str) -> JSON:
    """A view as Slack keeps it; SlackError invalid_arguments names the path."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind not in types:
        raise invalid_arguments(f"unsupported type: {kind} [json-pointer:/view/type]")
    problems = _problems(_VIEWS[str(kind)], view, "/view") or _repeated(view["blocks"], "/view/blocks")
    if problems:
        raise invalid_arguments(*problems)
    if len(json.dumps(view, ensure_ascii=False).encode()) > BIGGEST_VIEW:
        raise SlackError("view_too_large")
    return {**view, "blocks": [_kept(block) for block in view["blocks"]]}


def pictures(blocks: list[JSON]) -> Iterator[tuple[str, JSON]]:
    """The uploaded files that blocks show, each with where it stands."""
    for number, block in enumerate(blocks):
        parts = {"": block, "/accessory": block.get("accessory"), **_numbered(block.get("elements", []))}
        for path, part in parts.items():
            if isinstance(part, dict) and part.get("slack_file"):
                yield f"/blocks/{number}{path}/slack_file", part["slack_file"]


def _numbered(parts: list[JSON]) -> JSON:
    return {f"/elements/{number}": part for number, part in enumerate(parts)}


def elements(block: JSON) -> Iterator[JSON]:
    """The interactive elements of a block, in the order in which they are read."""
    for part in (block.get("accessory"), block.get("element"), *block.get("elements", [])):
        if isinstance(part, dict) and "action_id" in part:
            yield part


def read_aloud(blocks: list[JSON]) -> str:
    """What the blocks say, a line for each text; what buttons and fields say is left out."""
    return "\n".join(text for block in blocks for text in _texts(block) if text)


def _texts(block: JSON) -> Iterator[str]:
    if isinstance(block.get("text"), dict):
        yield block["text"]["text"]
    for field in block.get("fields", []):
        yield field["text"]
    if block["type"] == "context":
        yield " ".join(part.get("text") or part.get("alt_text", "") for part in block["elements"])
    if block["type"] == "image":
        yield block.get("title", {}).get("text") or block["alt_text"]


def _problems(schema: TypeAdapter[Any], given: Any, root: str) -> list[str]:
    try:
        schema.validate_python(given)
    except ValidationError as refused:
        found = refused.errors(include_url=False, include_context=True)
        return list(dict.fromkeys(_in_slack_words(problem, given, root) for problem in found))
    return []


def _in_slack_words(problem: ErrorDetails, given: Any, root: str) -> str:
    path = _pointer(problem["loc"], given)
    words = _WORDS.get(problem["type"])
    said = words(problem.get("ctx", {}), path) if words else problem["msg"]
    pointer = "".join(f"/{part}" for part in path)
    return f"{said} [json-pointer:{root}{pointer}]"


def _too_long(context: JSON, path: Path) -> str:
    return f"must be less than {context['max_length'] + 1} characters"


def _text_too_long(context: JSON, path: Path) -> str:
    path.append("text")
    return _too_long(context, path)


def _unsupported(context: JSON, path: Path) -> str:
    path.append("type")
    return f"unsupported type: {context['tag']}"


# Slack points at the object that lacks a key or has one too many, hence the pops.
_WORDS: dict[str, Callable[[JSON, Path], str]] = {
    "missing": lambda context, path: f"missing required field: {path.pop()}",
    "extra_forbidden": lambda context, path: f"invalid additional property: {path.pop()}",
    "string_too_long": _too_long,
    "text_too_long": _text_too_long,
    "string_too_short": lambda context, path: f"must be more than {context['min_length'] - 1} characters",
    "too_long": lambda context, path: f"no more than {context['max_length']} items allowed",
    "too_short": lambda context, path: f"no fewer than {context['min_length']} items allowed",
    "union_tag_invalid": _unsupported,
    "union_tag_not_found": lambda context, path: "missing required field: type",
}


def _pointer(loc: tuple[int | str, ...], given: Any) -> Path:
    """Pydantic's location without the names of union members, which are no keys of the input."""
    path: Path = []
    for part in loc:
        if isinstance(given, dict) and part not in given and part == given.get("type"):
            continue
        path.append(part)
        if isinstance(given, dict):
            given = given.get(str(part))
        elif isinstance(given, list) and isinstance(part, int):
            given = given[part]
    return path


def _repeated(blocks: list[JSON], root: str) -> list[str]:
    problems: list[str] = []
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            problems.append(f"block_id {block_id} already exists [json-pointer:{root}/{number}/block_id]")
        seen.update({block_id} if block_id else ())
        actions = [element["action_id"] for element in elements(block)]
        problems.extend(
            f"action_id {action} already exists for block_id {block_id} [json-pointer:{root}/{number}]"
            for action in dict.fromkeys(each for each in actions if actions.count(each) > 1)
        )
    return problems


def _kept(block: JSON) -> JSON:
    """The block as Slack gives it back: ids made up where there were none, texts' defaults spelt out."""
    kept: JSON = _spelt_out({name: value for name, value in block.items() if value is not None})
    kept.setdefault("block_id", token_urlsafe(4)[:5])
    for part in (kept.get("accessory"), kept.get("element"), *kept.get("elements", [])):
        if isinstance(part, dict) and part["type"] not in ("plain_text", "mrkdwn", "image"):
            part.setdefault("action_id", token_urlsafe(4)[:5])
    return kept


def _spelt_out(value: Any) -> Any:
    if isinstance(value, list):
        return [_spelt_out(each) for each in value]
    if not isinstance(value, dict):
        return value
    copied = {name: _spelt_out(each) for name, each in value.items()}
    if copied.get("type") == "plain_text":
        copied.setdefault("emoji", True)
    elif copied.get("type") == "mrkdwn":
        copied.setdefault("verbatim", False)
    return copied
