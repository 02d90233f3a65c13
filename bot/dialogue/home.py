"""What everybody can do anywhere: go back to the start, and say yes."""

from bot.dialogue import menu
from bot.dialogue.actions import ClientSide, Desk, Home, unpack
from bot.dialogue.routes import EVERYBODY, command, first, on, routes
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.whom import settle
from domain.base import Role

DESK = Role.TRAINER | Role.ADMIN


@on(Home, who=EVERYBODY)
def go_home(turn: Turn, _home: Home) -> Screen:
    return first(turn, routes.boards["home"])


@on(Desk, who=DESK)
def go_to_desk(turn: Turn, _desk: Desk) -> Screen:
    return _home_of(turn, DESK)


@on(ClientSide, who=Role.CLIENT)
def go_to_client_side(turn: Turn, _side: ClientSide) -> Screen:
    return _home_of(turn, Role.CLIENT)


def _home_of(turn: Turn, roles: Role) -> Screen:
    return first(turn, [route for route in routes.boards["home"] if route.who & roles])


@on(menu.More, who=EVERYBODY)
def more(turn: Turn, _more: menu.More) -> Screen:
    return menu.the_rest(turn) or first(turn, routes.boards["home"])


YES = (
    *(
        "yes",
        "yes please",
        "yes thanks",
        "yep",
        "yeah",
        "sure",
        "of course",
        "confirmed",
        "ok",
        "okay",
        "ok thanks",
    ),
    *("sí", "sí por favor", "sí gracias", "vale", "claro", "de acuerdo", "confirmado"),
)


NO = ("no", "no thanks", "no thank you", "nope", "nah", "rather not", "no gracias", "mejor no", "ahora no")


@command(*YES, who=EVERYBODY)
def agree(turn: Turn, rest: str) -> Screen | None:
    """A press of what was asked a moment ago; without a question, ordinary words."""
    return _answer(turn, turn.yes)


@command(*NO, who=EVERYBODY)
def disagree(turn: Turn, rest: str) -> Screen | None:
    """A press of the way to leave what was asked about as it is."""
    return _answer(turn, turn.no)


def _answer(turn: Turn, packed: str) -> Screen | None:
    if not packed:
        return None
    action = unpack(packed)
    route = routes.actions[type(action)]
    if not route.allows(turn.person.roles):
        return None
    settle(turn, action, route.who)
    return route.handler(turn, action)
