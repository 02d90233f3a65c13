"""Shutting the studio for everybody: typed, told what it hits, mended for all by one tap, and undone."""

from datetime import timedelta

from bot.dialogue.actions import Action
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext, stretch
from bot.trainer.cards import section
from bot.trainer.moves import offered_screen
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.bookings.misplaced import misplaced, offer_moves
from domain.bookings.ports import Sheet
from domain.intervals import Interval
from domain.schedule.closures import reopen_studio, shut_studio
from domain.schedule.model import Closure
from domain.schedule.time_off import parse_block
from domain.zones import wall

MOST_SHOWN = 20
_AHEAD = timedelta(days=366)


class Reopen(Action, code="ao", acts=True):
    closure: int


class OfferAll(Action, code="am", acts=True):
    """Ask everybody who is booked while the studio is shut to pick another time."""

    closure: int


@command(
    "closure",
    "closures",
    "hub closure",
    "hub closures",
    "cierre",
    "hub cierre",
    who=Role.ADMIN,
    takes_words=True,
)
def closure_typed(turn: Turn, rest: str) -> Screen:
    """Such as "closure 24-26 dec holidays", on the studio's clock; alone, those to come."""
    if not rest:
        return _listed(turn)
    off = parse_block(rest, wall(turn.now, turn.studio.zone), turn.date_order)
    made = [
        shut_studio(turn.work, turn.person, span, off.reason, now=turn.now)
        for span in off.intervals(turn.studio.zone)
    ]
    _refresh_desks(turn, f"shut:{made[0].id}")
    found = [sheet for each in made for sheet in _hit(turn, each)]
    said = ngettext("{n} booking lies in it and stays:", "{n} bookings lie in it and stay:", len(found))
    offers = tuple((choice(_("Offer other times"), OfferAll(each.id), "primary"),) for each in made if found)
    undo = tuple((choice(_("Open again"), Reopen(each.id)),) for each in made)
    return Screen(
        title=_("The studio is shut"),
        text=lines(*(_line(each) for each in made), said if found else ""),
        sections=tuple(_booked(turn, sheet) for sheet in found[:MOST_SHOWN]),
        choices=(*offers[:5], *undo[:5]),
        private=True,
    )


def _listed(turn: Turn) -> Screen:
    coming = turn.work.schedule.closures(turn.now, turn.now + _AHEAD)[:MOST_SHOWN]
    return Screen(
        title=_("When the studio is shut"),
        text=lines("" if coming else _("Not at all."), _("Type for example: closure 24-26 dec holidays")),
        sections=tuple(Section(_line(each), (choice(_("Open again"), Reopen(each.id)),)) for each in coming),
        private=True,
    )


def _booked(turn: Turn, sheet: Sheet) -> Section:
    shown = section(turn, sheet)
    return Section(list_of([sheet.trainer.name, shown.text]), shown.choices)


def _line(closure: Closure) -> str:
    return list_of([stretch(closure.starts, closure.ends), closure.reason])


def _hit(turn: Turn, closure: Closure) -> list[Sheet]:
    span = Interval(closure.starts, closure.ends)
    return [
        sheet
        for trainer in turn.work.trainers.active()
        for sheet in misplaced(turn.work, trainer, span, now=turn.now)
    ]


@on(OfferAll, who=Role.ADMIN)
def offer_all(turn: Turn, wanted: OfferAll) -> Screen:
    """Each client once, whoever trains them."""
    closure = turn.work.schedule.closure(wanted.closure)
    span = Interval(closure.starts, closure.ends)
    told: list[Sheet] = []
    unreached: list[Sheet] = []
    for trainer in turn.work.trainers.active():
        some, others = offer_moves(turn.work, turn.person, trainer, span, now=turn.now)
        told += some
        unreached += others
    return offered_screen(told, unreached)


@on(Reopen, who=Role.ADMIN)
def reopen(turn: Turn, wanted: Reopen) -> Screen:
    closure = reopen_studio(turn.work, turn.person, wanted.closure)
    turn.work.flush()
    _refresh_desks(turn, f"reopened:{closure.id}")
    said = _("The studio is open again: {time}.", time=stretch(closure.starts, closure.ends))
    return Screen(title=_("Open again"), text=said, toast=said, private=True)


def _refresh_desks(turn: Turn, cause: str) -> None:
    """Every trainer's board shows it."""
    for trainer in turn.work.trainers.active():
        refresh_home(turn.work, trainer.person_id, trainer.id, cause, turn.now)
