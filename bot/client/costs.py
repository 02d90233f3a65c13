"""What giving a session up costs, said before the tap: until when it is free, and what it is later."""

from datetime import datetime

from bot.dialogue.scene import Scene
from bot.dialogue.screen import lines
from bot.dialogue.words import _, money, voice, when
from domain.bookings.costs import to_cancel, to_miss, to_move
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE, UPCOMING
from domain.money import Money
from domain.packages.spending import left_after
from domain.payments import dues
from domain.policies.model import Late, Pay, Policy
from domain.policies.rules import Cost, cancel_until, cost_to_cancel, late_cost, move_until


def costs_said(scene: Scene, sheet: Sheet) -> str:
    """What it has cost, and what it would; in a text only the first of the two that there is."""
    owed, policy = owed_said(scene, sheet), policy_said(scene, sheet)
    return owed or policy if voice().terse else lines(policy, owed)


def policy_said(scene: Scene, sheet: Sheet) -> str:
    """The windows of the booking's own policy, or what it costs by now."""
    if sheet.policy is None or sheet.booking.status not in UPCOMING or sheet.booking.starts <= scene.now:
        return ""
    cancelling = _cancelling(scene, sheet, sheet.policy)
    missing = _missing(scene, sheet)
    if voice().terse:
        return cancelling or missing
    return lines(cancelling, _moving(scene, sheet, sheet.policy), missing)


def _missing(scene: Scene, sheet: Sheet) -> str:
    """What not coming costs, where that was agreed; of a hold as it will, once it is booked."""
    cost = to_miss(sheet, by_credit=_by_credit(scene, sheet))
    if cost is None or cost.is_free or sheet.policy is None or sheet.policy.missed is None:
        return ""
    if cost.late is Late.USED:
        return _("Not coming counts as a session used.")
    return _("Not coming costs {fee}.", fee=_fee(cost))


def _cancelling(scene: Scene, sheet: Sheet, policy: Policy) -> str:
    booking = sheet.booking
    later = late_cost(policy, booking.price, by_credit=_by_credit(scene, sheet))
    if later.is_free or not policy.cancel_minutes:
        return ""
    if is_free_still(scene, sheet):
        return _free_until(cancel_until(policy, booking.starts), later, _same_window(policy))
    if booking.status is Status.CONFIRMED:
        cost = to_cancel(scene.work, sheet, now=scene.now)
        return "" if cost.is_free else costs_now(cost)
    return _once_booked(later)


def _by_credit(scene: Scene, sheet: Sheet) -> bool:
    """Whether one pays for it, or will."""
    return sheet.booking.pay is Pay.FIRST or left_after(scene.work, sheet) is not None


def _once_booked(later: Cost) -> str:
    if later.late is Late.USED:
        brief = _("Cancelling counts as a session used.")
        return brief if voice().terse else _("Once booked, cancelling counts as a session used.")
    fee = _fee(later)
    brief = _("Cancelling costs {fee}.", fee=fee)
    return brief if voice().terse else _("Once booked, cancelling costs {fee}.", fee=fee)


def is_free_still(scene: Scene, sheet: Sheet) -> bool:
    booking = sheet.booking
    at = booking.cancel_asked_at or scene.now
    return cost_to_cancel(sheet.policy, booking.starts, booking.price, at).is_free


def _free_until(until: datetime, later: Cost, both: bool) -> str:
    time = when(until)
    if voice().terse:
        return free_in_brief(time, later)
    free = (
        _("Free to cancel or move until {time}.", time=time)
        if both
        else _("Free to cancel until {time}.", time=time)
    )
    then = (
        _("Later it counts as a session used.")
        if later.late is Late.USED
        else _("Later it costs {fee}.", fee=_fee(later))
    )
    return f"{free} {then}"


def free_in_brief(until: str, later: Cost) -> str:
    """``until`` such as "Sun 22 Nov 08:00", or "24 hours before"."""
    if later.late is Late.USED:
        return _("Free to cancel until {time}, then it counts as used.", time=until)
    return _("Free to cancel until {time}, then {fee}.", time=until, fee=_fee(later))


def costs_now(cost: Cost) -> str:
    if cost.late is Late.USED:
        return _("Cancelling now counts as a session used.")
    return _("Cancelling now costs {fee}.", fee=_fee(cost))


def moving_costs(cost: Cost) -> str:
    if cost.late is Late.USED:
        return _("Moving now counts as a session used.")
    return _("Moving now costs {fee}.", fee=_fee(cost))


def _moving(scene: Scene, sheet: Sheet, policy: Policy) -> str:
    until = move_until(policy, sheet.booking.starts)
    cost = to_move(scene.work, sheet, now=scene.now)
    if cost is None:
        return _("It is too late to move it.")
    if not cost.is_free:
        return moving_costs(cost)
    bounded = policy.move_minutes and scene.now <= until and not _said_already(policy)
    return _("Free to move until {time}.", time=when(until)) if bounded else ""


def _said_already(policy: Policy) -> bool:
    """Together with the cancelling, or because no move is ever late."""
    return (policy.late is Late.FREE and policy.moves_late) or (
        policy.late is not Late.FREE and _same_window(policy)
    )


def _same_window(policy: Policy) -> bool:
    return policy.move_minutes == policy.cancel_minutes


def owed_said(scene: Scene, sheet: Sheet) -> str:
    """What a cancellation or a move has cost."""
    owed = scene.work.bookings.owed(sheet.booking.id) if sheet.policy else None
    if owed is None:
        return ""
    moved = owed.kind == "moved"
    if owed.cost is Late.USED:
        return _("The late move counts as a session used.") if moved else _("It counts as a session used.")
    fee = money(Money(owed.fee_minor or 0, sheet.booking.currency))
    return _("The late move costs {fee}.", fee=fee) if moved else _("It costs {fee}.", fee=fee)


def _fee(cost: Cost) -> str:
    return money(cost.fee) if cost.fee else ""


def rest_said(scene: Scene, sheet: Sheet) -> str:
    """How a deposit stands, for either side; nothing where there is none, or nothing more to pay."""
    booking = sheet.booking
    if booking.pay is Pay.LATER or booking.status in (Status.HELD, *GONE):
        return ""
    rest = dues.rest(scene.work, sheet)
    if not rest.minor:
        return ""
    paid = dues.paid_towards(scene.work, sheet)
    return _("{paid} paid, {rest} to pay.", paid=money(paid), rest=money(rest))
