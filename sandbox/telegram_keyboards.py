"""Keyboards under messages: what Telegram refuses, and what the person sees of them."""

from typing import Any

from sandbox.telegram_text import units
from sandbox.telegram_wire import BadRequest

JSON = dict[str, Any]

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64
_SCHEMES = ("http://", "https://", "tg://")


def check_inline(markup: JSON) -> JSON | None:
    """The inline keyboard as a message carries it; None when it has no buttons."""
    rows = _rows(markup["inline_keyboard"], "inline keyboard")
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise BadRequest("REPLY_MARKUP_TOO_LONG")
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def check_reply_keyboard(markup: JSON) -> JSON | None:
    """The keyboard that takes the place of letters; None when it is removed or a reply is forced."""
    if "keyboard" not in markup:
        if "remove_keyboard" in markup or "force_reply" in markup:
            return None
        raise BadRequest("can't parse reply keyboard markup JSON object")
    rows = _rows(markup["keyboard"], "keyboard")
    if not all(button.get("text") for row in rows for button in row):
        raise BadRequest('can\'t parse keyboard button: Field "text" must be of type String')
    return {**markup, "keyboard": rows}


def labels(markup: JSON | None) -> list[list[JSON]]:
    """The rows of buttons as `{"label", "data" or "url"}`; a reply keyboard's may say `request_contact`."""
    if not markup:
        return []
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [[_label(button) for button in row] for row in rows]


def _rows(given: Any, name: str) -> list[list[JSON]]:
    """Rows of buttons; a bare text is one too."""
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise BadRequest(f"can't parse {name}: expected an Array of Arrays")
    rows = [[{"text": button} if isinstance(button, str) else button for button in row] for row in given]
    if not all(isinstance(button, dict) for row in rows for button in row):
        raise BadRequest(f"can't parse {name} button: expected an Object")
    return rows


def _label(button: JSON) -> JSON:
    label: JSON = {"label": button["text"]}
    if "callback_data" in button:
        label["data"] = button["callback_data"]
    elif "url" in button:
        label["url"] = button["url"]
    elif button.get("request_contact"):
        label["request_contact"] = True
    return label


def _check_button(button: JSON) -> None:
    if not isinstance(button.get("text"), str):
        raise BadRequest('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip() or units(button["text"]) > 4096:
        raise BadRequest("BUTTON_TEXT_INVALID" if button["text"] else "inline keyboard button text is empty")
    data, url = button.get("callback_data") or "", button.get("url") or ""
    if not isinstance(data, str) or not isinstance(url, str):
        raise BadRequest("can't parse inline keyboard button: a field must be of type String")
    if len(data.encode()) > MOST_DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    if url and not url.startswith(_SCHEMES):
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if not any(value for key, value in button.items() if key != "text"):
        raise BadRequest(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
