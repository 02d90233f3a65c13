"""A message that says several things stays as it is, whatever is pressed in it: the rest is still to do."""

from dataclasses import replace

from bot.dialogue.heard import Submitted
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn

DIGEST = "digest"  # the subject of such a message


def below(turn: Turn, screen: Screen) -> Screen:
    """What a press in a digest, or a form that it opened, leads to is a message of its own."""
    pressed = turn.event.is_press or isinstance(turn.event.heard, Submitted)
    if not pressed or screen.is_silent or screen.fresh or not turn.event.message_id:
        return screen
    card = turn.work.conversations.card_at(turn.address.id, turn.event.message_id)
    return replace(screen, fresh=True) if card and card.subject_kind == DIGEST else screen
