"""What becomes of a credit with the booking that it pays for: reserved once that is booked or asked for, used
when it took place, was missed, or is given up too late, and else released.
"""

from datetime import date, datetime

from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.ledger.model import Kind, Step
from domain.ledger.service import enter, enter_fee, of_lot, reverse
from domain.packages.errors import CreditSpent, NoCreditLeft, NotPaidThen
from domain.packages.model import CreditLot
from domain.packages.ports import Holding
from domain.people.model import Person
from domain.policies.model import Late, Pay
from domain.policies.rules import Cost
from domain.work import Work

_FIRM = (Status.REQUESTED, Status.CONFIRMED)
_OVER = (Status.COMPLETED, Status.NO_SHOW)


def fitting(work: Work, sheet: Sheet) -> list[Holding]:
    """What could pay for a booking on the day that it has, the first to expire first; what costs nothing
    takes no credit.
    """
    if not sheet.booking.price_minor:
        return []
    held = work.packages.holdings(sheet.client.id, sheet.trainer.id)
    day = day_of(sheet.booking)
    return [each for each in held if each.free and each.covers(sheet.service.id, day)]


def left(work: Work, sheet: Sheet) -> int:
    """How many credits a client may still spend on such a session."""
    return sum(each.free for each in fitting(work, sheet))


def left_after(work: Work, sheet: Sheet) -> int | None:
    """How many are left once it is booked, or are now that it is; None where no credit pays for it."""
    if sheet.booking.status is Status.HELD:
        free = left(work, sheet)
        return free - 1 if free else None
    return left(work, sheet) if sheet.booking.lot_id is not None else None


def has_run_out(work: Work, sheet: Sheet) -> bool:
    """Whether a client who had credits with this trainer has none for this."""
    had = sheet.booking.price_minor and work.packages.holdings(sheet.client.id, sheet.trainer.id)
    return bool(had) and not left(work, sheet)


def require_credit(work: Work, sheet: Sheet) -> None:
    """For a client who was shown that a credit pays. Raises NoCreditLeft."""
    work.packages.lock(sheet.client.id, sheet.trainer.id)
    if not fitting(work, sheet):
        raise NoCreditLeft(booking=sheet.booking.id)


def reserve(work: Work, sheet: Sheet, *, actor: Person | None, now: datetime) -> bool:
    """Whether a credit pays for it from now on."""
    lot = choose(work, sheet)
    if lot is None:
        return False
    _move(work, sheet.booking, lot, Step.RESERVED, actor, now)
    work.flush()
    return True


def choose(work: Work, sheet: Sheet) -> CreditLot | None:
    """Name the lot that pays for a booking, of those that fit one of the first to expire, before the change
    that it pays for: what is paid first is never firm without it. None where there is none.
    """
    found = None
    if sheet.booking.price_minor and work.packages.lock(sheet.client.id, sheet.trainer.id):
        found = next((each.lot for each in fitting(work, sheet)), None)
    sheet.booking.lot_id = found.id if found else None
    return found


def follow(
    work: Work,
    sheet: Sheet,
    was: Status,
    kind: str,
    *,
    cost: Cost | None,
    actor: Person | None,
    now: datetime,
) -> None:
    """After a change; the booking has its new status, time and version. What is undone or waived is seen to
    where that is done.
    """
    booking = sheet.booking
    if kind in ("undone", "waived"):
        return
    if cost and cost.fee:
        enter_fee(work, booking, sheet.trainer.id, cost.fee, actor=actor, now=now)
    if booking.lot_id is not None and booking.status in _FIRM and was is Status.HELD:
        _move(work, booking, work.packages.lot(booking.lot_id), Step.RESERVED, actor, now)
    elif booking.lot_id is not None:
        lot = work.packages.lot(booking.lot_id)
        if step := _comes_of_it(lot, booking, was, cost):
            _move(work, booking, lot, step, actor, now)
            _pay_on(work, sheet, step, actor, now)


def find_again(work: Work, sheet: Sheet, version: int) -> None:
    """Name the lot whose credit a change released, before that change is undone."""
    for entry in work.ledger.with_change(sheet.booking.id, version):
        if entry.step is Step.RELEASED:
            sheet.booking.lot_id = entry.giver.lot_id


def take_back(work: Work, sheet: Sheet, version: int, *, actor: Person, now: datetime) -> None:
    """Everything that a change entered, the other way round, now that it is undone. Raises CreditSpent."""
    booking = sheet.booking
    for entry in work.ledger.with_change(booking.id, version):
        if entry.step is Step.RELEASED:
            work.packages.lock(sheet.client.id, sheet.trainer.id)
            if not work.ledger.balance(entry.taker) or _is_frozen(work, sheet, entry.taker.lot_id):
                _reserve_another(work, sheet, actor, now)
                continue
        reverse(work, entry, Step.UNDONE, booking, actor=actor, now=now)
        booking.lot_id = entry.giver.lot_id or booking.lot_id


def forgive(work: Work, sheet: Sheet, version: int, *, actor: Person | None, now: datetime) -> None:
    """The fee of a change is owed no more; a credit that was used stays so."""
    for entry in work.ledger.with_change(sheet.booking.id, version):
        if entry.step is Step.FEE:
            reverse(work, entry, Step.WAIVED, sheet.booking, actor=actor, now=now)


def let_off(work: Work, sheet: Sheet, version: int, *, actor: Person | None, now: datetime) -> None:
    """What a late cancellation or move, or not coming, has cost is given back."""
    booking = sheet.booking
    forgive(work, sheet, version, actor=actor, now=now)
    for entry in work.ledger.with_change(booking.id, version):
        if entry.step is Step.USED and entry.taker.lot_id:
            lot = work.packages.lot(entry.taker.lot_id)
            free = of_lot(work, lot, Kind.FREE)
            enter(work, Step.WAIVED, entry.taker, free, actor=actor, now=now, booking=booking)
            lot.ended = False
            if booking.status not in _FIRM:
                booking.lot_id = None


def day_of(booking: Booking) -> date:
    """Its day on its trainer's calendar."""
    return date.fromisoformat(booking.session.wall[:10])


def _covers(lot: CreditLot, booking: Booking) -> bool:
    return lot.expires_on is None or day_of(booking) <= lot.expires_on


def _comes_of_it(lot: CreditLot, booking: Booking, was: Status, cost: Cost | None) -> Step | None:
    """What happens to the credit that was reserved; None: it stays so."""
    took_place = booking.status in _OVER and was is Status.CONFIRMED
    is_free = booking.status is Status.NO_SHOW and cost is not None and cost.is_free
    if (took_place and not is_free) or (cost is not None and cost.late is Late.USED):
        return Step.USED
    if took_place:
        return Step.RELEASED
    if was in _FIRM and (booking.status not in (*_FIRM, *_OVER) or not _covers(lot, booking)):
        return Step.RELEASED
    return None


def _pay_on(work: Work, sheet: Sheet, step: Step, actor: Person | None, now: datetime) -> None:
    """A booking that was moved, too late or to behind the last day of its credit, takes another one. Raises
    NotPaidThen where it is paid first, and there is none.
    """
    if sheet.booking.status in _FIRM:
        if choose(work, sheet) is None and sheet.booking.pay is not Pay.LATER:
            raise NotPaidThen(booking=sheet.booking.id)
        if sheet.booking.lot_id is not None:
            _move(work, sheet.booking, work.packages.lot(sheet.booking.lot_id), Step.RESERVED, actor, now)
    elif step is Step.RELEASED:
        sheet.booking.lot_id = None


def _is_frozen(work: Work, sheet: Sheet, lot_id: int | None) -> bool:
    held = work.packages.holdings(sheet.client.id, sheet.trainer.id)
    return any(each.frozen and each.lot.id == lot_id for each in held)


def _reserve_another(work: Work, sheet: Sheet, actor: Person, now: datetime) -> None:
    if not reserve(work, sheet, actor=actor, now=now):
        raise CreditSpent(booking=sheet.booking.id)


_MOVES = {
    Step.RESERVED: (Kind.FREE, Kind.RESERVED),
    Step.RELEASED: (Kind.RESERVED, Kind.FREE),
    Step.USED: (Kind.RESERVED, Kind.USED),
}


def _move(
    work: Work, booking: Booking, lot: CreditLot, step: Step, actor: Person | None, now: datetime
) -> None:
    giver, taker = (of_lot(work, lot, kind) for kind in _MOVES[step])
    enter(work, step, giver, taker, actor=actor, now=now, booking=booking)
    if taker.kind is Kind.FREE:
        lot.ended = False  # if its last day is over, what came back is looked at once more
        lot.warned = None  # and if it is near
