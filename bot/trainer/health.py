"""The health form as a trainer deals with it: wanted or not, and what a client answered."""

from bot.client.health import answers_said
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.home import forms_switch, trainer_of
from bot.trainer.lists import below, settled
from bot.trainer.views import OpenCard, SeeHealth, WantHealth
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.errors import NotFound
from domain.health import service as health
from domain.trainers.model import Trainer

_ON = frozenset({"on", "yes", "sí", "si"})
_OFF = frozenset({"off", "no"})


@on(SeeHealth, who=Role.TRAINER | Role.ADMIN)
def see_health(turn: Turn, wanted: SeeHealth) -> Screen:
    """In the place of the card, so that the answers need not stay in the chat."""
    sheet = turn.work.bookings.sheet(wanted.booking)
    require_trainer(turn.person, sheet.trainer)
    form = health.form_of(turn.work, turn.person, sheet.client)
    if form is None:
        raise NotFound(booking=wanted.booking)
    answers = Screen(
        title=_("Health form of {name}", name=sheet.client.name),
        text=answers_said(form),
        choices=((choice(_("Back"), OpenCard(wanted.booking)),),),
        subject=("booking", wanted.booking),
    )
    return below(turn, answers)


@command("health", "hub health", "salud", "hub salud", who=Role.TRAINER, takes_words=True)
def health_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: whether the form is wanted. With "on" or "off": from now on."""
    said = rest.casefold()
    if said in _ON | _OFF:
        return want_health(turn, WantHealth(said in _ON))
    return None if said else _state(trainer_of(turn))


@on(WantHealth, who=Role.TRAINER)
def want_health(turn: Turn, wanted: WantHealth) -> Screen:
    trainer = trainer_of(turn)
    health.require_forms(turn.work, turn.person, trainer, wanted.on, now=turn.now)
    refresh_home(turn.work, turn.person.id, trainer.id, f"health:{turn.now.isoformat()}", turn.now)
    state = _state(trainer)
    return settled(turn, state.with_toast(state.text))


def _state(trainer: Trainer) -> Screen:
    said = (
        _("Clients who ask for a time are asked for their health form. Approve once it is signed.")
        if trainer.wants_health
        else _("Clients are not asked for a health form.")
    )
    return Screen(title=_("Health forms"), text=said, choices=((forms_switch(trainer),),), private=True)
