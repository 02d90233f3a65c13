"""A client cancels a booking: what that means, and the cancelling."""

from functools import partial

from bot.client.booking import LetGo, let_go
from bot.client.cards import booking_card, facts
from bot.client.costs import costs_now, policy_said
from bot.client.sessions import all_sessions
from bot.client.views import AllSessions, AskToCancel, Cancel, OpenSession, UndoCancel
from bot.client.whom import holds, meant, next_of, own
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings import undo as undoing
from domain.bookings.costs import to_cancel
from domain.bookings.errors import AlreadyAnswered, Costs, TooLate, TooLateToUndo
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.policies.rules import Cost


@on(AskToCancel, who=Role.CLIENT)
def ask_to_cancel(turn: Turn, wanted: AskToCancel) -> Screen:
    """Say what cancelling means before the tap that does it."""
    sheet = own(turn, wanted.booking)
    if sheet.booking.status not in FIRM:
        raise AlreadyAnswered(booking=wanted.booking)
    if sheet.booking.starts <= turn.now:
        raise TooLate(booking=wanted.booking)
    cost = to_cancel(turn.work, sheet, now=turn.now)
    sure = Cancel(sheet.booking.id, sheet.booking.version, late=not cost.is_free)
    turn.may_answer_yes(sure, no=OpenSession(sheet.booking.id))
    # A word of its own, since DROP alone is what was just texted.
    label, asked = (
        (_("Give it back"), _("Give this session back?"))
        if turn.by_text
        else (_("Yes, cancel it"), _("Cancel this session?"))
    )
    yes = choice(label, sure, "danger", word=f"{_('DROP')} 1" if sure.late else None)
    keep = choice(_("Keep it"), OpenSession(sheet.booking.id), word=_("KEEP"))
    text = lines(facts(sheet), _what_it_means(turn, sheet, cost))
    return Screen(
        title=asked,
        text=text,
        choices=((yes,), (keep,)),
        subject=("booking", wanted.booking),
    )


def _what_it_means(turn: Turn, sheet: Sheet, cost: Cost) -> str:
    if not cost.is_free:
        return costs_now(cost)
    back = _("Your credit comes back.") if sheet.booking.lot_id is not None else ""
    if turn.by_text:
        return lines(_("Cancelling costs nothing."), back)
    gone = _("Cancelling costs nothing. The time goes back to {name}.", name=sheet.trainer.name)
    return lines(gone, back, policy_said(turn, sheet))


@on(Cancel, who=Role.CLIENT)
def cancel(turn: Turn, wanted: Cancel) -> Screen:
    """Done at once where it costs nothing, or what it costs was shown."""
    act = partial(bookings.cancel, turn.work, turn.person, wanted.booking, wanted.version)
    try:
        sheet = act(now=turn.now, at_cost=wanted.late)
    except Costs:
        return ask_to_cancel(turn, AskToCancel(wanted.booking))
    turn.work.flush()
    return booking_card(turn, sheet).with_toast(_("For a minute you can undo it."))


@on(UndoCancel, who=Role.CLIENT)
def undo(turn: Turn, wanted: UndoCancel) -> Screen:
    """All is as it was, and nobody was told."""
    sheet = undoing.undo(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("Taken back: nothing has changed."))


@command("undo", "deshacer", who=Role.CLIENT)
def undo_typed(turn: Turn, rest: str) -> Screen | None:
    """What one of them cancelled last; a trainer's own UNDO comes after."""
    for each in meant(turn):
        for sheet in turn.work.bookings.kept_by(each.id, turn.now):
            if undoing.can_undo(turn.work, sheet, each, now=turn.now):
                turn.speak_for(each.id)
                return _undone(turn)
    if turn.person.roles & Role.TRAINER:
        return None
    raise TooLateToUndo


def _undone(turn: Turn) -> Screen:
    sheet = undoing.undo_own(turn.work, turn.person, now=turn.now)[-1]
    said = _("Taken back.") if turn.by_text else _("Taken back: nothing has changed.")
    return booking_card(turn, sheet).with_toast(said)


@command("cancel", "cancelar", who=Role.CLIENT)
def cancel_typed(turn: Turn, rest: str) -> Screen:
    if held := holds(turn):
        turn.speak_for(held[0].client_id)
        return let_go(turn, LetGo(held[0].id))
    sheet = next_of(turn)
    return ask_to_cancel(turn, AskToCancel(sheet.booking.id)) if sheet else all_sessions(turn, AllSessions())
