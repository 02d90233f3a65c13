"""For a minute, what was marked or cancelled is taken back by a tap or by UNDO; a no-show is set right."""

from dataclasses import replace

from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, when
from bot.trainer.cards import trainer_card
from bot.trainer.home import trainer_of
from bot.trainer.lists import settled
from bot.trainer.moves import mend
from bot.trainer.package_views import UndoSale
from bot.trainer.selling import undo_sale
from bot.trainer.views import SetRight, Undo, UndoLast
from domain.base import Role
from domain.bookings import attendance
from domain.bookings import undo as undoing
from domain.bookings.misplaced import is_misplaced
from domain.bookings.ports import Sheet
from domain.notifications.service import tell
from domain.payments.service import last_sale


@on(Undo, who=Role.TRAINER | Role.ADMIN)
def undo(turn: Turn, wanted: Undo) -> Screen:
    sheet = undoing.undo(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    turn.work.flush()
    card, lost = trainer_card(turn, sheet), _left_outside(turn, [sheet])
    clash = _("It lies outside your time now, and stays.") if lost else ""
    card = replace(card, text=lines(card.text, clash), choices=(*mend(lost), *card.choices))
    return settled(turn, card.with_toast(lines(_("Taken back, and nobody was told."), clash)))


def _left_outside(turn: Turn, sheets: list[Sheet]) -> list[Sheet]:
    """What comes back into time that its trainer has taken off meanwhile: it stays, and can be mended."""
    own = (each for each in sheets if each.trainer.person_id == turn.person.id)
    return [each for each in own if is_misplaced(turn.work, each, now=turn.now)]


@on(UndoLast, who=Role.TRAINER)
def undo_last(turn: Turn, _wanted: UndoLast) -> Screen:
    """One session, the whole day that was closed, or a sale at the desk: whatever was last."""
    trainer = trainer_of(turn)
    sale = last_sale(turn.work, turn.person, trainer, now=turn.now)
    act = undoing.last_act(turn.work, turn.person, trainer, now=turn.now)
    if sale and sale.paid_at and (act is None or act < sale.paid_at):
        return undo_sale(turn, UndoSale(sale.id))
    sheets = undoing.undo_last(turn.work, turn.person, trainer, now=turn.now)
    turn.work.flush()
    for sheet in sheets:
        at = ("booking", sheet.booking.id)
        key = f"undone:{at[1]}:{sheet.booking.version}"
        tell(turn.work, turn.person.id, Role.TRAINER, "trainer_settled", key, due=turn.now, subject=at)
    named = (list_of([when(sheet.booking.starts), sheet.client.name]) for sheet in sheets)
    lost = _left_outside(turn, sheets)
    return Screen(
        title=_("Taken back, and nobody was told."),
        text=lines(*named, _("It lies outside your time now, and stays.") if lost else ""),
        choices=mend(lost),
        private=True,
    )


@command("undo", "hub undo", "deshacer", "hub deshacer", who=Role.TRAINER)
def undo_typed(turn: Turn, rest: str) -> Screen:
    return undo_last(turn, UndoLast())


@on(SetRight, who=Role.TRAINER | Role.ADMIN)
def set_right(turn: Turn, wanted: SetRight) -> Screen:
    sheet = attendance.set_right(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    turn.work.flush()
    return settled(turn, trainer_card(turn, sheet))
