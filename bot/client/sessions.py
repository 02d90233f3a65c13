"""What a client has booked: the list, the card, the calendar file."""

from functools import partial

from bot.client.after import shared_said
from bot.client.calendar_file import calendar_file
from bot.client.cards import booking_card, open_choice, session_line
from bot.client.credits import credits_line
from bot.client.misplaced import kept_screen
from bot.client.talked_of import forget
from bot.client.views import (
    AllSessions,
    Attend,
    CalendarFile,
    KeepSession,
    OpenSession,
    Tab,
)
from bot.client.waiting import leave_choices, waits_line
from bot.client.whom import coming, latest_first, meant, nearest, next_of, own, whose
from bot.client.whom import waiting as waiting_of
from bot.dialogue.actions import Home
from bot.dialogue.paging import page_within, pager
from bot.dialogue.routes import card, command, on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.standing.card import slot_choice
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.misplaced import is_misplaced
from domain.bookings.model import Status
from domain.bookings.ports import Sheet

PAGE = 6  # sessions
MOST, MOST_BY_TEXT = 300, 20  # sessions that a list goes back


@on(AllSessions, who=Role.CLIENT)
def all_sessions(turn: Turn, wanted: AllSessions) -> Screen:
    """The upcoming, past or cancelled sessions, each with a way to its card."""
    listed = _listed(turn, wanted.tab)
    page = page_within(wanted.page, len(listed), PAGE)
    # By text the numbered answers go on with MORE.
    sheets = listed if turn.by_text else listed[page * PAGE : (page + 1) * PAGE]
    labels = {Tab.UPCOMING: _("Upcoming"), Tab.PAST: _("Past"), Tab.CANCELLED: _("Cancelled")}
    tabs = [
        choice(labels[tab], AllSessions(tab), word=labels[tab].upper())
        for tab in Tab
        if tab is not wanted.tab
    ]
    empty = {
        Tab.UPCOMING: _("Nothing is booked yet. Text BOOK for the next times.")
        if turn.by_text
        else _("Nothing is booked yet. Book the first one from the menu."),
        Tab.PAST: _("No past sessions yet."),
        Tab.CANCELLED: _("Nothing was cancelled."),
    }
    text = lines(*(session_line(sheet, whose(turn, sheet)) for sheet in sheets)) or empty[wanted.tab]
    cards = [open_choice(sheet, whose(turn, sheet)) for sheet in sheets]
    if turn.by_text and sheets:
        text = ""  # the numbered answers say it
    upcoming = wanted.tab is Tab.UPCOMING
    if upcoming:
        owned = [series for each in meant(turn) for series in turn.work.standing.of_client(each.id)]
        cards += [slot_choice(turn, each) for each in owned]
    waiting = waiting_of(turn) if upcoming else []
    if waiting:
        text = lines(text if sheets else "", *map(waits_line, waiting))
        cards += leave_choices(waiting)
    text = lines(credits_line(turn) if upcoming else "", text)
    turned = () if turn.by_text else pager(page, len(listed), PAGE, partial(AllSessions, wanted.tab))
    return Screen(
        title=labels[wanted.tab],
        text=text,
        choices=(*rows(cards), *turned, tuple(tabs), (choice(_("Menu"), Home()),)),
    )


@command("sessions", "my sessions", "bookings", "me", "sesiones", "mis sesiones", "reservas", who=Role.CLIENT)
def sessions_typed(turn: Turn, rest: str) -> Screen:
    forget(turn)
    return all_sessions(turn, AllSessions())


@command("past", "pasadas", who=Role.CLIENT)
def past_typed(turn: Turn, rest: str) -> Screen:
    return all_sessions(turn, AllSessions(Tab.PAST))


@command("cancelled", "canceladas", who=Role.CLIENT)
def cancelled_typed(turn: Turn, rest: str) -> Screen:
    return all_sessions(turn, AllSessions(Tab.CANCELLED))


@command("next", "next session", "próxima", "próxima sesión", "siguiente", who=Role.CLIENT)
def next_session(turn: Turn, rest: str) -> Screen:
    sheet = next_of(turn)
    if sheet is None or len({each.client.id for each in coming(turn)}) > 1:
        return all_sessions(turn, AllSessions())
    turn.speak_for(sheet.client.id)
    return booking_card(turn, sheet)


@command("shared", "compartido", who=Role.CLIENT)
def shared_typed(turn: Turn, rest: str) -> Screen:
    """What a trainer has shared after a session of theirs, the latest of all."""
    done = latest_first(turn.work.bookings.over(each.id, turn.now) for each in meant(turn))
    said = next((words for each in done if (words := shared_said(each))), "")
    return Screen(text=said or _("Nothing was shared with you after a session yet."))


@on(OpenSession, who=Role.CLIENT)
def open_session(turn: Turn, wanted: OpenSession) -> Screen:
    return booking_card(turn, own(turn, wanted.booking))


@on(KeepSession, who=Role.CLIENT)
def keep_session(turn: Turn, wanted: KeepSession) -> Screen:
    sheet = own(turn, wanted.booking)
    return (
        kept_screen(turn, sheet)
        if is_misplaced(turn.work, sheet, now=turn.now)
        else booking_card(turn, sheet)
    )


@card("booking")
def card_of(turn: Turn, booking_id: int) -> Screen:
    """The card as it stands: the client's, or the trainer's."""
    from bot.trainer.cards import trainer_card

    sheet = turn.work.bookings.sheet(booking_id)
    if sheet.trainer.person_id == turn.person.id:
        return trainer_card(turn, sheet)
    turn.speak_for(sheet.client.id)
    return booking_card(turn, sheet)


@on(Attend, who=Role.CLIENT)
def attend(turn: Turn, wanted: Attend) -> Screen:
    sheet = bookings.attend(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("Thank you, see you then."))


@on(CalendarFile, who=Role.CLIENT)
def send_calendar_file(turn: Turn, wanted: CalendarFile) -> Screen:
    """The session as a file that every calendar opens, beside the card."""
    sheet = own(turn, wanted.booking)
    if sheet.booking.status is not Status.CONFIRMED:
        raise AlreadyAnswered(booking=wanted.booking)
    text = _("Open the file to put the session into your calendar.")
    return Screen(text=text, file=calendar_file(turn, sheet), fresh=True)


def _listed(turn: Turn, tab: Tab) -> list[Sheet]:
    booked, most = turn.work.bookings, MOST_BY_TEXT if turn.by_text else MOST
    match tab:
        case Tab.UPCOMING:
            return nearest(coming(turn))
        case Tab.PAST:
            return latest_first(booked.over(each.id, turn.now, limit=most) for each in meant(turn))
        case Tab.CANCELLED:
            return latest_first(booked.gone(each.id, limit=most) for each in meant(turn))
