"""The codes and fields of actions are a wire format: old buttons live on in the chats."""

import os
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from bot.dialogue.actions import Action
from bot.screens import load

GOLDEN = Path(__file__).with_name("actions.golden")


def described() -> str:
    """A line for each action: code, name, whether it acts, and its fields in order."""
    load()
    ours = (kind for kind in Action.registry.values() if kind.__module__.startswith("bot."))
    return "".join(f"{line}\n" for line in sorted(map(_line, ours)))


def _line(kind: type[Any]) -> str:
    shown = [f"{each.name}:{each.type}{'' if each.default is MISSING else '?'}" for each in fields(kind)]
    return " ".join([kind.code, kind.__name__, "acts" if kind.acts else "shows", *shown])


def test_the_wire_format_of_buttons_is_as_it_was() -> None:
    if os.environ.get("TRAINERHUB_GOLDEN") == "write":
        GOLDEN.write_text(described())
    assert described() == GOLDEN.read_text(), "If you mean it: make golden, and think of the old buttons."
