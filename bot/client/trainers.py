"""A trainer's card: what is offered, and the next free times."""

from dataclasses import replace

from bot.client.bookable import none_free
from bot.client.lengths import length_chips
from bot.client.places import full_ones, why_no_class
from bot.client.times import next_times, offer
from bot.client.views import OpenTrainer
from bot.dialogue.actions import Action, Desk
from bot.dialogue.home import go_to_desk
from bot.dialogue.routes import EVERYBODY, on
from bot.dialogue.screen import Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, cost, minutes_long, ngettext, percent, place, speaking, voice
from bot.stars import average_said
from domain.base import Role
from domain.bookings.errors import TooManyAhead
from domain.errors import NotFound
from domain.feedback.service import average
from domain.records.service import track_record
from domain.trainers.model import Approval, Service, Trainer
from domain.trainers.service import of_length, services_for


class OpenService(Action, code="ts"):
    """What a trainer offers, with its next times; at its usual length where no other is named."""

    service: int
    minutes: int | None = None


@on(OpenTrainer, who=EVERYBODY)
def open_trainer(turn: Turn, wanted: OpenTrainer) -> Screen:
    """The trainer's first service with its next free times: three taps from the link to a booking."""
    trainer = turn.work.trainers.by_slug(wanted.slug)
    if trainer is None:
        raise NotFound
    if turn.person.roles & Role.CLIENT:
        return trainer_screen(turn, trainer)
    return _at_the_desk(turn, trainer)


@on(OpenService, who=Role.CLIENT)
def open_service(turn: Turn, wanted: OpenService) -> Screen:
    service, trainer = turn.work.trainers.service(wanted.service)
    return trainer_screen(turn, trainer, service.of(wanted.minutes))


def trainer_of(turn: Turn) -> Trainer | None:
    """Whom their words are for: who the talk is about, else whom they train with, else the only one
    there is.
    """
    talk = turn.address.talk or {}
    try:
        if "trainer" in talk:
            return turn.work.trainers.trainer(talk["trainer"])
    except NotFound:
        pass
    for each in (turn.person, *turn.people):
        if known := turn.work.people.relationships_of(each.id):
            return turn.work.trainers.trainer(known[0].trainer_id)
    active = turn.work.trainers.active()
    return active[0] if len(active) == 1 else None


def trainer_screen(turn: Turn, trainer: Trainer, service: Service | None = None) -> Screen:
    """What the trainer offers, and its next free times."""
    if trainer.person_id == turn.person.id:
        return _at_the_desk(turn, trainer)
    live_by(turn, trainer)
    with speaking(turn.voice):
        return _offered(turn, trainer, service)


def _at_the_desk(turn: Turn, trainer: Trainer) -> Screen:
    """Whoever works here, and opens a link that is for clients."""
    said = _("This link is for clients of {name}. Here is your desk.", name=trainer.name)
    if trainer.person_id == turn.person.id:
        said = _("This is your own link: whoever opens it can book with you. Here is your desk.")
    desk = go_to_desk(turn, Desk())
    return replace(desk, text=lines(said, desk.text))


def live_by(turn: Turn, trainer: Trainer) -> None:
    """A client whose zone nobody knows is taken to live in the trainer's."""
    if not turn.speaker.zone_told:
        turn.speaker.zone = trainer.zone


def _offered(turn: Turn, trainer: Trainer, service: Service | None) -> Screen:
    services = services_for(turn.work, trainer, turn.person.id)
    if not services:
        turn.address.talk = {"trainer": trainer.id}
        return none_free(turn, trainer)
    chosen = service or of_length(services, None) or services[0]
    turn.address.talk = {"trainer": trainer.id, "service": chosen.id}
    if (most := trainer.most_ahead) and turn.work.bookings.ahead_with(
        turn.person.id, trainer.id, turn.now
    ) >= most:
        raise TooManyAhead(n=most, name=trainer.name)  # said before a time is picked
    found = next_times(turn, trainer, chosen)
    full = () if turn.by_text and found else full_ones(turn, trainer, chosen)
    if not found:
        return none_free(turn, trainer, full, why_no_class(turn, trainer, chosen))
    others = [
        choice(service_label(each), OpenService(each.id), word=each.name.upper())
        for each in services
        if each.id != chosen.id
    ]
    # In a text the times come first, and any length is taken in words.
    lengths = (
        ()
        if turn.by_text
        else length_chips(chosen, chosen.lengths, lambda each: OpenService(chosen.id, each))
    )
    return Screen(
        title=trainer.name,
        text=lines(
            "" if turn.by_text else trainer.headline,
            "" if turn.by_text else _record(turn, trainer),
            describe(chosen, trainer),
            _whose_clock(trainer) if not turn.speaker.zone_told else "",
            "" if turn.by_text else _how_to_pick(chosen),
        ),
        choices=(*lengths, *offer(turn, chosen, trainer, found), *full, *rows(others)),
    )


def _record(turn: Turn, trainer: Trainer) -> str:
    """Such as "412 sessions · ★ 4.9 from 86 ratings · 97% kept", each once there is enough of it."""
    rated, found = average(turn.work, trainer.id), track_record(turn.work, trainer)
    kept = found.completion_rate if found else None
    return list_of(
        [
            ngettext("{n} session", "{n} sessions", found.completed) if found else "",
            average_said(rated) if rated else "",
            _("{share} kept", share=percent(kept)) if kept is not None else "",
        ]
    )


def _how_to_pick(service: Service) -> str:
    if service.in_classes:
        return _("The next classes – tap one to hold a place, or type when:")
    return _("Next free times – tap one to hold it, or type when:")


def _whose_clock(trainer: Trainer) -> str:
    if voice().terse:
        return _("{place} time:", place=place(trainer.zone))
    return _("Times are in {place} time.", place=place(trainer.zone))


def service_label(service: Service) -> str:
    return list_of([service.name, minutes_long(service.minutes), cost(service.price)])


def describe(service: Service, trainer: Trainer) -> str:
    """A service in one line, with whether the trainer is asked first."""
    if voice().terse:
        return service_label(service)
    asked = (
        _("{name} approves each request", name=trainer.name)
        if service.approval is Approval.FIRST
        else _("booked at once")
    )
    return list_of([service_label(service), asked])
