"""Closing the day: every session that has begun, completed but for the odd one, in two taps; or one class."""

import re
from dataclasses import replace

from pydantic import BaseModel

from bot.dialogue.forms import Field, Kind
from bot.dialogue.heard import Submitted
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, Section, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, clock, ngettext, when
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.marks import name_of, seen
from bot.trainer.views import AskClose, CloseDay, UndoLast
from domain.base import Role
from domain.bookings.attendance import settle, to_settle
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.notifications.service import tell

_NAMED = re.compile(r"b([0-9]{1,9})-([0-9]{1,9})")  # a field: the booking, and the version that was shown


class Marks(BaseModel, extra="allow"):
    """How each session went, by its field: the sessions are the day's, so no field is known beforehand."""


@on(AskClose, who=Role.TRAINER)
def ask_close(turn: Turn, asked: AskClose) -> Screen:
    """All completed to begin with; a list that has changed meanwhile begins anew."""
    sheets = to_settle(turn.work, trainer_of(turn), now=turn.now, session_id=asked.session)
    if not sheets:
        return below(turn, Screen(text=_("Everything is settled."), private=True))
    shown = seen(sheets)
    missed = asked.missed if asked.seen == shown else 0
    return below(turn, _closing(sheets, AskClose(missed, shown, asked.session)))


@command("close", "close my day", "hub close", "cerrar", "cerrar el día", "hub cerrar", who=Role.TRAINER)
def close_typed(turn: Turn, rest: str) -> Screen:
    return ask_close(turn, AskClose())


@on(CloseDay, who=Role.TRAINER)
def close_day(turn: Turn, wanted: CloseDay) -> Screen:
    """Exactly what was shown: where the list is another by now, it is shown anew."""
    sheets = to_settle(turn.work, trainer_of(turn), now=turn.now, session_id=wanted.session)
    if seen(sheets) != wanted.seen:
        anew = ask_close(turn, AskClose(session=wanted.session))
        return anew.with_toast(_("The list has changed. Here it is anew."), alert=True)
    marks = {
        sheet.booking.id: (sheet.booking.version, _mark(wanted.missed, at)) for at, sheet in enumerate(sheets)
    }
    return _close(turn, marks, _closed(wanted.session))


def _closed(session: int | None) -> str:
    return _("The day is closed") if session is None else _("The class is settled")


@answers(AskClose, Marks)
def close_filled(turn: Turn, asked: AskClose, form: Marks) -> Screen:
    marks = {}
    for name, value in (form.model_extra or {}).items():
        if (named := _NAMED.fullmatch(name)) and value in (Status.COMPLETED, Status.NO_SHOW):
            marks[int(named[1])] = (int(named[2]), Status(value))
    return _close(turn, marks, _closed(asked.session))


def _close(turn: Turn, marks: dict[int, tuple[int, Status]], title: str) -> Screen:
    settled = settle(turn.work, turn.person, marks, now=turn.now)
    turn.work.flush()
    for sheet in settled:
        _refresh(turn, sheet)
    came = sum(sheet.booking.status is Status.COMPLETED for sheet in settled)
    missed, left = len(settled) - came, len(marks) - len(settled)
    return Screen(
        title=title,
        text=lines(
            list_of(
                [
                    ngettext("{n} completed", "{n} completed", came),
                    ngettext("{n} no-show", "{n} no-shows", missed) if missed else "",
                ]
            ),
            _("The clients are told in a minute; until then you can undo it.") if settled else "",
            ngettext("{n} was settled already.", "{n} were settled already.", left) if left else "",
        ),
        choices=((choice(_("Undo"), UndoLast()),),) if settled else (),
        fresh=isinstance(turn.event.heard, Submitted),  # the card that was pressed stays what it is
    )


def _refresh(turn: Turn, sheet: Sheet) -> None:
    """The card of each shows it too, where it still stands in the chat."""
    at = ("booking", sheet.booking.id)
    key = f"settled:{at[1]}:{sheet.booking.version}"
    tell(turn.work, turn.person.id, Role.TRAINER, "trainer_settled", key, due=turn.now, subject=at)


def _closing(sheets: list[Sheet], shown: AskClose) -> Screen:
    """One modal where there are modals; elsewhere a button for each that changes it."""
    toggles = [_toggle(sheet, at, shown) for at, sheet in enumerate(sheets)]
    close = CloseDay(shown.missed, shown.seen, shown.session)
    return Screen(
        title=_("Close my day") if shown.session is None else _("Who came?"),
        text=_("Change the odd one, then hand it in."),
        # Beside a form only the text is shown: its fields say the rest.
        sections=tuple(Section(_line(sheet, _mark(shown.missed, at))) for at, sheet in enumerate(sheets)),
        choices=(*rows(toggles), (choice(_("Submit"), close, "primary"),)),
        form=AskClose(session=shown.session).pack(),
        fields=tuple(map(_field, sheets)),
        values={name_of(sheet): Status.COMPLETED.value for sheet in sheets},
    )


def _toggle(sheet: Sheet, at: int, shown: AskClose) -> Choice:
    came = _mark(shown.missed, at) is Status.COMPLETED
    said = _("{name} {time} did not come") if came else _("{name} {time} came")
    label = said.format(name=sheet.client.first_name, time=clock(sheet.booking.starts))
    return choice(label, replace(shown, missed=shown.missed ^ (1 << at)))


def _line(sheet: Sheet, mark: Status) -> str:
    return list_of([when(sheet.booking.starts), sheet.client.name, _labels()[mark]])


def _field(sheet: Sheet) -> Field:
    label = list_of([when(sheet.booking.starts), sheet.client.name])
    options = tuple((status.value, said) for status, said in _labels().items())
    return Field(name_of(sheet), Kind.CHOICE, label, "", required=True, longest=16, options=options)


def _labels() -> dict[Status, str]:
    return {Status.COMPLETED: _("completed"), Status.NO_SHOW: _("no-show")}


def _mark(missed: int, at: int) -> Status:
    return Status.NO_SHOW if missed >> at & 1 else Status.COMPLETED
