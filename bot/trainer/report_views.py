"""The report of a week as a screen and as a file: blocks, what came in, who paid, what is to settle."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bot.credits import lot_name
from bot.csv_file import csv_file
from bot.dialogue.scene import Scene
from bot.dialogue.screen import File, Row, Screen, Section, choice, lines, list_of
from bot.dialogue.words import _, day, money, ngettext
from bot.earnings import takings_said
from bot.trainer.cards import section
from bot.trainer.marks import seen
from bot.trainer.money_views import ReportFile
from bot.trainer.views import CloseDay
from domain.earnings import weekly
from domain.earnings.payers import Kind, PaidBy
from domain.earnings.service import takings
from domain.earnings.weekly import Block, Report
from domain.trainers.model import Trainer

MOST_BLOCKS = 20  # shown: all of them are in the file
_MOST_DATES = 12  # of a block


def report_screen(scene: Scene, trainer: Trainer, sunday: date) -> Screen:
    found = weekly.report(scene.work, trainer.person, trainer, sunday, now=scene.now)
    waiting = [section(scene, sheet) for sheet in found.waiting]
    more = len(found.blocks) - MOST_BLOCKS
    return Screen(
        title=_("The week to {day}", day=day(sunday)),
        text=lines(*_money_said(found)),
        sections=(
            *_titled(_("Packages and credits"), map(_block_said, found.blocks[:MOST_BLOCKS])),
            *((Section(ngettext("and {n} more", "and {n} more", more)),) if more > 0 else ()),
            *((Section(title=_("Still to settle")), *waiting) if waiting else ()),
        ),
        choices=_ways(found),
        subject=("report", int(f"{sunday:%Y%m%d}")),
        private=True,
    )


def report_file(scene: Scene, trainer: Trainer, sunday: date) -> File:
    found = weekly.report(scene.work, trainer.person, trainer, sunday, now=scene.now)
    columns = [
        _("Client"), _("Paid by"), _("Package"), _("Bought"), _("Used"), _("Used on"), _("Reserved"),
        _("Left"), _("Last day"),
    ]  # fmt: skip
    rows = [
        [
            each.client,
            _payer_said(found.payers[each.client_id]) or each.client,
            lot_name(each.name),
            each.bought,
            len(each.used),
            " ".join(map(str, each.used)),
            each.reserved,
            each.free,
            each.expires_on or "",
        ]
        for each in found.blocks
    ]
    return csv_file(f"week-{sunday}", columns, rows)


def _ways(found: Report) -> tuple[Row, ...]:
    """All at once exactly as they are shown: where the list has changed, it is shown anew."""
    waiting = list(found.waiting)
    all_took_place = choice(_("All took place"), CloseDay(0, seen(waiting)), "primary")
    as_file = choice(_("As a file"), ReportFile(found.sunday))
    return (*(((all_took_place,),) if waiting else ()), (as_file,))


def _titled(title: str, said: Iterable[str]) -> tuple[Section, ...]:
    shown = tuple(map(Section, said))
    return (Section(title=title), *shown) if shown else ()


def _money_said(found: Report) -> list[str]:
    """In all, then by who paid: the companies, the guardians, and the clients themselves together."""
    if not found.moved:
        return [_("Nothing came in.")]
    of_payer = defaultdict(list)
    for each in found.moved:
        of_payer[found.payers[each.client_id]].append(each)
    said = [line for sums in takings(found.moved) for line in takings_said(sums)]
    if set(of_payer) == {PaidBy(Kind.CLIENT)}:
        return said
    for payer, moved in sorted(of_payer.items(), key=lambda one: (one[0].kind, one[0].name)):
        sums = list_of([money(each.of(each.kept)) for each in takings(moved)])
        said.append(f"{_payer_said(payer) or _('Clients themselves')}: {sums}")
    return said


def _payer_said(payer: PaidBy) -> str:
    """Nothing for a client who pays by themself."""
    return _("{name}, guardian", name=payer.name) if payer.kind is Kind.GUARDIAN else payer.name


def _block_said(block: Block) -> str:
    """Such as "Cleo · 10-pack · 10 bought · 2 used: Tue 3 Nov, Tue 10 Nov · 8 left"."""
    dates = ", ".join(day(each) for each in block.used[-_MOST_DATES:])
    earlier = "… " if len(block.used) > _MOST_DATES else ""
    return list_of(
        [
            block.client,
            lot_name(block.name),
            ngettext("{n} bought", "{n} bought", block.bought),
            _("{n} used: {days}", n=len(block.used), days=earlier + dates) if block.used else "",
            ngettext("{n} reserved", "{n} reserved", block.reserved) if block.reserved else "",
            _("{n} left", n=block.free),
        ]
    )
