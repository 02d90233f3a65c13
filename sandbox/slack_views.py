"""Modals and Home tabs as they stand on somebody's screen."""

import time
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from sandbox.people import SLACK_TEAM
from sandbox.slack_channels import APP, BOT
from sandbox.slack_forms import Values, state_of

JSON = dict[str, Any]

_LABELS = ("title", "submit", "close")


@dataclass(slots=True)
class View:
    """`wire` is replaced when the view is updated, never changed; so is `state`."""

    wire: JSON
    user: str
    state: Values
    errors: dict[str, str] | None = None  # by block_id, as the app answered the last submission

    @property
    def id(self) -> str:
        return str(self.wire["id"])

    def shown(self) -> JSON:
        """The view as events and answers carry it, with what is entered in it."""
        return {**self.wire, "state": {"values": self.state}}

    def replace(self, content: JSON) -> None:
        """Draw it anew; fields whose ids stay keep what is entered in them."""
        self.wire = {**self.wire, **_content(content), "hash": _hash()}
        self.state = state_of(content["blocks"], self.state)
        self.errors = None


def new_view(view_id: str, user: str, content: JSON, below: View | None = None) -> View:
    """A view that was not there before; `below` is the modal that it is pushed over."""
    wire = {
        "id": view_id,
        "team_id": SLACK_TEAM,
        "type": content["type"],
        **_content(content),
        "hash": _hash(),
        "previous_view_id": below.id if below else None,
        "root_view_id": below.wire["root_view_id"] if below else view_id,
        "app_id": APP,
        "app_installed_team_id": SLACK_TEAM,
        "bot_id": BOT,
    }
    return View(wire, user, state_of(content["blocks"]))


def _content(content: JSON) -> JSON:
    return {
        "blocks": content["blocks"],
        **{name: content.get(name) for name in _LABELS},
        "private_metadata": content.get("private_metadata", ""),
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
    }


def _hash() -> str:
    return f"{int(time.time())}.{token_hex(4)}"
