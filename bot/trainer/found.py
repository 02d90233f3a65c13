"""A trainer's sessions by kind, dates, and words: names, a service, what was noted or planned."""

from dataclasses import replace
from datetime import date

from bot.dialogue.actions import SLUG, Action
from bot.dialogue.paging import pager
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Row, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, local, ngettext
from bot.trainer.cards import at, headline
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.views import OpenCard
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.records.service import Kind, find
from domain.records.words import Wanted, read_wanted
from domain.zones import whole_day

SIZE = 6  # sessions on a page
_NOTED = 60  # characters of a note in a line of a list
_SHORT = "-"
_KINDS = {
    Kind.AHEAD: N_("Upcoming"),
    Kind.PAST: N_("Past"),
    Kind.CANCELLED: N_("Cancelled"),
    Kind.REQUESTS: N_("Requests"),
    Kind.COMPLETED: N_("Completed"),
    Kind.MISSED: N_("Missed"),
    Kind.ALL: N_("All"),
}
_TABS = (Kind.AHEAD, Kind.PAST, Kind.CANCELLED, Kind.ALL)


class FindSessions(Action, code="rz"):
    """``words`` as a slug, ``since`` and ``until`` as days that are both meant."""

    kind: Kind
    page: int = 0
    since: date | None = None
    until: date | None = None
    words: str | None = None


@command(
    "find", "sessions", "hub find", "hub sessions", "buscar", "sesiones", "hub buscar", "hub sesiones",
    who=Role.TRAINER, takes_words=True,
)  # fmt: skip
def find_typed(turn: Turn, rest: str) -> Screen:
    """Such as "find cleo cancelled last month"; alone, what is ahead."""
    return _found(turn, read_wanted(rest, local(turn.now).date()), 0)


@on(FindSessions, who=Role.TRAINER)
def find_sessions(turn: Turn, asked: FindSessions) -> Screen:
    words = tuple(asked.words.split(_SHORT)) if asked.words else ()
    return below(turn, _found(turn, Wanted(asked.kind, asked.since, asked.until, words), asked.page))


def _found(turn: Turn, wanted: Wanted, page: int) -> Screen:
    trainer = trainer_of(turn)
    zone = trainer.zone_at(turn.now)
    found = find(
        turn.work,
        turn.person,
        trainer,
        wanted.kind,
        wanted.words,
        since=whole_day(zone, wanted.since).start if wanted.since else None,
        until=whole_day(zone, wanted.until).end if wanted.until else None,
        now=turn.now,
        page=page,
        size=SIZE,
    )
    return Screen(
        title=list_of([_(_KINDS[wanted.kind]), _days(wanted), " ".join(wanted.words)]),
        text=ngettext("{n} session", "{n} sessions", found.total) if found.total else _nothing(wanted),
        sections=tuple(_section(each) for each in found.sheets),
        choices=_ways(wanted, found.page, found.total),
        subject=("found", trainer.id),
        private=True,
    )


def _nothing(wanted: Wanted) -> str:
    if wanted == Wanted():
        return _("Nothing is booked.")
    return _("Nothing found. Try a name, a word of a note, or: find cancelled last month")


def _days(wanted: Wanted) -> str:
    if wanted.since is None or wanted.until is None:
        return ""
    if wanted.since == wanted.until:
        return day(wanted.since)
    return f"{day(wanted.since)} – {day(wanted.until)}"


def _section(sheet: Sheet) -> Section:
    booking = sheet.booking
    line = list_of([at(sheet, booking.starts), headline(sheet), sheet.service.name])
    notes = [_short(each) for each in (booking.note, booking.session.agenda) if each]
    said = " · ".join(f"“{each}”" for each in notes)
    return Section(lines(line, said), (choice(_("Open"), OpenCard(booking.id)),))


def _short(words: str) -> str:
    return words if len(words) <= _NOTED else f"{words[: _NOTED - 1]}…"


def _ways(wanted: Wanted, page: int, total: int) -> tuple[Row, ...]:
    """The pages and the other kinds; none where the words would not fit a button."""
    words = _SHORT.join(wanted.words)
    if words and not SLUG.fullmatch(words):
        return ()
    here = FindSessions(wanted.kind, page, wanted.since, wanted.until, words or None)
    tabs = [
        choice(_(_KINDS[kind]), replace(here, kind=kind, page=0)) for kind in _TABS if kind is not wanted.kind
    ]
    turned = pager(page, total, SIZE, lambda number: replace(here, page=number))
    return *turned, tuple(tabs)
