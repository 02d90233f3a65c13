"""What all trainers took together, for an admin: of any days, by trainer, and as a file."""

from collections import defaultdict
from datetime import date

from bot.dialogue.actions import Action
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money
from bot.earnings import days_said, earnings_file, span_of, takings_said, today
from domain.base import Role
from domain.earnings import service as earnings
from domain.earnings.ports import Moved
from domain.earnings.words import month_of, read_days, week_of, year_of


class OpenRevenue(Action, code="yc"):
    first: date
    last: date


class RevenueFile(Action, code="yd"):
    first: date
    last: date


@command("revenue", "hub revenue", "facturación", "hub facturación", who=Role.ADMIN, takes_words=True)
def revenue_typed(turn: Turn, rest: str) -> Screen:
    """Such as "revenue month" or "revenue oct"; alone, this month."""
    return _revenue(turn, *read_days(rest, today(turn)))


@on(OpenRevenue, who=Role.ADMIN)
def open_revenue(turn: Turn, wanted: OpenRevenue) -> Screen:
    return _revenue(turn, wanted.first, wanted.last)


@on(RevenueFile, who=Role.ADMIN)
def as_file(turn: Turn, wanted: RevenueFile) -> Screen:
    span = span_of(turn, wanted.first, wanted.last)
    found = earnings.lines(turn.work, turn.person, None, span)
    trainers = {each.id: each for each in turn.work.trainers.everybody()}
    made = earnings_file(
        f"revenue-{wanted.first}-{wanted.last}",
        found,
        dict.fromkeys(trainers, turn.studio.zone),
        {key: each.name for key, each in trainers.items()},
    )
    short = len(found) == earnings.MOST_LINES
    more = _("Only the first {n} lines: ask for fewer days.", n=len(found)) if short else ""
    return Screen(text=lines(days_said(wanted.first, wanted.last), more), file=made, fresh=True)


def _revenue(turn: Turn, first: date, last: date) -> Screen:
    moved = earnings.revenue(turn.work, turn.person, span_of(turn, first, last))
    sums = [line for each in earnings.takings(moved) for line in takings_said(each)]
    day = today(turn)
    tabs = {
        _("This week"): week_of(day),
        _("This month"): month_of(day),
        f"{day.year}": year_of(day.year),
    }
    others = [choice(label, OpenRevenue(*days)) for label, days in tabs.items() if days != (first, last)]
    as_file_too = [choice(_("As a file"), RevenueFile(first, last))] if sums else []
    return Screen(
        title=_("The studio’s revenue: {days}", days=days_said(first, last)),
        text=lines(*(sums or [_("Nothing came in.")]), *_by_trainer(turn, moved)),
        choices=rows([*others, *as_file_too], 4),
        private=True,
    )


def _by_trainer(turn: Turn, moved: list[Moved]) -> list[str]:
    """What is left of what each one took."""
    theirs = defaultdict(list)
    for each in moved:
        theirs[each.trainer_id].append(each)
    return [
        f"{trainer.name}: "
        + list_of([money(each.of(each.left)) for each in earnings.takings(theirs[trainer.id])])
        for trainer in turn.work.trainers.everybody()
        if trainer.id in theirs
    ]
