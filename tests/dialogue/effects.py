"""What a text may change of its sender's bookings, by the one action that it stood for."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from bot.client.booking import Confirm, LetGo
from bot.client.times import MoveTo, PickTime
from bot.client.views import Attend, Cancel
from bot.dialogue.actions import Action
from domain.bookings.model import Status
from domain.bookings.rules import FIRM


class Place(NamedTuple):
    """What of a booking a text could change."""

    status: Status
    starts: datetime
    attending: bool
    service: int
    until: datetime | None
    version: int


Places = dict[int, Place]
Changed = dict[int, tuple[Place | None, Place]]  # by booking: before and after

_DOES: dict[type[Action], Callable[[Any, Place, Place], bool]] = {
    Confirm: lambda act, was, now: was.status is Status.HELD and now.status in FIRM,
    LetGo: lambda act, was, now: held_or_let_go(was, now),
    Cancel: lambda act, was, now: was.status in FIRM and now.status is Status.CANCELLED,
    Attend: lambda act, was, now: now.attending and (was.status, was.starts) == (now.status, now.starts),
    MoveTo: lambda act, was, now: now.starts == act.starts and now.status is was.status,
}


def is_effect(action: Action, changed: Changed) -> bool:
    """Whether this is what the action does, and nothing else. A new hold stands in for the one before."""
    if isinstance(action, PickTime):
        new = [now for was, now in changed.values() if was is None]
        right = all((each.service, each.starts) == (action.service, action.starts) for each in new)
        return right and all(held_or_let_go(was, now) for was, now in changed.values())
    booking = getattr(action, "booking", 0)
    was, now = changed.get(booking, (None, None))
    others = [pair for other, pair in changed.items() if other != booking]
    if was is None or now is None or not all(held_or_let_go(*pair) for pair in others):
        return False
    return _DOES[type(action)](action, was, now)


def held_or_let_go(was: Place | None, now: Place) -> bool:
    if was is None:
        return now.status is Status.HELD
    return (was.status, now.status) == (Status.HELD, Status.CANCELLED)


def has_lapsed(place: Place, was: Place | None, now: datetime) -> bool:
    """The sweep is not the text's doing."""
    return bool(place.status is Status.EXPIRED and was and was.until and was.until <= now)
