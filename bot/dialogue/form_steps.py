"""The buttons under a form that is asked field by field."""

from bot.dialogue import asking
from bot.dialogue.actions import unpack
from bot.dialogue.asking import Asking, Back, GoOn, Leave, Pick, Skip
from bot.dialogue.forms import check, fields_of
from bot.dialogue.routes import EVERYBODY, on, routes
from bot.dialogue.screen import SILENCE, Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _


@on(GoOn, who=EVERYBODY)
def go_on(turn: Turn, _action: GoOn) -> Screen:
    form = asking.current(turn)
    return asking.again(turn, form, routes.answers[type(unpack(form.data))][1]) if form else _over()


@on(Pick, who=EVERYBODY)
def pick(turn: Turn, picked: Pick) -> Screen:
    """Answer a field by its button; one of an earlier question only asks the present one again."""
    form = asking.current(turn)
    if form is None:
        return _over()
    field = fields_of(routes.answers[type(unpack(form.data))][1])[form.field]
    if picked.field != form.field or picked.option >= len(field.options):
        return go_on(turn, GoOn())
    return _step(turn, form, field.options[picked.option][1])


@on(Skip, who=EVERYBODY)
def skip(turn: Turn, skipped: Skip) -> Screen:
    form = asking.current(turn)
    if form is None:
        return _over()
    return _step(turn, form, "skip") if skipped.field == form.field else go_on(turn, GoOn())


@on(Back, who=EVERYBODY)
def back(turn: Turn, wanted: Back) -> Screen:
    form = asking.current(turn)
    if form is None:
        return _over()
    return _step(turn, form, "back") if wanted.field == form.field else go_on(turn, GoOn())


@on(Leave, who=EVERYBODY)
def leave(turn: Turn, _action: Leave) -> Screen:
    asking.forget(turn)
    for route in routes.boards["home"]:
        if route.allows(turn.person.roles):
            return route.handler(turn) or SILENCE
    return SILENCE


def _step(turn: Turn, form: Asking, said: str) -> Screen:
    """The next question, or the whole form handed in."""
    action = unpack(form.data)
    route, model = routes.answers[type(action)]
    question = asking.take(turn, form, model, said)
    if question is not None:
        return question
    filled, errors = check(model, form.values)
    if filled is None:
        return Screen(form=form.data, values=form.values, errors=errors)
    asking.forget(turn)
    return route.handler(turn, action, filled) or SILENCE


def _over() -> Screen:
    text = _("That form is closed. Type help to see what can be done.")
    return Screen(text=text, toast=text)
