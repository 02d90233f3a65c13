"""A trainer's earnings: of a week, a month, a year or any days, in all and by client, and as a file."""

from collections import defaultdict
from datetime import date, timedelta

from bot.dialogue.routes import command, on
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, local, money, ngettext
from bot.earnings import days_said, earnings_file, takings_said
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.money_views import EarningsFile, OpenCashup, OpenEarnings
from domain.base import Role
from domain.earnings import service as earnings
from domain.earnings.ports import Moved
from domain.earnings.words import month_of, read_days, week_of, year_of
from domain.intervals import Interval
from domain.ledger.model import Kind
from domain.trainers.model import Trainer
from domain.zones import whole_day

MOST_CLIENTS = 15  # listed: all of them are in the file
_DAY = timedelta(days=1)


@command("earnings", "hub earnings", "ingresos", "hub ingresos", who=Role.TRAINER, takes_words=True)
def earnings_typed(turn: Turn, rest: str) -> Screen:
    """Such as "earnings oct" or "earnings last week"; alone, this month."""
    return _earnings(turn, *read_days(rest, local(turn.now).date()))


@on(OpenEarnings, who=Role.TRAINER)
def open_earnings(turn: Turn, wanted: OpenEarnings) -> Screen:
    this_month = month_of(local(turn.now).date())
    if wanted.first is None or wanted.last is None:
        return below(turn, _earnings(turn, *this_month))
    return below(turn, _earnings(turn, wanted.first, wanted.last))


@on(EarningsFile, who=Role.TRAINER)
def as_file(turn: Turn, wanted: EarningsFile) -> Screen:
    trainer = trainer_of(turn)
    span = span_of(trainer, wanted.first, wanted.last)
    found = earnings.lines(turn.work, turn.person, trainer, span)
    named = f"earnings-{wanted.first}-{wanted.last}"
    made = earnings_file(named, found, {trainer.id: trainer.zone}, {trainer.id: trainer.name})
    return Screen(text=days_said(wanted.first, wanted.last), file=made, fresh=True)


def span_of(trainer: Trainer, first: date, last: date) -> Interval:
    """From the trainer's midnight to theirs."""
    return whole_day(trainer.zone, first, (last - first).days + 1)


def _earnings(turn: Turn, first: date, last: date) -> Screen:
    trainer = trainer_of(turn)
    moved = earnings.earned(turn.work, turn.person, trainer, span_of(trainer, first, last))
    sums = [line for each in earnings.takings(moved) for line in takings_said(each)]
    file = (choice(_("As a file"), EarningsFile(first, last)),) if sums else ()
    ways = (*file, choice(_("Cash-up"), OpenCashup(trainer.id)))
    return Screen(
        title=_("Earnings: {days}", days=days_said(first, last)),
        text=lines(*(sums or [_("Nothing came in.")]), *by_client(turn, moved)),
        choices=(other_days(turn, first, last), ways),
        private=True,
    )


def by_client(turn: Turn, moved: list[Moved]) -> list[str]:
    """What is left of each one's money, the most first; fees are of no client."""
    theirs = defaultdict(list)
    for each in moved:
        if each.kind is not Kind.FEES:
            theirs[each.client_id].append(each)
    whole = [(client, earnings.takings(some)) for client, some in theirs.items()]
    whole.sort(key=lambda one: -max(each.kept for each in one[1]))
    said = [
        f"{turn.work.people.person(client).name}: " + list_of([money(each.of(each.kept)) for each in sums])
        for client, sums in whole[:MOST_CLIENTS]
    ]
    more = len(whole) - MOST_CLIENTS
    return [*said, ngettext("and {n} more", "and {n} more", more) if more > 0 else ""]


def other_days(turn: Turn, first: date, last: date) -> tuple[Choice, ...]:
    today = local(turn.now).date()
    before = month_of(month_of(today)[0] - _DAY)
    tabs = {
        _("This week"): week_of(today),
        _("This month"): month_of(today),
        _("Last month"): before,
        f"{today.year}": year_of(today.year),
    }
    return tuple(choice(label, OpenEarnings(*days)) for label, days in tabs.items() if days != (first, last))
