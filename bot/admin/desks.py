"""Desk plans: what each trainer pays the studio every month, and offering one."""

import re

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money
from bot.memberships import VERBS, state_said, want_typed
from bot.trainer.desk import let_card, own_desk, set_desk
from bot.trainer.desk_views import OfferDesk, OpenDesks, SetDesk
from bot.trainer.lists import below
from domain.base import Role
from domain.memberships import desks
from domain.memberships.model import State
from domain.money import UnreadablePrice, read_money
from domain.trainers.model import Trainer

# Such as "120 for Ana", or "Room 2, 120 EUR for Ana".
_OFFER = re.compile(r"(?:(?P<name>.+?),\s+)?(?P<price>.+?)\s+(?:for|para)\s+(?P<whom>.+)", re.IGNORECASE)


class Plan(BaseModel):
    name: str = Field(title=N_("What it is called"), examples=[N_("Window desk")], max_length=desks.LONGEST)
    price: str = Field(title=N_("What a month costs"), examples=[N_("120 EUR")], max_length=20)


@command(
    "desk plan", "hub desk plan", "desk plans", "hub desk plans", "rent", "hub rent",
    "plan de mesa", "hub plan de mesa", "planes de mesa", "hub planes de mesa", "alquiler", "hub alquiler",
    who=Role.TRAINER | Role.ADMIN, takes_words=True,
)  # fmt: skip
def desk_typed(turn: Turn, rest: str) -> Screen:
    """Alone: a trainer's own, and for an admin all of them. Such as "desk plan pause", or by an admin
    "desk plan Room 2, 120 for Ana".
    """
    trainer, is_admin = turn.work.trainers.of_person(turn.person.id), bool(turn.person.roles & Role.ADMIN)
    found = desks.desk_of(turn.work, trainer) if trainer else None
    if found is not None and fold(rest) in VERBS and (want := want_typed(fold(rest), found)):
        return set_desk(turn, SetDesk(found.id, want))
    if not is_admin and trainer is not None:
        return own_desk(turn, trainer)
    return _offered(turn, rest) if rest else desks_screen(turn)


@on(OpenDesks, who=Role.ADMIN)
def open_desks(turn: Turn, _asked: OpenDesks) -> Screen:
    return below(turn, desks_screen(turn))


def desks_screen(turn: Turn) -> Screen:
    return Screen(
        title=_("Desk plans"),
        text=lines(_no_cards(turn), _how()),
        sections=tuple(_section(turn, each) for each in turn.work.trainers.active()),
        private=True,
    )


def _section(turn: Turn, trainer: Trainer) -> Section:
    found = desks.desk_of(turn.work, trainer)
    offer = choice(_("Offer a desk"), OfferDesk(trainer.id))
    if found is None:
        return Section(list_of([trainer.name, _("no desk plan")]), (offer,))
    state = _("offered") if found.state is State.OPEN else state_said(found)
    said = list_of([trainer.name, found.name, money(found.price), state])
    return Section(said, () if found.is_live else (offer,))


@on(OfferDesk, who=Role.ADMIN)
def ask_offer(turn: Turn, asked: OfferDesk) -> Screen:
    trainer = turn.work.trainers.trainer(asked.trainer)
    return below(turn, Screen(title=_("A desk for {name}", name=trainer.name), form=asked.pack()))


@answers(OfferDesk, Plan)
def offer_filled(turn: Turn, asked: OfferDesk, form: Plan) -> Screen:
    return _offer(turn, turn.work.trainers.trainer(asked.trainer), form.name, form.price)


def _offered(turn: Turn, said: str) -> Screen:
    found = _OFFER.fullmatch(said)
    whom = _trainer(turn, found["whom"]) if found else None
    if found is None or whom is None:
        return Screen(text=_how(), private=True)
    return _offer(turn, whom, found["name"] or _("Desk"), found["price"])


def _offer(turn: Turn, trainer: Trainer, name: str, price: str) -> Screen:
    """Raises UnreadablePrice, HasDesk."""
    if not turn.studio.takes_cards:
        return Screen(text=_no_cards(turn), private=True)
    amount = read_money(price, turn.studio.currency)
    if not amount.minor:
        raise UnreadablePrice(words=price)
    made = desks.offer(turn.work, turn.person, trainer, name, amount, now=turn.now)
    return let_card(turn, made, _("Offered: {name} has a link to pay, and you are told.", name=trainer.name))


def _trainer(turn: Turn, name: str) -> Trainer | None:
    known = turn.work.trainers.active()
    exact = [each for each in known if fold(each.name) == fold(name)]
    first = [each for each in known if fold(each.name).split()[0] == fold(name)]
    return next(iter(exact or (first if len(first) == 1 else [])), None)


def _no_cards(turn: Turn) -> str:
    return "" if turn.studio.takes_cards else _("Desk plans are paid by card, and the studio takes none yet.")


def _how() -> str:
    return _("Type for example: desk plan Room 2, 120 for Ana")
