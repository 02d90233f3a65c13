"""Standing slots as their trainer has them: one answer to a request, the list of all, and typed words."""

from bot.dialogue.actions import Action, Minute
from bot.dialogue.every import read_every
from bot.dialogue.routes import answers, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, Section, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.when import read_when
from bot.dialogue.words import _, local, ngettext
from bot.standing.card import slot_card, slot_choice, slot_of
from bot.standing.changes import as_it_stands, ask_end, ask_pause, resume_screen
from bot.standing.making import plan_for
from bot.standing.spoken import fits, instants, pause_days
from bot.standing.views import AskEnd, AskPause, AskWeeklyFor, OpenSlot
from bot.standing.words import slot_time, weekly
from bot.trainer.home import trainer_of
from bot.trainer.lists import below, settled
from bot.trainer.requests import Reason
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.ports import Sheet
from domain.errors import Changed
from domain.people.model import Person
from domain.standing import service as standing
from domain.standing.model import SlotStatus
from domain.standing.ports import Series
from domain.trainers.model import Trainer

DESK = Role.TRAINER | Role.ADMIN
_PAUSE, _RESUME, _END = {"pause", "pausa", "pausar"}, {"resume", "reanudar", "seguir"}, {"end", "terminar"}


class ApproveSlot(Action, code="eh", acts=True):
    slot: int
    version: int


class AskDeclineSlot(Action, code="ei"):
    """Decline with a word of why: a form."""

    slot: int
    version: int


def answers_to(series: Series, coming: list[Sheet]) -> tuple[Row, ...]:
    """One answer for all the dates that are asked for."""
    slot, n = series.slot, len(coming)
    return (
        (
            choice(
                ngettext("Approve this date", "Approve all {n}", n),
                ApproveSlot(slot.id, slot.version),
                "primary",
            ),
            choice(_("Decline"), AskDeclineSlot(slot.id, slot.version), "danger"),
        ),
    )


@on(ApproveSlot, who=DESK)
def approve(turn: Turn, request: ApproveSlot) -> Screen:
    series = slot_of(turn, request.slot)
    try:
        series = standing.approve(turn.work, turn.person, request.slot, request.version, now=turn.now)
    except (AlreadyAnswered, Changed) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    said = _("Approved. {name} is told.", name=series.client.first_name)
    return settled(turn, slot_card(turn, series).with_toast(said))


@on(AskDeclineSlot, who=DESK)
def ask_decline(turn: Turn, request: AskDeclineSlot) -> Screen:
    series = slot_of(turn, request.slot)
    text = list_of([series.client.name, slot_time(turn, series)])
    return below(turn, Screen(title=_("Decline"), text=text, form=request.pack()))


@answers(AskDeclineSlot, Reason)
def decline(turn: Turn, request: AskDeclineSlot, form: Reason) -> Screen:
    series = slot_of(turn, request.slot)
    try:
        series = standing.decline(
            turn.work, turn.person, request.slot, request.version, now=turn.now, reason=form.reason or ""
        )
    except (AlreadyAnswered, Changed) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return settled(turn, slot_card(turn, series))


def request_sections(scene: Scene, trainer: Trainer) -> list[Section]:
    """What is asked for week by week: one line a slot, and one answer."""
    asked = [
        each for each in scene.work.standing.of_trainer(trainer.id) if each.slot.status is SlotStatus.ASKED
    ]
    return [_request(scene, each) for each in asked]


def _request(scene: Scene, series: Series) -> Section:
    coming = scene.work.standing.coming(series.slot.id, scene.now)
    said = _("Weekly request from {name}", name=series.client.name)
    dates = ngettext("{n} date", "{n} dates", len(coming))
    (row,) = answers_to(series, coming)
    return Section(
        list_of([slot_time(scene, series), said, dates]),
        (*row, choice(_("All dates"), OpenSlot(series.slot.id))),
    )


@command("weekly", "hub weekly", "semanal", "hub semanal", who=Role.TRAINER, takes_words=True)
def weekly_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all that stands. Such as "weekly cleo thu 6pm", "weekly cleo pause 24 dec to 6 jan"."""
    trainer = trainer_of(turn)
    client, words = client_named(turn, trainer, rest)
    owned = [
        each
        for each in turn.work.standing.of_trainer(trainer.id)
        if client is None or each.client.id == client.id
    ]
    if client is None or not words:
        said = nobody_called(turn, rest) if rest and client is None else ""
        return _listed(turn, owned, said)
    verb, _space, more = words.partition(" ")
    if fold(verb) in _PAUSE | _RESUME | _END:
        return _done_to(turn, owned, fold(verb), more)
    return _planned(turn, trainer, client, words)


def nobody_called(turn: Turn, words: str) -> str:
    """Without the time that was said with the name."""
    said = read_when(words, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)
    name = said.rest if said and said.rest else words
    return _("Nobody called {name} trains with you.", name=name.title())


def client_named(turn: Turn, trainer: Trainer, words: str) -> tuple[Person | None, str]:
    """Whom the words begin with, by the whole name or the first, and the rest of them."""
    clients = turn.work.people.clients_of(trainer.id)
    for each in sorted(clients, key=lambda person: -len(person.name)):
        for name in (each.name, each.first_name):
            ends = words[len(name) : len(name) + 1] in ("", " ", ":", ",")
            if ends and fold(f"{words} ").startswith(fold(name)):
                return each, words[len(name) :].strip()
    return None, words


def _listed(turn: Turn, owned: list[Series], said: str) -> Screen:
    how = _("To make one, type for example: weekly cleo thu 18:00")
    none = "" if owned else _("Nobody has a weekly time with you yet.")
    named = [slot_choice(turn, each, named=True) for each in owned]
    return Screen(title=_("Weekly times"), text=lines(said, none, how), choices=rows(named), private=True)


def _done_to(turn: Turn, owned: list[Series], verb: str, more: str) -> Screen:
    if len(owned) != 1:
        return _listed(turn, owned, "")
    series = owned[0]
    slot = series.slot
    if verb in _RESUME:
        return resume_screen(turn, series)
    if verb in _END:
        return ask_end(turn, AskEnd(slot.id))
    days = pause_days(more, local(turn.now)) if more else (slot.rhythm.ahead(turn.now), None)
    return ask_pause(turn, AskPause(slot.id, *days)) if days else _listed(turn, owned, _unread(more))


def _unread(words: str) -> str:
    return _("I could not read “{words}”. Try: weekly cleo pause 24 dec to 6 jan", words=words)


def _planned(turn: Turn, trainer: Trainer, client: Person, words: str) -> Screen:
    every = read_every(words)
    weeks, rest = (every.weeks, every.rest) if every else (1, words)
    said = read_when(rest, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)
    services = [each for each in turn.work.trainers.services(trainer.id) if not each.in_classes]
    if said is None or not said.days or not said.times or not services:
        return _listed(turn, [], _("I could not read “{words}”. Try: weekly cleo thu 18:00", words=words))
    found = instants(turn, said)
    asked = [
        AskWeeklyFor(client.id, service.id, Minute(starts), weeks)
        for starts in fits(turn.work, trainer, services[0], found) or found
        for service in services
    ]
    if len(asked) == 1:
        wish = standing.wish(turn.work, client, asked[0].service, asked[0].starts, weeks)
        return plan_for(turn, wish, asked[0])
    names = {service.id: service.name for service in services}
    picks = [choice(list_of([weekly(each.starts, weeks), names[each.service]]), each) for each in asked]
    return Screen(title=client.name, text=_("Which one do you mean?"), choices=rows(picks), private=True)
