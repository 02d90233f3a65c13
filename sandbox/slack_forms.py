"""What is chosen and typed in blocks: `state.values`, and filling a field the way a person does."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.slack_blocks import elements
from sandbox.web import Refusal

JSON = dict[str, Any]
Values = dict[str, dict[str, JSON]]

REQUIRED = "Please complete this required field."

# The key of state.values that holds an element's value, and the element's key for what it starts with.
_STATE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}
_LISTS = ("selected_options", "selected_users", "files")


def stateful(element: JSON) -> bool:
    return element["type"] in _STATE


def key_of(element: JSON) -> str:
    """Where an element's value stands in its state: "value", "selected_option", "selected_date" …"""
    return _STATE[element["type"]][0]


def starting(element: JSON) -> JSON:
    key, initial = _STATE[element["type"]]
    return {"type": element["type"], key: element.get(initial, [] if key in _LISTS else None)}


def state_of(blocks: list[JSON], before: Values | None = None) -> Values:
    """`state.values`; what had a value in `before` keeps it while its ids and its kind stay."""
    values: Values = {}
    for block in blocks:
        for element in filter(stateful, elements(block)):
            block_id, action_id = block["block_id"], element["action_id"]
            kept = (before or {}).get(block_id, {}).get(action_id)
            same = kept is not None and kept["type"] == element["type"]
            values.setdefault(block_id, {})[action_id] = kept if kept and same else starting(element)
    return values


def options(element: JSON) -> list[JSON]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return element.get("options") or grouped


def entered(element: JSON, value: Any) -> JSON:
    """The element's state once `value` is in it; Refusal where no person could enter that."""
    kind, key = element["type"], key_of(element)
    if value is None or value in ("", []):
        return {"type": kind, key: [] if key in _LISTS else None}
    match key:
        case "selected_option":
            taken: Any = _option(element, value)
        case "selected_options":
            taken = [_option(element, each) for each in _listed(value)]
        case "selected_users" | "files":
            taken = _listed(value)
        case "selected_date":
            taken = _parsed(date.fromisoformat, value, "a date such as 2026-03-02").isoformat()
        case "selected_time":
            taken = _parsed(_wall_time, value, "a time such as 09:30")
        case "selected_date_time":
            taken = _parsed(_epoch, value, "an ISO time with a zone, or seconds")
        case _:
            taken = str(value)
    return {"type": kind, key: taken}


def complaint(block: JSON, state: JSON) -> str | None:
    """What Slack itself says under a field before anything is sent, or None."""
    element = block["element"]
    value = state[key_of(element)]
    if value is None or value == []:
        return None if block.get("optional") else REQUIRED
    match element["type"]:
        case "plain_text_input":
            return _length(element, value)
        case "number_input":
            return _number(element, value)
        case "email_text_input" if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            return "Please enter a valid email address."
        case "url_text_input" if not re.fullmatch(r"https?://\S+", value):
            return "Please enter a valid URL."
    return None


def _length(element: JSON, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter at most {element.get('max_length', 3000)} characters."
    return None


def _number(element: JSON, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and "." in value:
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _option(element: JSON, wanted: Any) -> JSON:
    offered = options(element)
    for option in offered:
        if wanted == option["text"]["text"]:
            return option
    texts = [option["text"]["text"] for option in offered]
    raise Refusal(404, f"No option says {wanted!r}. There are: {texts}.", options=texts)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _parsed(parse: Any, value: Any, wanted: str) -> Any:
    try:
        return parse(value)
    except (TypeError, ValueError):
        raise Refusal(400, f"The field takes {wanted}, not {value!r}.") from None


def _wall_time(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError
    return value


def _epoch(value: str | int) -> int:
    if isinstance(value, int):
        return value
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return int(instant.timestamp())
