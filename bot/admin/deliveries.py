"""What became of the messages of the studio, for an admin: of any days, by channel, and as a file by kind."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from datetime import date
from typing import TypeVar

from bot.csv_file import csv_file
from bot.dialogue.actions import Action
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext
from bot.earnings import days_said, span_of, today
from bot.notices.said import GROUPS, SAID
from bot.why import CHANNELS, PROBLEMS
from domain.base import Role
from domain.earnings.words import month_of, read_days, week_of
from domain.notifications.kinds import Group, kind_of
from domain.notifications.ports import Tally
from domain.notifications.report import Fate, fate, reasons, tallies
from domain.people.model import Channel

Key = TypeVar("Key", bound=Hashable)


class OpenDeliveries(Action, code="yv"):
    first: date
    last: date


class DeliveriesFile(Action, code="yw"):
    first: date
    last: date


@command(
    "report delivery", "hub report delivery", "deliveries", "hub deliveries", "informe envíos",
    "hub informe envíos", who=Role.ADMIN, takes_words=True,
)  # fmt: skip
def deliveries_typed(turn: Turn, rest: str) -> Screen:
    """Such as "report delivery oct"; alone, this week."""
    day = today(turn)
    return _report(turn, *(read_days(rest, day) if rest else week_of(day)))


@on(OpenDeliveries, who=Role.ADMIN)
def open_deliveries(turn: Turn, wanted: OpenDeliveries) -> Screen:
    return _report(turn, wanted.first, wanted.last)


@on(DeliveriesFile, who=Role.ADMIN)
def as_file(turn: Turn, wanted: DeliveriesFile) -> Screen:
    columns = ("kind", "channel", "sent", "delivered", "lost", "refused", "in doubt", "not sent")
    by_kind = _by(_found(turn, wanted.first, wanted.last), lambda each: (each.kind, each.channel))
    table = [
        (_called(kind), _(CHANNELS[Channel(channel)]), *_cells(fate(those)))
        for (kind, channel), those in by_kind
    ]
    name = f"messages-{wanted.first}-{wanted.last}"
    return Screen(text=days_said(wanted.first, wanted.last), file=csv_file(name, columns, table), fresh=True)


def _report(turn: Turn, first: date, last: date) -> Screen:
    found, day = _found(turn, first, last), today(turn)
    tabs = {_("This week"): week_of(day), _("This month"): month_of(day)}
    others = [choice(label, OpenDeliveries(*days)) for label, days in tabs.items() if days != (first, last)]
    as_file_too = [choice(_("As a file"), DeliveriesFile(first, last))] if found else []
    by_group = _by(found, lambda each: (kind_of(each.kind).group, each.channel))
    sent = [_line(group, channel, fate(those)) for (group, channel), those in by_group]
    return Screen(
        title=_("Messages: {days}", days=days_said(first, last)),
        text=lines(*(sent or [_("Nothing was sent.")]), *_not_sent(found)),
        choices=rows([*others, *as_file_too], 3),
        private=True,
    )


def _line(group: Group, channel: str, ended: Fate) -> str:
    return _(
        "{group}, {channel}: {ends}",
        group=_(GROUPS[group]),
        channel=_(CHANNELS[Channel(channel)]),
        ends=list_of(_ends(ended)),
    )


def _ends(ended: Fate) -> list[str]:
    """In the order in which it happens; what did not happen is left out."""
    said = {
        ngettext("{n} sent", "{n} sent", ended.sent): True,
        ngettext("{n} delivered", "{n} delivered", ended.delivered): ended.delivered,
        ngettext("{n} did not arrive", "{n} did not arrive", ended.lost): ended.lost,
        ngettext("{n} not taken", "{n} not taken", ended.refused): ended.refused,
        ngettext("{n} in doubt", "{n} in doubt", ended.doubtful): ended.doubtful,
        ngettext("{n} not sent", "{n} not sent", ended.unwanted): ended.unwanted,
    }
    return [words for words, happened in said.items() if happened]


def _not_sent(found: list[Tally]) -> list[str]:
    whys = [f"{count} · {_(PROBLEMS.get(why, why))}" for why, count in reasons(found).most_common()]
    return ["", _("Why some were not sent:"), *whys] if whys else []


def _cells(ended: Fate) -> tuple[int, ...]:
    return (ended.sent, ended.delivered, ended.lost, ended.refused, ended.doubtful, ended.unwanted)


def _called(kind: str) -> str:
    return _(SAID[kind]) if kind in SAID else kind


def _by(found: list[Tally], key: Callable[[Tally], Key]) -> list[tuple[Key, list[Tally]]]:
    """Together what has the same key, in the order of the first of each."""
    together = defaultdict[Key, list[Tally]](list)
    for each in found:
        together[key(each)].append(each)
    return list(together.items())


def _found(turn: Turn, first: date, last: date) -> list[Tally]:
    return tallies(turn.work, turn.person, span_of(turn, first, last))
