"""What holds of the ledger after every step, and of what is paid with credits."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.bookings.model import Status
from domain.bookings.rules import FIRM, OVER
from domain.ledger.model import SOURCES, Kind
from tests.domain.machine.facts import Facts, Row

Wrong = Iterable[object]


def _balances(entries: Iterable[Row]) -> Counter[int]:
    """By account."""
    found = Counter[int]()
    for each in entries:
        found[each.taker_id] += each.amount
        found[each.giver_id] -= each.amount
    return found


def debits_equal_credits_in_each_commodity(facts: Facts, now: datetime) -> Wrong:
    accounts, balances = {each.id: each for each in facts.accounts}, _balances(facts.entries)
    for each in facts.entries:
        giver, taker = accounts[each.giver_id], accounts[each.taker_id]
        if {giver.commodity, taker.commodity} != {each.commodity} or giver.lot_id != taker.lot_id:
            yield each
    sums = Counter[str]()
    for account, balance in balances.items():
        sums[accounts[account].commodity] += balance
    yield from (each for each in sums.items() if each[1])


def nobody_has_less_than_nothing(facts: Facts, now: datetime) -> Wrong:
    balances = _balances(facts.entries)
    return (each for each in facts.accounts if each.kind not in SOURCES and balances[each.id] < 0)


def what_is_booked_by_credit_has_one_reserved(facts: Facts, now: datetime) -> Wrong:
    """And nothing else has; what took place has used one."""
    accounts, reserved, used = (
        {each.id: each for each in facts.accounts},
        Counter[tuple[int | None, int]](),
        Counter[tuple[int | None, int]](),
    )
    for each in facts.entries:
        for account, sign in ((accounts[each.taker_id], 1), (accounts[each.giver_id], -1)):
            if account.kind == Kind.RESERVED:
                reserved[each.booking_id, account.lot_id] += sign
            elif account.kind == Kind.USED:
                used[each.booking_id, account.lot_id] += sign
    paid = [each for each in facts.bookings if each.lot_id is not None]
    wanted = Counter((each.id, each.lot_id) for each in paid if each.status in FIRM)
    yield from (each for each in {*reserved, *wanted} if reserved[each] != wanted[each])
    yield from (each for each in paid if each.status in OVER and used[each.id, each.lot_id] < 1)
    yield from (each for each in paid if each.status in (Status.HELD, Status.DECLINED, Status.EXPIRED))


def no_credit_pays_after_its_last_day(facts: Facts, now: datetime) -> Wrong:
    last = {each.id: each.expires_on for each in facts.lots}
    walls = {each.id: each.wall for each in facts.sessions}
    for each in facts.bookings:
        until = last[each.lot_id] if each.lot_id is not None and each.status in FIRM else None
        if until is not None and date.fromisoformat(walls[each.session_id][:10]) > until:
            yield each


def expired_and_not_ended(facts: Facts, now: datetime) -> Wrong:
    """On no calendar is it still the last day."""
    balances, past = _balances(facts.entries), (now - timedelta(hours=12)).date()
    gone = {each.id for each in facts.lots if each.expires_on is not None and each.expires_on < past}
    free = (each for each in facts.accounts if each.kind == Kind.FREE and each.lot_id in gone)
    return (each for each in free if balances[each.id])


CREDIT_TRUTHS = (
    debits_equal_credits_in_each_commodity,
    nobody_has_less_than_nothing,
    what_is_booked_by_credit_has_one_reserved,
    no_credit_pays_after_its_last_day,
)
