"""A screen as Slack shows it: blocks of a message, of App Home, or of a modal. Pure."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from bot.channels.slack.limits import (
    ALT,
    FALLBACK,
    HEADER,
    IN_MESSAGE,
    IN_VIEW,
    LABEL,
    PER_ROW,
    TEXT,
    TITLE,
    cut,
)
from bot.dialogue.forms import Field, Kind
from bot.dialogue.screen import Choice, Screen, Section

Block = dict[str, Any]

_STYLES = ("primary", "danger")


def escape(text: str) -> str:
    """Exactly the three characters that Slack reads as markup: a name must never ping a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks_of(screen: Screen, longest: int = IN_MESSAGE, file: str = "") -> list[Block]:
    """Title as a header, the picture, the text, each section with its own buttons, then the screen's buttons.

    Where that is too much the last sections are only counted, and the screen's buttons stay. ``file`` is what
    Slack knows the picture by; without one there is none.
    """
    number = count()
    head = [{"type": "header", "text": _plain(screen.title, HEADER)}] if screen.title else []
    head += _picture(screen, file)
    head += _texts(screen.text)
    parts = [[*_section(section, number)] for section in screen.sections]
    ways = [block for row in screen.choices for block in _actions(row, number)]
    room = longest - len(head) - len(ways)
    body: list[Block] = []
    for at, part in enumerate(parts):
        is_last = at + 1 == len(parts)
        if len(body) + len(part) > (room if is_last else room - 1):
            body.append(_said(f"… +{sum(bool(section.text) for section in screen.sections[at:])}"))
            break
        body += part
    return [*head, *body, *ways][:longest]


def fallback(screen: Screen) -> str:
    """What notifications and screen readers say."""
    parts = (screen.title, screen.text, *(section.text for section in screen.sections))
    return cut(escape(" · ".join(part.replace("\n", " · ") for part in parts if part)) or "…", FALLBACK)


def home_view(screen: Screen) -> dict[str, Any]:
    return {"type": "home", "blocks": blocks_of(screen, IN_VIEW)}


def modal_view(screen: Screen, metadata: str) -> dict[str, Any]:
    """The form of a screen as one modal with native pickers; field names are the block ids."""
    intro = [*_texts(screen.text)]
    return {
        "type": "modal",
        "title": _plain(screen.title or "TrainerHub", TITLE),
        "submit": _plain(screen.labels[0], TITLE),
        "close": _plain(screen.labels[1], TITLE),
        "private_metadata": metadata,
        "blocks": [*intro, *(_input(field, screen.values.get(field.name, "")) for field in screen.fields)],
    }


def _picture(screen: Screen, file: str) -> Iterator[Block]:
    if screen.picture and file:
        alt = cut(screen.picture.alt or "…", ALT)
        yield {"type": "image", "slack_file": {"id": file}, "alt_text": alt}


def _section(section: Section, number: Iterator[int]) -> Iterator[Block]:
    if section.title:
        yield _said(f"*{escape(section.title)}*")
    yield from _texts(section.text)
    yield from _actions(section.choices, number)


def _texts(text: str) -> Iterator[Block]:
    """A block for each 3,000 characters, cut where a line ends if one does."""
    rest = escape(text.strip())
    while rest:
        at = _end(rest)
        yield _said(rest[:at])
        rest = rest[at:].lstrip()


def _end(text: str) -> int:
    if len(text) <= TEXT:
        return len(text)
    line = text.rfind("\n", 1, TEXT)
    if line > 0:
        return line
    entity = text.rfind("&", TEXT - len("&amp"), TEXT)  # not through the middle of one
    return entity if entity > 0 and ";" not in text[entity:TEXT] else TEXT


def _said(markup: str) -> Block:
    # Verbatim, or Slack would make links and mentions of words that only look like them.
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(markup, TEXT), "verbatim": True}}


def _actions(choices: Iterable[Choice], number: Iterator[int]) -> Iterator[Block]:
    buttons = [_button(option, next(number)) for option in choices]
    for start in range(0, len(buttons), PER_ROW):
        yield {"type": "actions", "elements": buttons[start : start + PER_ROW]}


def _button(option: Choice, number: int) -> Block:
    button: Block = {
        "type": "button",
        "text": _plain(option.label, LABEL),
        "action_id": f"{number}_{option.data or 'link'}",
    }
    button |= {"url": option.url} if option.url else {"value": option.data}
    return button | ({"style": option.weight} if option.weight in _STYLES else {})


def _plain(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": cut(text, longest), "emoji": False}


def _input(field: Field, value: str) -> Block:
    block = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, 2000),
        "element": _element(field, value),
        "optional": not field.required,
    }
    return block | ({"hint": _plain(field.example, 2000)} if field.example else {})


def _element(field: Field, value: str) -> Block:
    match field.kind:
        case Kind.DATE:
            return {"type": "datepicker", "action_id": "value"} | ({"initial_date": value} if value else {})
        case Kind.TIME:
            return {"type": "timepicker", "action_id": "value"} | ({"initial_time": value} if value else {})
        case Kind.CHOICE:
            options = [{"text": _plain(label, LABEL), "value": each} for each, label in field.options]
            chosen = next((option for option in options if option["value"] == value), None)
            start = {"initial_option": chosen} if chosen else {}
            return {"type": "static_select", "action_id": "value", "options": options} | start
        case Kind.FILE:
            return {"type": "file_input", "action_id": "value", "max_files": 1}
        case _:
            element: Block = {
                "type": "plain_text_input",
                "action_id": "value",
                "multiline": field.kind is Kind.LONG_TEXT,
                "max_length": min(field.longest, 3000),
            }
            return element | ({"initial_value": value} if value else {})
