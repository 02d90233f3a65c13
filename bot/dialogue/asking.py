"""A form asked field by field, where the channel has no forms of its own.

The one remembered step is ``Address.asking``. Whatever comes between keeps it and offers to go on; words
are tried as commands first.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from pydantic import BaseModel

from bot.dialogue.actions import Action, unpack
from bot.dialogue.forms import Field, Kind, check, fields_of
from bot.dialogue.routes import Route
from bot.dialogue.screen import Choice, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.when import read_when
from bot.dialogue.words import N_, _, day, local
from domain.errors import Refusal
from domain.people.model import Address

PATIENCE = timedelta(hours=1)
REMEMBERED = timedelta(hours=3)  # for which an answer that comes too late is still taken for one
DAYS = 14  # that are offered for a date

# Folded, as people type it. STOP leaves nothing: that word is the carriers'.
BACK = frozenset({"back", "atras", "volver"})
SKIP = frozenset({"skip", "saltar", "omitir"})
# What people type for a choice, by its value, beside its label.
_SPOKEN = {
    "yes": frozenset({"yes", "y", "yeah", "yep", "si", "s"}),
    "no": frozenset({"no", "n", "nope"}),
    "agree": frozenset({"agree", "i agree", "agreed", "de acuerdo", "estoy de acuerdo", "acepto"}),
}


class GoOn(Action, code="fg", word=N_("GO")):
    """Ask the field again that was being asked."""


class Pick(Action, code="fp", acts=True):
    """Answer a field, by its place in the form: with the choice's place among them, or the day's ordinal."""

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
    last: bool = False  # the others were answered before: it is handed in with this one


def current(turn: Turn) -> Asking | None:
    """The form that is being asked, unless it was left alone for too long."""
    return _remembered(turn) if is_open(turn.address, turn.now) else None


def is_open(address: Address, now: datetime) -> bool:
    """Whether a form is being asked there."""
    return address.asking is not None and now < datetime.fromisoformat(address.asking["until"])


def lapsed(turn: Turn) -> Asking | None:
    """The form that was being asked until lately, and is closed by now."""
    form = _remembered(turn)
    if form is None:
        return None
    closed = datetime.fromisoformat(form.until)
    return form if closed <= turn.now < closed + REMEMBERED else None


def _remembered(turn: Turn) -> Asking | None:
    return Asking(**turn.address.asking) if turn.address.asking else None


def forget(turn: Turn) -> None:
    turn.address.asking = None


def forget_form_of(turn: Turn, action: type[Action]) -> None:
    """It was answered in another way, in one line say."""
    form = turn.address.asking
    if form is not None and str(form["data"]).split("_")[0] == action.code:
        forget(turn)


def begin(turn: Turn, screen: Screen, model: type[BaseModel]) -> Screen:
    """Turn a screen with a form into the question for the first field that is open or wrong."""
    fields = fields_of(model)
    wrong = [i for i, field in enumerate(fields) if field.name in screen.errors]
    open_ones = [i for i, field in enumerate(fields) if field.name not in screen.values]
    at = (wrong or open_ones or [0])[0]
    form = Asking(screen.form, dict(screen.values), at, (turn.now + PATIENCE).isoformat())
    _keep(turn, form)
    question = _question(turn, form, fields, at, problem=screen.errors.get(fields[at].name, ""))
    text = lines(screen.text, question.text)
    return replace(question, title=screen.title, text=text, toast=screen.toast, fresh=screen.fresh)


def hand_in(turn: Turn, route: Route, data: str, values: dict[str, str], filled: BaseModel) -> Screen | None:
    """What a form that is filled in comes to. Where it is refused, the refusal has its answers."""
    try:
        return route.handler(turn, unpack(data), filled)
    except Refusal as refusal:
        refusal.form = data, values
        raise


def ends_with_it(turn: Turn) -> None:
    """Of a form that was refused only the field that is being asked is answered anew."""
    if turn.address.asking is not None:
        turn.address.asking = {**turn.address.asking, "last": True}


def take(turn: Turn, form: Asking, model: type[BaseModel], text: str) -> Screen | None:
    """Take what was typed; the next question, or None when that was the last one."""
    fields = _fields(form, model)
    field, said = fields[form.field], fold(text)
    if said in BACK:
        return back(turn, form, model)
    if said in SKIP and not field.required:
        return skip(turn, form, model)
    if field.kind is Kind.FILE:
        return again(
            turn, form, model, problem=_("Those are words. Send a photo here, or a JPEG or PNG file.")
        )
    return answer(turn, form, model, _read(turn, field, text.strip()))


def answer(turn: Turn, form: Asking, model: type[BaseModel], value: str) -> Screen | None:
    """Keep the value and go on, or ask again where it can't be one; None when that was the last field."""
    fields = _fields(form, model)
    name = fields[form.field].name
    _filled, errors = check(model, {**form.values, name: value}, unpack(form.data))
    if name in errors:
        return _question(turn, form, fields, form.field, problem=errors[name])
    form.values[name] = value
    return _next(turn, form, fields)


def skip(turn: Turn, form: Asking, model: type[BaseModel]) -> Screen | None:
    fields = _fields(form, model)
    form.values.pop(fields[form.field].name, None)
    return _next(turn, form, fields)


def back(turn: Turn, form: Asking, model: type[BaseModel]) -> Screen:
    return _ask(turn, form, _fields(form, model), max(form.field - 1, 0))


def field_of(form: Asking, model: type[BaseModel]) -> Field:
    """The field that is being asked."""
    return _fields(form, model)[form.field]


def picked(field: Field, option: int) -> str:
    """The value behind a button of this field; empty where it has no such button."""
    if field.kind is Kind.DATE:
        return date.fromordinal(option).isoformat() if 0 < option <= date.max.toordinal() else ""
    return field.options[option][0] if option < len(field.options) else ""


def is_answer(turn: Turn, field: Field, text: str) -> bool:
    """Whether words look like an answer to this field; any do, where words are what it asks for."""
    if fold(text) in BACK | SKIP or field.kind not in (Kind.CHOICE, Kind.DATE):
        return True
    return bool(_option(field, text) if field.kind is Kind.CHOICE else _day(turn, text))


def again(turn: Turn, form: Asking, model: type[BaseModel], problem: str = "") -> Screen:
    return _ask(turn, form, _fields(form, model), form.field, problem)


def kept(turn: Turn, screen: Screen) -> Screen:
    """After something else, offer the way back to the form that is still open."""
    if current(turn) is None or screen.form or screen.is_silent:
        return screen
    if any(option.data.split("_")[0] in _OWN for option in screen.all_choices()):
        return screen
    return replace(screen, choices=(*screen.choices, (choice(_("Go on with the form"), GoOn()),)))


_OWN = {kind.code for kind in (GoOn, Pick, Skip, Back, Leave)}


def _fields(form: Asking, model: type[BaseModel]) -> list[Field]:
    fields = fields_of(model)
    form.field = min(form.field, len(fields) - 1)  # it may be shorter since a deploy
    return fields


def _next(turn: Turn, form: Asking, fields: list[Field]) -> Screen | None:
    over = form.last or form.field + 1 == len(fields)
    return None if over else _ask(turn, form, fields, form.field + 1)


def _ask(turn: Turn, form: Asking, fields: list[Field], at: int, problem: str = "") -> Screen:
    form.field, form.until = at, (turn.now + PATIENCE).isoformat()
    _keep(turn, form)
    return _question(turn, form, fields, at, problem=problem)


def _keep(turn: Turn, form: Asking) -> None:
    turn.address.asking = asdict(form)


def _question(turn: Turn, form: Asking, fields: list[Field], at: int, *, problem: str = "") -> Screen:
    field = fields[at]
    example = _example(turn, field) if field.example and not problem else ""
    stands = _stands(field, form.values.get(field.name, "")) if not turn.by_text else ""
    ways = [choice(_("Back"), Back(at))] if at else []
    if not field.required:
        ways.append(choice(_("Skip"), Skip(at)))
    ways.append(choice(_("Leave it"), Leave()))
    return Screen(
        title=f"{at + 1} / {len(fields)}" if len(fields) > 1 else "",
        text=lines(problem, field.label, stands or example),
        choices=(*rows(_picks(turn, field, at), 2), tuple(ways)),
    )


def _stands(field: Field, value: str) -> str:
    """What it is as long as it is not answered anew, which Skip leaves."""
    said = dict(field.options).get(value, value)
    return _("Now: {value}", value=said) if said else ""


def _example(turn: Turn, field: Field) -> str:
    if len(field.options) == 1:  # by text the menu says it
        return "" if turn.by_text else _("Tap, or type: {word}", word=field.example)
    return _("For example: {example}", example=field.example)


def _picks(turn: Turn, field: Field, at: int) -> list[Choice]:
    """The choices there are; for a date, the coming days."""
    if field.kind is Kind.DATE:
        first = local(turn.now).date()
        days = (first + timedelta(days=ahead) for ahead in range(DAYS))
        return [choice(day(each), Pick(at, each.toordinal())) for each in days]
    # What there is one answer to is agreed to in words, and not by a number.
    word = field.example if len(field.options) == 1 else ""
    return [choice(label, Pick(at, i), word=word) for i, (_value, label) in enumerate(field.options)]


def _read(turn: Turn, field: Field, text: str) -> str:
    """The value that typed words mean, or the words."""
    match field.kind:
        case Kind.CHOICE:
            return _option(field, text) or text
        case Kind.DATE:
            return _day(turn, text) or text
        case _:
            return text


def _day(turn: Turn, text: str) -> str:
    """The one day that is named, such as "friday" or "3 dec"."""
    said = read_when(text, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)
    return said.day.isoformat() if said and said.day else ""


def _option(field: Field, text: str) -> str:
    """The value of the choice that was typed: by its label, or as people say it."""
    said = fold(text)
    for value, label in field.options:
        if said == fold(label) or said in _SPOKEN.get(value, ()):
            return value
    return ""
