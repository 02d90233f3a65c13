"""Forms whose button says **Save**: “Send” would be feared to send what is written to them all."""

from bot.dialogue.actions import Action
from bot.dialogue.screen import Screen
from bot.dialogue.words import _


def to_save(title: str, asked: Action, **values: str) -> Screen:
    """The form of an action, with what its fields start with."""
    return Screen(title=title, form=asked.pack(), values=values, labels=(_("Save"), "", ""), fresh=True)
