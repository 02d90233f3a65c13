"""What a trainer has prepared: listed, made and changed in a form."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from bot.dialogue.forms import readable
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, minutes_long, money
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.template_views import AddTemplate, EditTemplate, ForWhom, OpenTemplates, TakeAway
from domain.access import require_trainer
from domain.base import Role
from domain.money import Money, read_money
from domain.templates.ports import Prepared
from domain.templates.service import LONGEST_WORDS, change_template, prepare, read_minutes, take_away

_OFF = {"off", "no", "none", "nada", "-"}
_NAME: Any = {"title": N_("What do you call it?"), "examples": [N_("Knee rehab")], "max_length": 60}


def _or_off(typed: str) -> None:
    if typed.casefold() not in _OFF:
        read_minutes(typed)


def _priced(typed: str) -> None:
    if typed.casefold() not in _OFF:
        read_money(typed, "EUR")


class Changes(BaseModel):
    """Whatever is left out stays as it is, or as it is with the service."""

    name: str | None = Field(None, **_NAME)
    description: str | None = Field(
        None,
        title=N_("A few words about it, for yourself"),
        examples=[N_("After a knee injury")],
        max_length=200,
    )
    minutes: Annotated[str, readable(_or_off)] | None = Field(
        None, title=N_("How many minutes, where not as usual"), examples=["45"], max_length=10
    )
    price: Annotated[str, readable(_priced)] | None = Field(
        None, title=N_("Its price, where not as usual"), examples=["40 EUR"], max_length=30
    )
    agenda: str | None = Field(
        None,
        title=N_("What do you plan? (clients read it)"),
        examples=[N_("Squats and mobility; bring a towel.")],
        max_length=LONGEST_WORDS,
        json_schema_extra={"long": True},
    )
    after: str | None = Field(
        None,
        title=N_("What do you share afterwards? (words or a link)"),
        examples=[N_("The stretches: https://videos.example.com/knee")],
        max_length=LONGEST_WORDS,
        json_schema_extra={"long": True},
    )

    @property
    def said(self) -> dict[str, str]:
        return {name: value for name, value in self if value is not None}


class New(Changes):
    name: str = Field(**_NAME)


@command(
    "templates", "template", "hub templates", "hub template", "plantillas", "hub plantillas", who=Role.TRAINER
)
def templates_typed(turn: Turn, rest: str) -> Screen:
    return templates_screen(turn)


@on(OpenTemplates, who=Role.TRAINER)
def open_templates(turn: Turn, _asked: OpenTemplates) -> Screen:
    return below(turn, templates_screen(turn))


def templates_screen(turn: Turn) -> Screen:
    trainer = trainer_of(turn)
    known = turn.work.templates.of_trainer(trainer.id)
    services = [each for each in turn.work.trainers.services(trainer.id) if not each.in_classes]
    one = len(services) == 1
    new = [
        choice(_("New template") if one else _("New: {service}", service=each.name), AddTemplate(each.id))
        for each in services
    ]
    return Screen(
        title=_("Prepared sessions"),
        text=lines(
            "" if known else _("Nothing yet."),
            _("To book one, type for example: book cleo thu 18:00"),
        ),
        sections=tuple(_section(each) for each in known),
        choices=rows(new),
        private=True,
    )


def _section(each: Prepared) -> Section:
    return Section(
        described(each),
        (
            choice(_("Book it"), ForWhom(each.template.id), "primary"),
            choice(_("Change"), EditTemplate(each.template.id)),
            choice(_("Take away"), TakeAway(each.template.id)),
        ),
    )


def described(each: Prepared) -> str:
    template, booked = each.template, each.template.of(each.service)
    return lines(
        list_of([template.name, each.service.name, minutes_long(booked.minutes), money(booked.price)]),
        template.description,
        _("Planned: “{words}”", words=template.agenda) if template.agenda else "",
        _("Afterwards: “{words}”", words=template.after) if template.after else "",
    )


@on(AddTemplate, who=Role.TRAINER)
def ask_template(turn: Turn, asked: AddTemplate) -> Screen:
    service, trainer = turn.work.trainers.service(asked.service)
    require_trainer(turn.person, trainer)
    return below(turn, Screen(title=_("New template"), text=service.name, form=asked.pack()))


@answers(AddTemplate, New)
def template_added(turn: Turn, asked: AddTemplate, form: New) -> Screen:
    prepare(turn.work, turn.person, asked.service, form.said)
    return templates_screen(turn).with_toast(_("Saved."))


@on(EditTemplate, who=Role.TRAINER)
def edit_template(turn: Turn, asked: EditTemplate) -> Screen:
    template, service, trainer = turn.work.templates.prepared(asked.template)
    require_trainer(turn.person, trainer)
    price = template.price_minor
    values = {
        "name": template.name,
        "description": template.description or "",
        "minutes": str(template.minutes or ""),
        "price": Money(price, service.currency).typed if price is not None else "",
        "agenda": template.agenda or "",
        "after": template.after or "",
    }
    return below(turn, Screen(title=_("Change a template"), form=asked.pack(), values=values))


@answers(EditTemplate, Changes)
def template_changed(turn: Turn, asked: EditTemplate, form: Changes) -> Screen:
    change_template(turn.work, turn.person, asked.template, form.said)
    return templates_screen(turn).with_toast(_("Saved. What is booked already stays as it is."))


@on(TakeAway, who=Role.TRAINER)
def taken_away(turn: Turn, asked: TakeAway) -> Screen:
    gone = take_away(turn.work, turn.person, asked.template)
    return templates_screen(turn).with_toast(
        _("No longer offered: {name}. What is booked stays.", name=gone.name)
    )
