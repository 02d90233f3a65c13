"""The way back to the start, from anywhere and for everybody."""

from bot.dialogue.actions import Home
from bot.dialogue.routes import EVERYBODY, first, on, routes
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn


@on(Home, who=EVERYBODY)
def go_home(turn: Turn, _home: Home) -> Screen:
    return first(turn, routes.boards["home"])
