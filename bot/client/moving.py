"""A client moves a booking: the times that there are, what it costs by now, and the move."""

from dataclasses import replace
from functools import partial

from bot.client.bookable import none_free
from bot.client.cards import booking_card, facts, open_choice
from bot.client.costs import moving_costs
from bot.client.times import MoveTo, near, next_times, offer
from bot.client.views import AskToMove, OpenSession
from bot.client.whom import own
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, when
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.costs import to_move
from domain.bookings.errors import AlreadyAnswered, Costs, MoveTooLate, NotOpen
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.errors import Taken
from domain.policies.rules import FREE


@on(AskToMove, who=Role.CLIENT)
def ask_to_move(turn: Turn, wanted: AskToMove) -> Screen:
    """Six times near the old one: two taps to move."""
    sheet = own(turn, wanted.booking)
    return move_screen(turn, sheet)


def move_screen(turn: Turn, sheet: Sheet, said: str = "") -> Screen:
    if sheet.booking.status not in FIRM:
        raise AlreadyAnswered(booking=sheet.booking.id)
    cost = to_move(turn.work, sheet, now=turn.now)
    if cost is None:
        raise MoveTooLate(booking=sheet.booking.id)
    found = next_times(turn, sheet.trainer, sheet.service, sheet)
    if not found:
        return none_free(turn, sheet.trainer)
    turn.address.talk = {"trainer": sheet.trainer.id, "moving": sheet.booking.id}
    keep = (choice(_("Keep it as it is"), OpenSession(sheet.booking.id), word=_("KEEP")),)
    return Screen(
        title=_("Move to when?"),
        text=lines(
            said,
            open_choice(sheet).label if turn.by_text else facts(sheet),
            "" if cost.is_free else moving_costs(cost),
        ),
        choices=(*offer(turn, sheet.service, sheet.trainer, found, sheet), keep),
        subject=("booking", sheet.booking.id),
    )


@on(MoveTo, who=Role.CLIENT)
def move_to(turn: Turn, wanted: MoveTo) -> Screen:
    """Move at once, or ask first where that costs something; a time that was just taken leaves the booking
    where it is.
    """
    act = partial(bookings.move, turn.work, turn.person, wanted.booking, wanted.version, wanted.starts)
    try:
        sheet = act(now=turn.now, at_cost=wanted.late)
    except Costs:
        return _ask_late_move(turn, wanted)
    except (Taken, NotOpen) as lost:
        sheet = own(turn, wanted.booking)
        found = near(turn, sheet.trainer, sheet.service, wanted.starts, sheet)
        said = _(lost.message)
        return Screen(
            title=_("Move to when?"),
            text=said,
            toast=said,
            choices=offer(turn, sheet.service, sheet.trainer, found, sheet),
            subject=("booking", sheet.booking.id),
        )
    moved = booking_card(turn, sheet)
    return moved.with_toast(_("Moved. {name} is told.", name=sheet.trainer.name))


def _ask_late_move(turn: Turn, wanted: MoveTo) -> Screen:
    """What it costs by now, before the tap that does it."""
    sheet = own(turn, wanted.booking)
    cost = to_move(turn.work, sheet, now=turn.now)
    sure = replace(wanted, late=True)
    turn.may_answer_yes(sure, no=OpenSession(sheet.booking.id))
    yes = choice(_("Move it") if turn.by_text else _("Yes, move it"), sure, "danger", word=_("MOVE IT"))
    keep = choice(_("Keep it as it is"), OpenSession(sheet.booking.id), word=_("KEEP"))
    return Screen(
        title=_("Move to {time}?", time=when(wanted.starts, sheet.trainer.zone_at(wanted.starts))),
        text=lines(open_choice(sheet).label if turn.by_text else facts(sheet), moving_costs(cost or FREE)),
        choices=((yes,), (keep,)),
        subject=("booking", sheet.booking.id),
    )
