"""A trainer's numbers: what became of the sessions of the last days, or of all of them."""

import enum

from bot.dialogue.actions import Action
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, minutes_long, ngettext, percent
from bot.stars import average_said
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from domain.base import Role
from domain.feedback.service import average
from domain.records.metrics import Metrics
from domain.records.service import metrics


class Period(enum.StrEnum):
    WEEK = "w"
    MONTH = "m"
    YEAR = "y"
    EVER = "e"


class OpenStats(Action, code="ry"):
    period: Period = Period.MONTH


_DAYS = {Period.WEEK: 7, Period.MONTH: 30, Period.YEAR: 365, Period.EVER: None}
_TABS = {
    Period.WEEK: N_("7 days"),
    Period.MONTH: N_("30 days"),
    Period.YEAR: N_("A year"),
    Period.EVER: N_("All"),
}
_WORDS = {
    **dict.fromkeys(("week", "semana", "7"), Period.WEEK),
    **dict.fromkeys(("year", "ano", "365"), Period.YEAR),
    **dict.fromkeys(("all", "ever", "todo", "siempre"), Period.EVER),
}


@command(
    "stats", "hub stats", "numbers", "hub numbers", "estadísticas", "hub estadísticas",
    who=Role.TRAINER, takes_words=True,
)  # fmt: skip
def stats_typed(turn: Turn, rest: str) -> Screen:
    """Such as "stats week"; alone, the last 30 days."""
    return stats_screen(turn, OpenStats(_WORDS.get(fold(rest), Period.MONTH)))


@on(OpenStats, who=Role.TRAINER)
def open_stats(turn: Turn, wanted: OpenStats) -> Screen:
    return below(turn, stats_screen(turn, wanted))


def stats_screen(turn: Turn, wanted: OpenStats) -> Screen:
    trainer = trainer_of(turn)
    found, ahead = metrics(turn.work, turn.person, trainer, _DAYS[wanted.period], now=turn.now)
    rated = average(turn.work, trainer.id)
    tabs = [choice(_(label), OpenStats(period)) for period, label in _TABS.items() if period != wanted.period]
    return Screen(
        title=_("Your numbers: {period}", period=_(_TABS[wanted.period])),
        text=lines(
            *_became(found),
            ngettext("{n} booked ahead", "{n} booked ahead", ahead),
            average_said(rated) if rated else "",
        ),
        choices=(tuple(tabs),),
        private=True,
    )


def _became(found: Metrics) -> tuple[str, ...]:
    if not found.total:
        return (_("No sessions in that time."),)
    kept, lost, long = found.completion_rate, found.cancellation_rate, found.average_minutes
    counts = [
        ngettext("{n} completed", "{n} completed", found.completed),
        ngettext("{n} missed", "{n} missed", found.missed),
        ngettext("{n} cancelled", "{n} cancelled", found.cancelled),
        ngettext("{n} to settle", "{n} to settle", found.open) if found.open else "",
    ]
    return (
        ngettext("{n} session", "{n} sessions", found.total),
        list_of(counts),
        _("Completed, of those that are settled: {rate}", rate=percent(kept)) if kept is not None else "",
        _("Cancelled, of all: {rate}", rate=percent(lost)) if lost is not None else "",
        _("{length} on average", length=minutes_long(long)) if long else "",
    )
