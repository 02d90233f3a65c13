"""Requests: approve, or decline with a word of why."""

from pydantic import BaseModel, Field

from bot.client.consent import ask_news
from bot.dialogue.routes import answers, on
from bot.dialogue.screen import Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from bot.trainer.cards import Approve, AskDecline, facts, trainer_card
from bot.trainer.lists import below, settled
from domain.access import require_trainer
from domain.base import Role
from domain.bookings import service as bookings


class Reason(BaseModel):
    reason: str | None = Field(
        None,
        title=N_("A word for the client (they will read it)"),
        examples=[N_("I am away that day.")],
        max_length=200,
    )


class Why(BaseModel):
    reason: str = Field(
        title=N_("A word of why (the client reads it, and it is kept)"),
        examples=[N_("We agreed on it by phone.")],
        max_length=200,
    )


@on(Approve, who=Role.TRAINER | Role.ADMIN)
def approve(turn: Turn, request: Approve) -> Screen:
    sheet = bookings.approve(turn.work, turn.person, request.booking, request.version, now=turn.now)
    turn.work.flush()
    ask_news(turn, sheet)
    said = _("Approved. {name} is told.", name=sheet.client.first_name)
    return settled(turn, trainer_card(turn, sheet).with_toast(said))


@on(AskDecline, who=Role.TRAINER | Role.ADMIN)
def ask_decline(turn: Turn, request: AskDecline) -> Screen:
    sheet = turn.work.bookings.sheet(request.booking)
    require_trainer(turn.person, sheet.trainer)
    text = lines(sheet.client.name, facts(sheet))
    return below(turn, Screen(title=_("Decline"), text=text, form=request.pack()))


@answers(AskDecline, Reason)
def decline(turn: Turn, request: AskDecline, form: Reason) -> Screen:
    """The client is told, and offered other times."""
    sheet = bookings.decline(
        turn.work, turn.person, request.booking, request.version, now=turn.now, reason=form.reason or ""
    )
    turn.work.flush()
    return settled(turn, trainer_card(turn, sheet))
