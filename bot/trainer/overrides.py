"""What a trainer does for a client whatever the policy says, with a word of why: another time, no charge."""

from functools import partial

from bot.client.times import near
from bot.dialogue.actions import Minute
from bot.dialogue.routes import answers, on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.cards import at, facts, trainer_card
from bot.trainer.lists import below, settled
from bot.trainer.requests import Why
from bot.trainer.suggestions import OFFERED
from bot.trainer.views import AskMoveFor, AskWaive, MoveFor, OpenCard
from domain.access import require_trainer
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import ReasonNeeded

DESK = Role.TRAINER | Role.ADMIN


@on(AskMoveFor, who=DESK)
def ask_move(turn: Turn, wanted: AskMoveFor) -> Screen:
    """The free times nearest to the one that it has."""
    sheet = turn.work.bookings.sheet(wanted.booking)
    require_trainer(turn.person, sheet.trainer)
    found = near(turn, sheet.trainer, sheet.service, sheet.booking.starts, sheet, OFFERED)
    picks = [
        choice(at(sheet, starts), MoveFor(sheet.booking.id, wanted.version, Minute(starts)))
        for starts in found
    ]
    asked = _("Move to when?") if picks else _("You have no free time near it.")
    shown = Screen(
        title=_("Move"),
        text=lines(sheet.client.name, facts(sheet), asked),
        choices=(*rows(picks, 2), (choice(_("Back"), OpenCard(sheet.booking.id)),)),
        subject=("booking", sheet.booking.id),
    )
    return below(turn, shown)


@on(MoveFor, who=DESK)
def move(turn: Turn, wanted: MoveFor) -> Screen:
    """At once; the client is told."""
    try:
        return _moved(turn, wanted, "")
    except ReasonNeeded:
        sheet = turn.work.bookings.sheet(wanted.booking)
        late = _("It is too late for {name} to move it; you may.", name=sheet.client.first_name)
        asked = Screen(title=_("Move"), text=lines(sheet.client.name, facts(sheet), late), form=wanted.pack())
        return below(turn, asked)


@answers(MoveFor, Why)
def move_all_the_same(turn: Turn, wanted: MoveFor, form: Why) -> Screen:
    return _moved(turn, wanted, form.reason)


def _moved(turn: Turn, wanted: MoveFor, reason: str) -> Screen:
    act = partial(bookings.move, turn.work, turn.person, wanted.booking, wanted.version, wanted.starts)
    sheet = act(now=turn.now, reason=reason)
    turn.work.flush()
    said = _("Moved. {name} is told.", name=sheet.client.first_name)
    return settled(turn, trainer_card(turn, sheet).with_toast(said))


@on(AskWaive, who=DESK)
def ask_waive(turn: Turn, wanted: AskWaive) -> Screen:
    sheet = turn.work.bookings.sheet(wanted.booking)
    require_trainer(turn.person, sheet.trainer)
    text = lines(sheet.client.name, facts(sheet))
    return below(turn, Screen(title=_("Waive the cost"), text=text, form=wanted.pack()))


@answers(AskWaive, Why)
def waive(turn: Turn, wanted: AskWaive, form: Why) -> Screen:
    act = partial(bookings.waive, turn.work, turn.person, wanted.booking, wanted.version)
    sheet = act(now=turn.now, reason=form.reason)
    turn.work.flush()
    said = _("Let off. {name} is told.", name=sheet.client.first_name)
    return settled(turn, trainer_card(turn, sheet).with_toast(said))
