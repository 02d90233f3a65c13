"""Cashing up: what the desk took on a day by way, what should be in the drawer, and what was counted."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from bot.csv_file import csv_file, plain
from bot.dialogue.forms import readable_for
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, File, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, clock, day, local, money, ngettext
from bot.packages import BY
from bot.trainer.lists import below
from bot.trainer.money_views import CashupFile, CountCash, OpenCashup
from domain.base import Role
from domain.cashup import service as cashup
from domain.cashup.errors import UnreadableCount
from domain.cashup.ports import Counted
from domain.cashup.service import AtDesk, DeskDay
from domain.earnings.words import UnreadableDays, read_days
from domain.errors import NotYours
from domain.ledger.model import Kind
from domain.money import Money, UnreadablePrice, read_money
from domain.payments.model import DESK, Way
from domain.trainers.model import Trainer
from domain.trainers.offers import currency_of
from domain.zones import wall

MOST_LINES = 30  # shown: all of them are in the file
_DAY = timedelta(days=1)
_FLOAT = re.compile(r"^(?P<counted>.*?)\s*\b(?:float|change|cambio|fondo)\b\s*(?P<float>.+)$", re.IGNORECASE)


def _same(said: str, currency: str) -> int:
    """In the currency of the drawer. Raises UnreadablePrice."""
    read = read_money(said, currency)
    if read.currency != currency:
        raise UnreadablePrice(words=said)
    return read.minor


_Amount = Annotated[str, readable_for(lambda typed, asked: _same(typed, asked.currency.upper()))]


class Counting(BaseModel):
    counted: _Amount = Field(title=N_("How much is in the drawer"), examples=["240"], max_length=30)
    float: _Amount | None = Field(
        None, title=N_("Of that, the change that was there before"), examples=["50"], max_length=30
    )
    note: str = Field("", title=N_("A word about it, if anything is odd"), max_length=200)


@command(
    *("cashup", "hub cashup", "cash up", "hub cash up", "arqueo", "hub arqueo"),
    who=Role.TRAINER | Role.ADMIN,
    takes_words=True,
)
def cashup_typed(turn: Turn, rest: str) -> Screen:
    """Alone: today's. Such as "cashup 240", "cashup 240 float 50" or "cashup yesterday"; an admin names the
    trainer first.
    """
    trainer, said = _whose(turn, rest)
    if trainer is None:
        return _everybody(turn)
    today = wall(turn.now, trainer.zone).date()
    if not said:
        return _screen(turn, trainer, today)
    try:
        if said.isdecimal():  # 2025 in the drawer is no year
            raise UnreadableDays(words=said)
        first, last = read_days(said, today)
    except UnreadableDays:
        return _counted(turn, trainer, today, *_amounts(turn, trainer, said), "")
    return _screen(turn, trainer, first if first == last else today)


def _whose(turn: Turn, rest: str) -> tuple[Trainer | None, str]:
    """Their own, or for an admin the one that is named."""
    name, _space, more = rest.partition(" ")
    if turn.person.roles & Role.ADMIN:
        for each in turn.work.trainers.everybody():
            if name and each.name.casefold() == name.casefold():
                return each, more
    return turn.work.trainers.of_person(turn.person.id), rest


def _amounts(turn: Turn, trainer: Trainer, said: str) -> tuple[Money, int | None]:
    """What was counted, and the float of it. Raises UnreadableCount."""
    currency = currency_of(turn.work, trainer, turn.studio.currency)
    found = _FLOAT.match(said)
    try:
        counted = read_money(found["counted"] if found else said, currency)
        return counted, _same(found["float"], counted.currency) if found else None
    except UnreadablePrice as problem:
        raise UnreadableCount(**problem.facts) from problem


@on(OpenCashup, who=Role.TRAINER | Role.ADMIN)
def open_cashup(turn: Turn, wanted: OpenCashup) -> Screen:
    trainer = _theirs(turn, wanted.trainer)
    return below(turn, _screen(turn, trainer, wanted.day or wall(turn.now, trainer.zone).date()))


@on(CountCash, who=Role.TRAINER | Role.ADMIN)
def ask_count(turn: Turn, asked: CountCash) -> Screen:
    trainer, currency = _theirs(turn, asked.trainer), asked.currency.upper()
    known = _day_of(turn, trainer, asked.day)
    before = Money(known.floats.get(currency, 0), currency)
    text = _("There should be {amount}.", amount=money(known.drawer(currency)))
    values = {"float": before.typed} if before.minor else {}
    return below(turn, Screen(title=_("Count the drawer"), text=text, form=asked.pack(), values=values))


@answers(CountCash, Counting)
def drawer_counted(turn: Turn, asked: CountCash, form: Counting) -> Screen:
    trainer, currency = _theirs(turn, asked.trainer), asked.currency.upper()
    counted = Money(_same(form.counted, currency), currency)
    before = _same(form.float, currency) if form.float else None
    return _counted(turn, trainer, asked.day, counted, before, form.note)


@on(CashupFile, who=Role.TRAINER | Role.ADMIN)
def as_file(turn: Turn, wanted: CashupFile) -> Screen:
    trainer = _theirs(turn, wanted.trainer)
    made = _file(trainer, _day_of(turn, trainer, wanted.day))
    return Screen(text=_title(turn, trainer, wanted.day), file=made, fresh=True)


def _theirs(turn: Turn, trainer_id: int) -> Trainer:
    """Their own, or an admin's to see. Raises NotYours."""
    trainer = turn.work.trainers.trainer(trainer_id)
    if trainer.person_id != turn.person.id and not turn.person.roles & Role.ADMIN:
        raise NotYours
    return trainer


def _everybody(turn: Turn) -> Screen:
    """The trainers, for an admin who is none."""
    known = [choice(each.name, OpenCashup(each.id)) for each in turn.work.trainers.everybody()]
    return Screen(title=_("Whose drawer?"), choices=rows(known, 3), private=True)


def _day_of(turn: Turn, trainer: Trainer, of: date) -> DeskDay:
    currency = currency_of(turn.work, trainer, turn.studio.currency)
    return cashup.desk_day(turn.work, turn.person, trainer, of, currency=currency)


def _counted(
    turn: Turn, trainer: Trainer, of: date, counted: Money, float_minor: int | None, note: str
) -> Screen:
    cashup.count(
        turn.work, turn.person, trainer, of, counted, float_minor=float_minor, note=note, now=turn.now
    )
    return _screen(turn, trainer, of).with_toast(_("Noted."))


def _title(turn: Turn, trainer: Trainer, of: date) -> str:
    title = _("Cash-up: {day}", day=day(of))
    return title if trainer.person_id == turn.person.id else list_of([title, trainer.name])


def _screen(turn: Turn, trainer: Trainer, of: date) -> Screen:
    known = _day_of(turn, trainer, of)
    ways = [_way_said(known, way) for way in DESK]
    count = [
        choice(_count_label(each, known), CountCash(trainer.id, of, each.lower())) for each in known.floats
    ]
    shown = [_line_said(each) for each in known.lines[:MOST_LINES]]
    more = len(known.lines) - MOST_LINES
    before: Choice = choice(_("The day before"), OpenCashup(trainer.id, of - _DAY))
    return Screen(
        title=_title(turn, trainer, of),
        text=lines(
            *(ways if known.lines else [_("Nothing was paid at the desk.")]),
            *(_drawer_said(known, each) for each in known.floats),
            *map(_count_said, known.counts),
            *shown,
            ngettext("and {n} more", "and {n} more", more) if more > 0 else "",
        ),
        choices=(
            *rows(count),
            (choice(_("As a file"), CashupFile(trainer.id, of)), before),
        ),
        private=True,
    )


def _count_label(currency: str, known: DeskDay) -> str:
    return _("Count the drawer") if len(known.floats) == 1 else _("Count {currency}", currency=currency)


def _way_said(known: DeskDay, way: Way) -> str:
    """Such as "in cash €400.00"; two currencies stand side by side."""
    sums = {coin: minor for (kind, coin), minor in known.sums().items() if kind is Kind(way.value)}
    said = list_of([money(Money(minor, coin)) for coin, minor in sorted(sums.items())])
    return f"{_(BY[way])}: {said}" if said else ""


def _drawer_said(known: DeskDay, currency: str) -> str:
    said = _("The drawer should hold {amount}.", amount=money(known.drawer(currency)))
    before = Money(known.floats[currency], currency)
    there = _("{amount} of it was there before.", amount=money(before)) if before.minor else ""
    return " ".join(filter(None, (said, there)))


def _count_said(counted: Counted) -> str:
    made, over = counted.made, counted.made.over
    off = Money(abs(over), made.currency)
    came = _("that is right")
    if over:
        came = (
            _("{amount} too much", amount=money(off))
            if over > 0
            else _("{amount} missing", amount=money(off))
        )
    who = _("{name} counted {amount}", name=counted.by, amount=money(made.counted))
    at = clock(made.at) if local(made.at).date() == made.day else f"{day(made.at)} {clock(made.at)}"
    return list_of([at, who, came, f"“{made.note}”" if made.note else ""])


def _line_said(each: AtDesk) -> str:
    line = each.line
    amount = Money(line.minor if line.inward else -line.minor, line.currency)
    way = _(BY[Way(line.kind.value)])
    undone = _("taken back") if each.undone else ""
    return list_of([clock(line.at), line.client, line.name, f"{money(amount)} {way}", undone])


def _file(trainer: Trainer, known: DeskDay) -> File:
    columns = [_("Time"), _("Client"), _("For"), _("Way"), _("Amount"), _("Currency"), _("Note")]
    taken = [
        [
            f"{wall(each.line.at, trainer.zone):%H:%M}",
            each.line.client,
            each.line.name,
            _(BY[Way(each.line.kind.value)]),
            plain(Money(each.signed, each.line.currency)),
            each.line.currency,
            _("taken back") if each.undone else "",
        ]
        for each in known.lines
    ]
    counted = [
        [
            f"{wall(made.at, trainer.zone):%H:%M}",
            by,
            _("counted"),
            "",
            plain(made.counted),
            made.currency,
            list_of([_("difference {amount}", amount=plain(Money(made.over, made.currency))), made.note]),
        ]
        for made, by in known.counts
    ]
    return csv_file(f"cash-up-{known.day}", columns, [*taken, *counted])
