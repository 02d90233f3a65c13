"""Short ways to write blocks and views."""

from typing import Any

JSON = dict[str, Any]


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> JSON:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, value: str = "v", action_id: str = "tap", **more: Any) -> JSON:
    return {"type": "button", "text": plain(label), "value": value, "action_id": action_id, **more}


def actions(*elements: JSON, block_id: str = "row") -> JSON:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def option(text: str, value: str = "") -> JSON:
    return {"text": plain(text), "value": value or text.lower()}


def field(label: str, kind: str, *, block_id: str = "", **element: Any) -> JSON:
    """An input block; `optional` and `dispatch_action` are the block's, all else the element's."""
    of_block: JSON = {name: element.pop(name) for name in ("optional", "dispatch_action") if name in element}
    return {
        "type": "input",
        "block_id": block_id or label.lower(),
        "label": plain(label),
        "element": {"type": kind, "action_id": "value", **element},
        **of_block,
    }


def modal(title: str, *blocks: JSON, **more: Any) -> JSON:
    """A view has one block at least."""
    drawn = list(blocks) or [section("Nothing to fill in.")]
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": drawn, **more}


def home(*blocks: JSON) -> JSON:
    return {"type": "home", "blocks": list(blocks)}
