"""Telegram's text rules: lengths in UTF-16 units, HTML marks into entities, what it finds by itself."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

JSON = dict[str, Any]

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_VERBATIM = {"code", "pre", "text_link"}
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_PLAIN = re.compile(r"[^<&]+")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z_-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([a-zA-Z0-9._-]+)))?""")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w+)?)"
    r"|(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,:;!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<!\w)@[a-zA-Z]\w{3,31})"
)


class Unparsable(ValueError):
    """The marks in a text do not add up; the message is Telegram's own."""


@dataclass(slots=True)
class _Open:
    tag: str
    entity: JSON
    begins: int


def units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(marked: str) -> tuple[str, list[JSON]]:
    """The plain text and its entities; raises Unparsable as Telegram would refuse it."""
    text = ""
    stack: list[_Open] = []
    entities: list[JSON] = []
    at = 0
    while at < len(marked):
        char = marked[at]
        if plain := _PLAIN.match(marked, at):
            text += plain.group()
            at = plain.end()
        elif char == "&" and (reference := _REFERENCE.match(marked, at)):
            text += unescape(reference.group())
            at = reference.end()
        elif char != "<":
            text += char
            at += 1
        elif marked.startswith("</", at):
            at = _end_tag(marked, at, text, stack, entities)
        else:
            at = _start_tag(marked, at, text, stack)
    if stack:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return _stripped(text, entities)


def with_found(text: str, marked: list[JSON]) -> list[JSON]:
    """The entities, and the commands, links and addresses that Telegram marks without being told."""
    if "/" not in text and "@" not in text:
        return marked
    taken = [each for each in marked if each["type"] in _VERBATIM]
    found = [
        {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in _FOUND.finditer(text)
    ]
    free = [each for each in found if not any(_overlap(each, other) for other in taken)]
    return sorted([*marked, *free], key=lambda each: each["offset"])


def _overlap(one: JSON, other: JSON) -> bool:
    starts = max(one["offset"], other["offset"])
    return bool(starts < min(one["offset"] + one["length"], other["offset"] + other["length"]))


def _start_tag(marked: str, at: int, text: str, stack: list[_Open]) -> int:
    closes = marked.find(">", at)
    if closes < 0:
        raise Unparsable(f"Unclosed start tag at byte offset {_byte(marked, at)}")
    name, _, rest = marked[at + 1 : closes].partition(" ")
    tag = name.lower()
    attributes = {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(rest)
    }
    if tag not in _TYPES or (tag == "span" and attributes.get("class") != "tg-spoiler"):
        raise Unparsable(f'Unsupported start tag "{tag}" at byte offset {_byte(marked, at)}')
    stack.append(_Open(tag, _entity(tag, attributes, stack), units(text)))
    return closes + 1


def _entity(tag: str, attributes: dict[str, str], stack: list[_Open]) -> JSON:
    match tag:
        case "a":
            return {"type": "text_link", "url": attributes.get("href", "")}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        case "code" if stack and stack[-1].tag == "pre" and "class" in attributes:
            stack[-1].entity["language"] = attributes["class"].removeprefix("language-")
    return {"type": _TYPES[tag]}


def _end_tag(marked: str, at: int, text: str, stack: list[_Open], entities: list[JSON]) -> int:
    closes = marked.find(">", at)
    if not stack:
        raise Unparsable(f"Unexpected end tag at byte offset {_byte(marked, at)}")
    if closes < 0:
        raise Unparsable(f"Unclosed end tag at byte offset {_byte(marked, at)}")
    tag = marked[at + 2 : closes].strip().lower()
    opened = stack.pop()
    if tag not in ("", opened.tag):
        raise Unparsable(
            f"Unmatched end tag at byte offset {_byte(marked, at)}, "
            f'expected "</{opened.tag}>", found "</{tag}>"'
        )
    length = units(text) - opened.begins
    inside_pre = opened.tag == "code" and bool(stack) and "language" in stack[-1].entity
    if length and not inside_pre:
        kind = opened.entity.pop("type")
        entities.append({"type": kind, "offset": opened.begins, "length": length, **opened.entity})
    return closes + 1


def _stripped(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    lead = units(text) - units(text.lstrip())
    plain = text.strip()
    end = units(plain)
    kept = []
    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        begins = max(0, entity["offset"] - lead)
        length = min(end, entity["offset"] + entity["length"] - lead) - begins
        if length > 0 and entity.get("url") != "":
            kept.append(entity | {"offset": begins, "length": length})
    return plain, kept


def _byte(marked: str, at: int) -> int:
    return len(marked[:at].encode())
