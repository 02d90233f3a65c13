"""What a person sees in Slack: messages, the modal on top, Home, and what can be pressed in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.slack_blocks import elements, read_aloud
from sandbox.slack_channels import Message
from sandbox.slack_forms import key_of, options, stateful
from sandbox.slack_views import View
from sandbox.slack_workspace import User, Workspace

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be pressed: a button, an option, or a picker by its placeholder."""

    label: str
    surface: Message | View
    block: JSON
    element: JSON
    option: JSON | None = None


def screen(workspace: Workspace, user: User) -> JSON:
    home = user.home
    return {
        "home": home.wire["blocks"] if home else [],
        "home_buttons": _buttons(home.wire["blocks"]) if home else [],
        "messages": [_message(each) for each in workspace.dm(user).messages.values()],
        "modal": _modal(user.modals[-1]) if user.modals else None,
        "ephemeral": [_message(each) for each in user.ephemeral.values()],
    }


def controls(surface: Message | View) -> Iterator[Control]:
    """What can be pressed, top to bottom; a form's fields only where a choice is told at once."""
    for block in surface.blocks if isinstance(surface, Message) else surface.wire["blocks"]:
        if block["type"] == "input" and not block.get("dispatch_action"):
            continue
        for element in elements(block):
            for label, option in _labels(element):
                yield Control(label, surface, block, element, option)


def _labels(element: JSON) -> Iterator[tuple[str, JSON | None]]:
    if element["type"] == "button":
        yield element["text"]["text"], None
    elif options(element):
        for option in options(element):
            yield option["text"]["text"], option
    else:
        yield element.get("placeholder", {}).get("text") or element["action_id"], None


def _message(message: Message) -> JSON:
    files = message.wire.get("files", [])
    return {
        "ts": message.ts,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "from": "bot" if message.by_bot else message.wire["user"],
        "text": message.text,
        "blocks": message.blocks,
        "buttons": _buttons(message.blocks),
        "edited": "edited" in message.wire,
        "files": [{"name": each["name"], "size": each["size"], "url": each["url_private"]} for each in files],
        "at": message.at,
    }


def _buttons(blocks: list[JSON]) -> list[JSON]:
    """Buttons, and what overflow menus hold."""
    found = []
    for block in blocks:
        for element in elements(block):
            if element["type"] == "button":
                found.append(_button(element["text"]["text"], element, element))
            elif element["type"] == "overflow":
                found.extend(_button(each["text"]["text"], each, element) for each in element["options"])
    return found


def _button(label: str, holder: JSON, element: JSON) -> JSON:
    button: JSON = {
        "label": label,
        "value": holder.get("value"),
        "action_id": element["action_id"],
        "style": element.get("style"),
    }
    return button | ({"url": holder["url"]} if "url" in holder else {})


def _modal(view: View) -> JSON:
    wire = view.wire
    return {
        "view_id": view.id,
        "callback_id": wire["callback_id"],
        **{name: wire[name]["text"] if wire[name] else "" for name in ("title", "submit", "close")},
        "text": read_aloud(wire["blocks"]),
        "fields": [_field(view, block) for block in wire["blocks"] if block["type"] == "input"],
        "buttons": _buttons(wire["blocks"]),
        "blocks": wire["blocks"],
    }


def _field(view: View, block: JSON) -> JSON:
    element = block["element"]
    state = view.state[block["block_id"]][element["action_id"]]
    return {
        "label": block["label"]["text"],
        "block_id": block["block_id"],
        "type": element["type"],
        "value": _readable(state[key_of(element)]) if stateful(element) else None,
        "options": [option["text"]["text"] for option in options(element)],
        "hint": block.get("hint", {}).get("text", ""),
        "placeholder": element.get("placeholder", {}).get("text", ""),
        "optional": bool(block.get("optional")),
        "error": (view.errors or {}).get(block["block_id"], ""),
    }


def _readable(value: Any) -> Any:
    """Options by what they say, files by their names."""
    if isinstance(value, list):
        return [_readable(each) for each in value]
    if isinstance(value, dict):
        return value["text"]["text"] if "text" in value else value.get("name")
    return value
