"""A form asked field by field, where the channel has no forms of its own.

The one remembered step is ``Address.asking``. A press keeps it and offers to go on; words are tried as
commands first.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from pydantic import BaseModel

from bot.dialogue.actions import Action
from bot.dialogue.forms import Field, Kind, check, fields_of
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _

PATIENCE = timedelta(hours=1)


class GoOn(Action, code="fg", word=N_("GO")):
    """Ask the field again that was being asked."""


class Pick(Action, code="fp", acts=True):
    """Answer a field of choices: its place among them, and the field's place in the form."""

    field: int
    option: int


class Skip(Action, code="fs", acts=True, word=N_("SKIP")):
    field: int


class Back(Action, code="fb", acts=True, word=N_("BACK")):
    field: int


class Leave(Action, code="fl", acts=True, word=N_("LEAVE")):
    """Give the form up."""


@dataclass(slots=True)
class Asking:
    """The packed action whose form it is, what was answered, the field's place, and when it is forgotten."""

    data: str
    values: dict[str, str]
    field: int
    until: str


def current(turn: Turn) -> Asking | None:
    """The form that is being asked, unless it was left alone for too long."""
    kept_form = turn.address.asking
    if kept_form is None or datetime.fromisoformat(kept_form["until"]) <= turn.now:
        return None
    return Asking(**kept_form)


def forget(turn: Turn) -> None:
    turn.address.asking = None


def begin(turn: Turn, screen: Screen, model: type[BaseModel]) -> Screen:
    """Turn a screen with a form into the question for the first field that is open or wrong."""
    fields = fields_of(model)
    wrong = [i for i, field in enumerate(fields) if field.name in screen.errors]
    open_ones = [i for i, field in enumerate(fields) if field.name not in screen.values]
    at = (wrong or open_ones or [0])[0]
    form = Asking(screen.form, dict(screen.values), at, (turn.now + PATIENCE).isoformat())
    _keep(turn, form)
    question = _question(fields[at], at, problem=screen.errors.get(fields[at].name, ""))
    return replace(question, title=screen.title, text=lines(screen.text, question.text), toast=screen.toast)


def take(turn: Turn, form: Asking, model: type[BaseModel], text: str) -> Screen | None:
    """Take an answer; the next question, or None when that was the last one."""
    fields = fields_of(model)
    field = fields[form.field]
    match text.strip().casefold():
        case "back":
            return _ask(turn, form, fields, max(form.field - 1, 0))
        case "skip" if not field.required:
            form.values.pop(field.name, None)
        case _:
            value = _option(field, text) or text.strip()
            _filled, errors = check(model, {**form.values, field.name: value})
            if field.name in errors:
                return _question(field, form.field, problem=errors[field.name])
            form.values[field.name] = value
    if form.field + 1 < len(fields):
        return _ask(turn, form, fields, form.field + 1)
    return None


def again(turn: Turn, form: Asking, model: type[BaseModel]) -> Screen:
    return _ask(turn, form, fields_of(model), form.field)


def kept(turn: Turn, screen: Screen) -> Screen:
    """After a press elsewhere, offer the way back to the form that is still open."""
    if current(turn) is None or screen.form or screen.is_silent:
        return screen
    if any(option.data.split("_")[0] in _OWN for option in screen.all_choices()):
        return screen
    return replace(screen, choices=(*screen.choices, (choice(_("Go on with the form"), GoOn()),)))


_OWN = {kind.code for kind in (GoOn, Pick, Skip, Back, Leave)}


def _ask(turn: Turn, form: Asking, fields: list[Field], at: int) -> Screen:
    form.field, form.until = at, (turn.now + PATIENCE).isoformat()
    _keep(turn, form)
    return _question(fields[at], at)


def _keep(turn: Turn, form: Asking) -> None:
    turn.address.asking = asdict(form)


def _question(field: Field, at: int, *, problem: str = "") -> Screen:
    example = _("For example: {example}", example=field.example) if field.example and not problem else ""
    picks = [choice(label, Pick(at, i)) for i, (_value, label) in enumerate(field.options)]
    ways = [choice(_("Back"), Back(at))] if at else []
    if not field.required:
        ways.append(choice(_("Skip"), Skip(at)))
    ways.append(choice(_("Stop"), Leave()))
    return Screen(text=lines(problem, field.label, example), choices=(*rows(picks, 2), tuple(ways)))


def _option(field: Field, text: str) -> str:
    """The value of a choice that was typed by its label."""
    wanted = text.strip().casefold()
    named = {label.casefold(): value for value, label in field.options}
    return named.get(wanted, "") if field.kind is Kind.CHOICE else ""
