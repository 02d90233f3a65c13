"""What a client has booked: the list, the card, moving, cancelling, the calendar file."""

from bot.client.booking import LetGo, let_go
from bot.client.calendar_file import calendar_file
from bot.client.cards import booking_card, facts, open_choice, session_line
from bot.client.times import MoveTo, near, next_times, none_free, offer
from bot.client.views import (
    AllSessions,
    AskToCancel,
    AskToMove,
    Attend,
    CalendarFile,
    Cancel,
    OpenSession,
    Tab,
)
from bot.client.waiting import leave_choices, waits_line
from bot.client.whom import coming, holds, latest_first, meant, whose
from bot.dialogue.actions import Home
from bot.dialogue.routes import card, command, on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered, NotOpen, TooLate
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.errors import Taken


@on(AllSessions, who=Role.CLIENT)
def all_sessions(turn: Turn, wanted: AllSessions) -> Screen:
    """The upcoming, past or cancelled sessions, each with a way to its card."""
    sheets = _listed(turn, wanted.tab)
    labels = {Tab.UPCOMING: _("Upcoming"), Tab.PAST: _("Past"), Tab.CANCELLED: _("Cancelled")}
    tabs = [
        choice(labels[tab], AllSessions(tab), word=labels[tab].upper())
        for tab in Tab
        if tab is not wanted.tab
    ]
    empty = {
        Tab.UPCOMING: _("Nothing is booked yet. Book the first one from the menu."),
        Tab.PAST: _("No past sessions yet."),
        Tab.CANCELLED: _("Nothing was cancelled."),
    }
    text = lines(*(session_line(sheet, whose(turn, sheet)) for sheet in sheets)) or empty[wanted.tab]
    cards = [open_choice(sheet, whose(turn, sheet)) for sheet in sheets]
    if turn.by_text and sheets:
        text = ""  # the numbered answers say it
    upcoming = wanted.tab is Tab.UPCOMING
    waiting = turn.work.waitlist.entries_of(turn.person.id, turn.now) if upcoming else []
    if waiting:
        text = lines(text if sheets else "", *map(waits_line, waiting))
        cards += leave_choices(waiting)
    return Screen(
        title=labels[wanted.tab], text=text, choices=(*rows(cards), tuple(tabs), (choice(_("Menu"), Home()),))
    )


@command("sessions", "my sessions", "bookings", "me", "sesiones", "mis sesiones", "reservas", who=Role.CLIENT)
def sessions_typed(turn: Turn, rest: str) -> Screen:
    return all_sessions(turn, AllSessions())


@command("past", "pasadas", who=Role.CLIENT)
def past_typed(turn: Turn, rest: str) -> Screen:
    return all_sessions(turn, AllSessions(Tab.PAST))


@command("cancelled", "canceladas", who=Role.CLIENT)
def cancelled_typed(turn: Turn, rest: str) -> Screen:
    return all_sessions(turn, AllSessions(Tab.CANCELLED))


@command("next", "next session", "próxima", "próxima sesión", who=Role.CLIENT)
def next_session(turn: Turn, rest: str) -> Screen:
    sheet = _next(turn)
    if sheet is None or len({each.client.id for each in coming(turn)}) > 1:
        return all_sessions(turn, AllSessions())
    turn.speak_for(sheet.client.id)
    return booking_card(turn, sheet)


@on(OpenSession, who=Role.CLIENT)
def open_session(turn: Turn, wanted: OpenSession) -> Screen:
    return booking_card(turn, _own(turn, wanted.booking))


@card("booking")
def card_of(turn: Turn, booking_id: int) -> Screen:
    """The card as it stands: the client's, or the trainer's."""
    from bot.trainer.cards import trainer_card

    sheet = turn.work.bookings.sheet(booking_id)
    if sheet.trainer.person_id == turn.person.id:
        return trainer_card(turn, sheet)
    turn.speak_for(sheet.client.id)
    return booking_card(turn, sheet)


@on(AskToMove, who=Role.CLIENT)
def ask_to_move(turn: Turn, wanted: AskToMove) -> Screen:
    """Six times near the old one: two taps to move."""
    sheet = _own(turn, wanted.booking)
    return move_screen(turn, sheet)


def move_screen(turn: Turn, sheet: Sheet, said: str = "") -> Screen:
    if sheet.booking.status not in FIRM:
        raise AlreadyAnswered(booking=sheet.booking.id)
    found = next_times(turn, sheet.trainer, sheet.service, sheet)
    if not found:
        return none_free(sheet.trainer)
    turn.address.talk = {"trainer": sheet.trainer.id, "moving": sheet.booking.id}
    keep = (choice(_("Keep it as it is"), OpenSession(sheet.booking.id), word=_("KEEP")),)
    return Screen(
        title=_("Move to when?"),
        text=lines(said, open_choice(sheet).label if turn.by_text else facts(sheet)),
        choices=(*offer(sheet.service, sheet.trainer, found, sheet), keep),
        subject=("booking", sheet.booking.id),
    )


@on(MoveTo, who=Role.CLIENT)
def move_to(turn: Turn, wanted: MoveTo) -> Screen:
    """Move at once; a time that was just taken leaves the booking where it is."""
    try:
        sheet = bookings.move(
            turn.work, turn.person, wanted.booking, wanted.version, wanted.starts, now=turn.now
        )
    except (Taken, NotOpen) as lost:
        sheet = _own(turn, wanted.booking)
        found = near(turn, sheet.trainer, sheet.service, wanted.starts, sheet)
        said = _(lost.message)
        return Screen(
            title=_("Move to when?"),
            text=said,
            toast=said,
            choices=offer(sheet.service, sheet.trainer, found, sheet),
            subject=("booking", sheet.booking.id),
        )
    moved = booking_card(turn, sheet)
    return moved.with_toast(_("Moved. {name} is told.", name=sheet.trainer.name))


@on(AskToCancel, who=Role.CLIENT)
def ask_to_cancel(turn: Turn, wanted: AskToCancel) -> Screen:
    """Say what cancelling means before the tap that does it."""
    sheet = _own(turn, wanted.booking)
    if sheet.booking.status not in FIRM:
        raise AlreadyAnswered(booking=wanted.booking)
    if sheet.booking.starts <= turn.now:
        raise TooLate(booking=wanted.booking)
    sure = Cancel(sheet.booking.id, sheet.booking.version)
    turn.may_answer_yes(sure)
    yes = choice(_("Yes, cancel it"), sure, "danger")
    keep = choice(_("Keep it"), OpenSession(sheet.booking.id), word=_("KEEP"))
    means = (
        _("Cancelling costs nothing.")
        if turn.by_text
        else _("Cancelling costs nothing. The time goes back to {name}.", name=sheet.trainer.name)
    )
    text = lines(facts(sheet), means)
    return Screen(
        title=_("Cancel this session?"),
        text=text,
        choices=((yes,), (keep,)),
        subject=("booking", wanted.booking),
    )


@on(Cancel, who=Role.CLIENT)
def cancel(turn: Turn, wanted: Cancel) -> Screen:
    sheet = bookings.cancel(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("Cancelled. {name} is told.", name=sheet.trainer.name))


@on(Attend, who=Role.CLIENT)
def attend(turn: Turn, wanted: Attend) -> Screen:
    sheet = bookings.attend(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("Thank you, see you then."))


@on(CalendarFile, who=Role.CLIENT)
def send_calendar_file(turn: Turn, wanted: CalendarFile) -> Screen:
    """The session as a file that every calendar opens, beside the card."""
    sheet = _own(turn, wanted.booking)
    if sheet.booking.status is not Status.CONFIRMED:
        raise AlreadyAnswered(booking=wanted.booking)
    text = _("Open the file to put the session into your calendar.")
    return Screen(text=text, file=calendar_file(turn, sheet), fresh=True)


@command("cancel", "cancelar", who=Role.CLIENT)
def cancel_typed(turn: Turn, rest: str) -> Screen:
    if held := holds(turn):
        turn.speak_for(held[0].client_id)
        return let_go(turn, LetGo(held[0].id))
    sheet = _next(turn)
    return ask_to_cancel(turn, AskToCancel(sheet.booking.id)) if sheet else all_sessions(turn, AllSessions())


def _listed(turn: Turn, tab: Tab) -> list[Sheet]:
    booked = turn.work.bookings
    match tab:
        case Tab.UPCOMING:
            return coming(turn)
        case Tab.PAST:
            return latest_first(booked.over(each.id, turn.now) for each in meant(turn))
        case Tab.CANCELLED:
            return latest_first(booked.gone(each.id) for each in meant(turn))


def _next(turn: Turn) -> Sheet | None:
    """The next session of theirs: the one that "move" and "cancel" mean."""
    return next((sheet for sheet in coming(turn, 5) if sheet.booking.starts > turn.now), None)


def _own(turn: Turn, booking_id: int) -> Sheet:
    """One of theirs, and the turn is for whose it is. Raises NotYours."""
    sheet = turn.work.bookings.sheet(booking_id)
    turn.speak_for(sheet.client.id)
    return sheet
