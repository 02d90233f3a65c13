"""A client's credits, and every line behind them: the same for the client and for the trainer."""

from datetime import date, datetime

from bot.dialogue.screen import list_of
from bot.dialogue.words import N_, _, day, local, money, ngettext, voice, when
from bot.packages import BY
from domain.ledger.model import CREDIT, Kind, LedgerEntry, Step
from domain.ledger.ports import Line
from domain.money import Money
from domain.packages.model import LotExtension
from domain.packages.ports import Holding
from domain.payments.model import Way
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall

PAGE, PAGE_BY_TEXT = 8, 3  # lines
_LET_OFF = N_("late fee of {amount} let off")
_OF_MONEY = {
    Step.FEE: N_("late fee {amount}"),
    Step.SOLD: N_("bought for {amount}"),
    Step.KEPT: N_("{amount} of the deposit kept for the fee"),
    Step.REFUNDED: N_("{amount} refunded"),
    Step.UNSOLD: N_("sale reduced by {amount}"),
    Step.DISPUTED: N_("{amount} taken back by the bank"),
    Step.REINSTATED: N_("{amount} paid again by the bank"),
    Step.LOST: N_("{amount} stays with the bank"),
}


def living(work: Work, client: Person, trainer: Trainer, now: datetime) -> list[Holding]:
    """Lots of which something is left, or still reserved."""
    held = work.packages.holdings(client.id, trainer.id)
    today = wall(now, trainer.zone).date()
    return [each for each in held if each.reserved or each.frozen or (each.free and not is_over(each, today))]


def is_over(holding: Holding, today: date) -> bool:
    return holding.lot.expires_on is not None and holding.lot.expires_on < today


def spendable(work: Work, client: Person, trainer: Trainer, now: datetime) -> int:
    today = wall(now, trainer.zone).date()
    held = work.packages.holdings(client.id, trainer.id)
    return sum(each.free for each in held if not is_over(each, today))


def holding_said(holding: Holding, now: datetime, trainer: Trainer) -> str:
    """Such as "10-pack · 7 left · 1 reserved · until Fri 4 Dec"."""
    until, over = holding.lot.expires_on, is_over(holding, wall(now, trainer.zone).date())
    return list_of(
        [
            lot_name(holding.lot.name),
            ""
            if over or (holding.frozen and not holding.free)
            else ngettext("{n} credit left", "{n} credits left", holding.free),
            ngettext("{n} reserved", "{n} reserved", holding.reserved) if holding.reserved else "",
            _("{n} while a bank disputes it", n=holding.frozen) if holding.frozen else "",
            _("until {day}", day=day(until)) if until else "",
        ]
    )


def lot_name(name: str) -> str:
    return name or _("Single credits")


def history(work: Work, client: Person, trainer: Trainer) -> list[str]:
    """Every line behind a balance, with what was left after it, the newest first."""
    lots = {each.lot.id: each.lot.name for each in work.packages.holdings(client.id, trainer.id)}
    said: list[tuple[datetime, str]] = []
    left = 0
    for line in work.ledger.between(client.id, trainer.id):
        if line.entry.step is Step.CHARGED or _is_said_by_its_money(line.entry):
            continue  # the provider's fee is the trainer's, not the client's
        left += _freed(line.entry)
        said.append((line.entry.at, _said(line, lots, left)))
    longer = work.packages.extensions(client.id, trainer.id)
    said += [(each.at, _extended(each, lots[each.lot_id])) for each in longer]
    said.sort(key=lambda each: each[0])
    return [words for _at, words in reversed(said)]


def _freed(entry: LedgerEntry) -> int:
    """By how much the credits that may be spent rise, or fall."""
    if entry.taker.kind is Kind.FREE:
        return entry.amount
    return -entry.amount if entry.giver.kind is Kind.FREE else 0


def _said(line: Line, lots: dict[int, str], left: int) -> str:
    entry = line.entry
    on = when(line.starts) if line.starts else ""
    if entry.commodity != CREDIT:
        return _listed(entry.at, _of_money(entry), on)
    change = f"{_freed(entry):+}" if _freed(entry) else ""
    what = {
        Step.GIVEN: lot_name(lots.get(entry.taker.lot_id or 0, "")),
        Step.RESERVED: _("reserved"),
        Step.RELEASED: _("given back"),
        Step.USED: _("used"),
        Step.EXPIRED: _("expired"),
        Step.RENEWED: _("valid again"),
        Step.RETURNED: _("refunded"),
        Step.TAKEN: _("gone with the payment"),
        Step.UNDONE: _("taken back"),
        Step.WAIVED: _("let off"),
    }[entry.step]
    words = f"{change} {what}".strip()
    reason = f"“{entry.reason}”" if entry.reason and not voice().terse else ""
    brief = _("{n} left", n=left)
    after = brief if voice().terse else ngettext("{n} credit left", "{n} credits left", left)
    return _listed(entry.at, words, on, reason, after)


def _is_said_by_its_money(entry: LedgerEntry) -> bool:
    """What is undone of a payment goes back over what was owed, and is one line all the same."""
    kinds = {entry.giver.kind, entry.taker.kind}
    return entry.step is Step.UNDONE and entry.payment_id is not None and kinds == {Kind.EARNED, Kind.OWED}


def _of_money(entry: LedgerEntry) -> str:
    amount = money(Money(entry.amount, entry.commodity))
    if entry.step is Step.PAID:
        return _("paid {amount} {way}", amount=amount, way=_(BY[Way(entry.taker.kind.value)]))
    if entry.step is Step.UNDONE and entry.payment_id is not None:
        return _("{amount} taken back", amount=amount)
    return _(_OF_MONEY.get(entry.step, _LET_OFF)).format(amount=amount)


def _extended(extension: LotExtension, name: str) -> str:
    until = _("{name} until {day}", name=lot_name(name), day=day(extension.until))
    reason = "" if voice().terse else f"“{extension.reason}”"
    return _listed(extension.at, until, "", reason)


def _listed(at: datetime, what: str, session: str, *more: str) -> str:
    """When, what, and of which session; a text has room for one of the two times."""
    entered = day(local(at))
    if voice().terse:
        return list_of([what, session or entered, *more])
    return list_of([entered, what, session, *more])
