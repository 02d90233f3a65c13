"""What came in, said in words and in a file: the same for a trainer and for the studio."""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.csv_file import csv_file, plain
from bot.dialogue.screen import File, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, money, month, ngettext
from bot.packages import BY
from bot.tax import named
from domain.earnings.ports import MoneyLine
from domain.earnings.service import Takings, signed
from domain.earnings.words import month_of, year_of
from domain.intervals import Interval
from domain.ledger.model import Kind, Step
from domain.money import Money
from domain.payments.model import Way
from domain.zones import wall, whole_day

_WHAT = {
    Step.PAID: N_("paid"),
    Step.REFUNDED: N_("refunded"),
    Step.UNDONE: N_("taken back"),
    Step.CHARGED: N_("provider’s fee"),
    Step.DISPUTED: N_("taken back by the bank"),
    Step.REINSTATED: N_("paid again by the bank"),
}


def today(turn: Turn) -> date:
    """On the studio's clock, whoever looks."""
    return wall(turn.now, turn.studio.zone).date()


def span_of(turn: Turn, first: date, last: date) -> Interval:
    """These days on the studio's clock, whoever looks."""
    return whole_day(turn.studio.zone, first, (last - first).days + 1)


def days_said(first: date, last: date) -> str:
    """Such as "October 2026", "2026", or the days."""
    if (first, last) == year_of(first.year):
        return f"{first.year}"
    if (first, last) == month_of(first):
        return month(first)
    if first == last:
        return f"{day(first)} {first.year}"
    return f"{day(first)} – {day(last)} {last.year}"


def takings_said(sums: Takings) -> list[str]:
    """A line for what came in, what was given back, what a bank took, the provider kept, the tax in it, and
    what is left.
    """
    came = ngettext(
        "{amount} from {n} payment", "{amount} from {n} payments", sums.count, amount=_of(sums, sums.taken)
    )
    average = _("{amount} on average", amount=_of(sums, sums.average)) if sums.average is not None else ""
    is_after = not sums.count and not sums.taken  # only what became of earlier payments
    return [
        "" if is_after else list_of([came, average if sums.count > 1 else ""]),
        _("{amount} given back", amount=_of(sums, sums.back)) if sums.back else "",
        _("{amount} taken back by a bank", amount=_of(sums, sums.by_bank)) if sums.by_bank > 0 else "",
        _("{amount} paid again by a bank", amount=_of(sums, -sums.by_bank)) if sums.by_bank < 0 else "",
        _("{amount} of provider’s fees", amount=_of(sums, sums.fees)) if sums.fees else "",
        _("{net} net, {tax} of tax", net=_of(sums, sums.net), tax=_of(sums, sums.tax)) if sums.tax else "",
        _("{amount} left", amount=_of(sums, sums.left)) if sums.left != sums.taken else "",
    ]


def earnings_file(
    name: str,
    lines: Iterable[MoneyLine],
    zones: Mapping[int, str],
    names: Mapping[int, str],
) -> File:
    """Each line on the clock of its trainer, whose name stands there where there are several."""
    several = len(names) > 1
    columns = [
        _("Day"),
        _("Time"),
        *([_("Trainer")] if several else []),
        _("Client"),
        _("What"),
        _("For"),
        _("Way"),
        _("Amount"),
        _("Currency"),
        _("Net"),
        _("Tax"),
        _("Rate"),
    ]
    rows = []
    for each in lines:
        at = wall(each.at, zones[each.trainer_id])
        amount, tax = (
            Money(signed(each.kind, inward=each.inward, minor=minor), each.currency)
            for minor in (each.minor, each.tax_minor)
        )
        rows.append(
            [
                f"{at:%Y-%m-%d}",
                f"{at:%H:%M}",
                *([names[each.trainer_id]] if several else []),
                each.client,
                _(_WHAT[each.step]) if each.step in _WHAT else each.step.value,
                each.name,
                _way(each.kind),
                plain(amount),
                each.currency,
                plain(Money(amount.minor - tax.minor, each.currency)),
                plain(tax),
                named(each.tax) if each.kind is not Kind.FEES else "",
            ]
        )
    return csv_file(name, columns, rows)


def _way(kind: Kind) -> str:
    return _(BY[Way.CARD if kind is Kind.FEES else Way(kind.value)])


def _of(sums: Takings, minor: int) -> str:
    return money(sums.of(minor))
