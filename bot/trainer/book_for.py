"""A trainer books for a client: a service, or a session that was prepared."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

from bot.client.times import next_times
from bot.dialogue.actions import Minute
from bot.dialogue.forms import Kind, fields_of
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.when import read_when
from bot.dialogue.words import N_, _, local, minutes_long, money, when
from bot.standing.spoken import fits, instants
from bot.trainer.cards import trainer_card
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.standing import client_named, nobody_called
from bot.trainer.template_views import AskBook, AskBookFor, BookFor, ForWhom
from domain.access import require_trainer
from domain.base import Role
from domain.errors import NotYours
from domain.people.model import Person
from domain.templates.service import book_for, own_template
from domain.trainers.model import Service, Trainer

_MOST = 12  # clients to pick from
_LISTED = 100  # and in a form, which lists no more
_Pick = tuple[str, Service, int | None]  # what it is called, the service as it is booked, the template


@command("book", "hub book", "reservar", "hub reservar", who=Role.TRAINER, takes_words=True)
def book_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "book cleo thu 18:00" or "book cleo knee rehab thu 18:00"; without a time, the next free
    ones. Words without a client of theirs are a client's own, where the trainer is one too.
    """
    trainer = trainer_of(turn)
    client, words = client_named(turn, trainer, rest)
    if client is None and turn.person.roles & Role.CLIENT:
        return None
    if client is None:
        return _whom(turn, trainer, rest) if rest else ask_book(turn, AskBook())
    picks, words = _named(_picks(turn, trainer), words)
    said = read_when(words, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)
    if said is None or not said.days or not said.times:
        return _which(client, [(pick, AskBookFor(client.id, pick[1].id, pick[2])) for pick in picks], "")
    found = instants(turn, said)
    asked = [
        (pick, BookFor(client.id, pick[1].id, Minute(starts), pick[2]))
        for pick in picks
        for starts in fits(turn.work, trainer, pick[1], found) or found
    ]
    starts = {action.starts for _pick, action in asked}
    return _which(client, asked, when(starts.pop()) if len(starts) == 1 else "")


def _picks(turn: Turn, trainer: Trainer) -> list[_Pick]:
    offered = [each for each in turn.work.trainers.services(trainer.id) if not each.in_classes]
    known = [
        (each.template.name, each.template.of(each.service), each.template.id)
        for each in turn.work.templates.of_trainer(trainer.id)
    ]
    return [*((each.name, each, None) for each in offered), *known]


def _named(picks: list[_Pick], words: str) -> tuple[list[_Pick], str]:
    """Those that the words name, or all of them; and the words without the name."""
    for pick in sorted(picks, key=lambda each: -len(each[0])):
        before, name, after = f" {fold(words)} ".partition(f" {fold(pick[0])} ")
        if name:
            return [pick], f"{before} {after}".strip()
    return picks, words


def _which(client: Person, asked: Sequence[tuple[_Pick, AskBookFor | BookFor]], time: str) -> Screen:
    def labelled(pick: _Pick, action: AskBookFor | BookFor) -> Choice:
        starts = "" if time or not isinstance(action, BookFor) else when(action.starts)
        return choice(list_of([_labelled(pick), starts]), action)

    return Screen(
        title=_("Book for {name}", name=client.name),
        text=lines(
            time, _("Which one? They are told, and may give it back.") if asked else _("Nothing yet.")
        ),
        choices=rows(labelled(*each) for each in asked),
        private=True,
    )


def _whom(turn: Turn, trainer: Trainer, rest: str) -> Screen:
    clients = turn.work.people.clients_of(trainer.id)[:_MOST]
    picks = _picks(turn, trainer)
    none = nobody_called(turn, rest) if rest else ""
    how = _("Type for example: book cleo thu 18:00") if clients else _("Nobody trains with you yet.")
    usual = picks[0][1].id if picks else 0
    return Screen(
        title=_("Book for a client"),
        text=lines(none, how),
        choices=rows((choice(each.name, AskBookFor(each.id, usual)) for each in clients if usual), 2),
        private=True,
    )


class Wanted(BaseModel):
    """What is not to be had is said beside the time, which is why that comes first."""

    time: str = Field(title=N_("When"), examples=["thu 18:00"], max_length=100)
    client: str = Field(title=N_("Client"), pattern=r"^[0-9]{1,9}$")
    what: str = Field(title=N_("Session"), pattern=r"^[0-9]{1,9}(-[0-9]{1,9})?$")  # a service, a template


@on(AskBook, who=Role.TRAINER)
def ask_book(turn: Turn, asked: AskBook) -> Screen:
    """One modal where there are modals; elsewhere whom, which and when, tap by tap."""
    trainer = trainer_of(turn)
    taps = below(turn, _whom(turn, trainer, ""))
    if not taps.choices:
        return taps
    time, client, what = fields_of(Wanted)
    clients = tuple((str(each.id), each.name) for each in turn.work.people.clients_of(trainer.id)[:_LISTED])
    sessions = tuple((_kept(pick), _labelled(pick)) for pick in _picks(turn, trainer)[:_LISTED])
    fields = (
        time,
        replace(client, kind=Kind.CHOICE, options=clients),
        replace(what, kind=Kind.CHOICE, options=sessions),
    )
    return replace(taps, form=asked.pack(), fields=fields, values={"what": sessions[0][0]})


@answers(AskBook, Wanted)
def book_filled(turn: Turn, asked: AskBook, form: Wanted) -> Screen:
    service_id, _dash, template = form.what.partition("-")
    service, trainer = turn.work.trainers.service(int(service_id))
    require_trainer(turn.person, trainer)
    if turn.work.people.relationship(int(form.client), trainer.id) is None:
        raise NotYours
    if prepared := own_template(turn.work, service, int(template) if template else None):
        service = prepared.of(service)
    said = read_when(form.time, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)
    found = instants(turn, said) if said and said.days else []
    starts = fits(turn.work, trainer, service, found) or found
    if len(starts) != 1:
        problem = _("Please say the day and the hour, such as: thu 18:00")
        return replace(ask_book(turn, asked), values=form.model_dump(), errors={"time": problem})
    book = BookFor(int(form.client), service.id, Minute(starts[0]), prepared.id if prepared else None)
    return replace(booked_for(turn, book), fresh=True)


def _kept(pick: _Pick) -> str:
    """A pick as a form keeps it."""
    _name, service, template = pick
    return f"{service.id}-{template}" if template else str(service.id)


def _labelled(pick: _Pick) -> str:
    name, service, _template = pick
    return list_of([name, minutes_long(service.minutes), money(service.price)])


@on(ForWhom, who=Role.TRAINER)
def for_whom(turn: Turn, asked: ForWhom) -> Screen:
    template, service, trainer = turn.work.templates.prepared(asked.template)
    require_trainer(turn.person, trainer)
    clients = turn.work.people.clients_of(trainer.id)[:_MOST]
    return below(
        turn,
        Screen(
            title=template.name,
            text=_("For whom?") if clients else _("Nobody trains with you yet."),
            choices=rows(
                (choice(each.name, AskBookFor(each.id, service.id, template.id)) for each in clients), 2
            ),
            private=True,
        ),
    )


@on(AskBookFor, who=Role.TRAINER)
def ask_book_for(turn: Turn, asked: AskBookFor) -> Screen:
    """The next free times, each of which books it."""
    service, trainer = turn.work.trainers.service(asked.service)
    require_trainer(turn.person, trainer)
    if turn.work.people.relationship(asked.client, trainer.id) is None:
        raise NotYours
    client, name = turn.work.people.person(asked.client), service.name
    if template := own_template(turn.work, service, asked.template):
        service, name = template.of(service), template.name
    times = [
        choice(when(starts), BookFor(client.id, asked.service, Minute(starts), asked.template))
        for starts in next_times(turn, trainer, service)
    ]
    how = _("Tap a time to book it, or type for example: book {name} thu 18:00", name=client.first_name)
    return Screen(
        title=_("Book for {name}", name=client.name),
        text=lines(list_of([name, minutes_long(service.minutes), money(service.price)]), how),
        choices=rows(times),
        private=True,
    )


@on(BookFor, who=Role.TRAINER)
def booked_for(turn: Turn, asked: BookFor) -> Screen:
    sheet = book_for(
        turn.work,
        turn.person,
        asked.client,
        asked.service,
        asked.starts,
        template_id=asked.template,
        now=turn.now,
    )
    turn.work.flush()
    return trainer_card(turn, sheet).with_toast(_("Booked. {name} is told.", name=sheet.client.first_name))
