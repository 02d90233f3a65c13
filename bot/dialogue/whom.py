"""For whom a turn is, where an address speaks for several people."""

from bot.dialogue.actions import Action
from bot.dialogue.turn import Turn
from domain.base import Role


def settle(turn: Turn, action: Action, who: Role) -> None:
    """A client's action is for whom it names, or else for whose booking it is about.

    What is nobody's here stays the speaker's, whom the services refuse. Raises NotYours for a
    stranger's name.
    """
    if not who & Role.CLIENT:
        return
    about = getattr(action, "booking", None) or getattr(action, "moving", None)
    if named := getattr(action, "whom", None):
        turn.speak_for(named)
    elif about:
        client = turn.work.bookings.client_of(about)
        if client in (turn.speaker.id, *(each.id for each in turn.people)):
            turn.speak_for(client)
