"""A message that says several things stays as it is, whatever is pressed in it: the rest is still to do."""

from dataclasses import replace

from bot.dialogue.heard import Submitted
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn

DIGEST = "digest"  # the subject of such a message
GIVEN_UP = "dead"  # of one that is tried again once what it lacks is mended


def below(turn: Turn, screen: Screen) -> Screen:
    """What a press in a digest, or a form that it opened, leads to is a message of its own; so is the way
    from what was given up to its words.
    """
    pressed = turn.event.is_press or isinstance(turn.event.heard, Submitted)
    if not pressed or screen.is_silent or screen.fresh or not turn.event.message_id:
        return screen
    card = turn.work.conversations.card_at(turn.address.id, turn.event.message_id)
    kind = card.subject_kind if card else None
    away = kind == GIVEN_UP and (screen.subject is None or screen.subject[0] != GIVEN_UP)
    return replace(screen, fresh=True) if kind == DIGEST or away else screen
