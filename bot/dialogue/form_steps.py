"""The buttons and words under a form that is asked field by field."""

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.actions import BadAction, unpack
from bot.dialogue.asking import Asking, Back, GoOn, Leave, Pick, Skip
from bot.dialogue.forms import check
from bot.dialogue.routes import EVERYBODY, command, first, on, routes, sentence
from bot.dialogue.screen import Choice, Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.conversations.service import is_muted


@on(GoOn, who=EVERYBODY)
def go_on(turn: Turn, _action: GoOn) -> Screen:
    """Ask again what was being asked."""
    form = asking.current(turn)
    return asking.again(turn, form, routes.answers[type(unpack(form.data))][1]) if form else _over(turn)


@command("go", "go on", "continue", "resume", "continuar", "seguir", who=EVERYBODY)
def go_on_typed(turn: Turn, rest: str) -> Screen | None:
    return go_on(turn, GoOn()) if asking.current(turn) or asking.lapsed(turn) else None


@on(Pick, who=EVERYBODY)
def pick(turn: Turn, picked: Pick) -> Screen:
    """Answer a field by its button; one of an earlier question only asks the present one again."""
    form = asking.current(turn)
    if form is None:
        return _over(turn)
    model = routes.answers[type(unpack(form.data))][1]
    value = asking.picked(asking.field_of(form, model), picked.option)
    if picked.field != form.field or not value:
        return go_on(turn, GoOn())
    return asking.answer(turn, form, model, value) or _handed_in(turn, form)


@on(Skip, who=EVERYBODY)
def skip(turn: Turn, skipped: Skip) -> Screen:
    form = asking.current(turn)
    if form is None:
        return _over(turn)
    model = routes.answers[type(unpack(form.data))][1]
    if skipped.field != form.field or asking.field_of(form, model).required:
        return go_on(turn, GoOn())
    return asking.skip(turn, form, model) or _handed_in(turn, form)


@on(Back, who=EVERYBODY)
def back(turn: Turn, wanted: Back) -> Screen:
    form = asking.current(turn)
    if form is None:
        return _over(turn)
    if wanted.field != form.field:
        return go_on(turn, GoOn())
    return asking.back(turn, form, routes.answers[type(unpack(form.data))][1])


@on(Leave, who=EVERYBODY)
def leave(turn: Turn, _action: Leave) -> Screen:
    """Nothing of it is kept."""
    asking.forget(turn)
    return first(turn, routes.boards["home"])


@command("leave", "leave it", "never mind", "forget it", "salir", "dejarlo", "olvídalo", who=EVERYBODY)
def leave_typed(turn: Turn, rest: str) -> Screen | None:
    """In a form; anywhere else these are ordinary words."""
    if asking.current(turn) is None:
        return None
    home = leave(turn, Leave())
    return replace(home, text=lines(_("The form is closed, and nothing of it was kept."), home.text))


@sentence(who=EVERYBODY, last=True)
def too_late(turn: Turn, text: str) -> Screen | None:
    """An answer to a form that has closed is nobody else's to read. Said once."""
    form = asking.lapsed(turn)
    if form is None or not _still_known(form) or turn.event.thread or is_muted(turn.address, turn.now):
        return None
    if not asking.is_answer(turn, asking.field_of(form, routes.answers[type(unpack(form.data))][1]), text):
        return None
    closed = _over(turn)
    return replace(closed, text=lines(closed.text, _("If you wrote to a person, please send it once more.")))


def _handed_in(turn: Turn, form: Asking) -> Screen:
    action = unpack(form.data)
    route, model = routes.answers[type(action)]
    filled, errors = check(model, form.values, action)
    if filled is None:
        return Screen(form=form.data, values=form.values, errors=errors)
    asking.forget(turn)
    return asking.hand_in(turn, route, form.data, form.values, filled) or leave(turn, Leave())


def _over(turn: Turn) -> Screen:
    """Why the form is closed, and the way to begin it again where it closed by itself."""
    form = asking.lapsed(turn)
    asking.forget(turn)
    if form is None or not _still_known(form):
        text = _("That form is closed. Type help to see what can be done.")
        return Screen(text=text, toast=text)
    text = _("That form was left alone for an hour, so it is closed and nothing was kept.")
    return Screen(text=text, choices=((Choice(_("Begin again"), form.data),),))


def _still_known(form: Asking) -> bool:
    try:
        return type(unpack(form.data)) in routes.answers
    except BadAction:
        return False
