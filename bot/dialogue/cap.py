"""How much a phone is answered: more than any person asks, but not for ever, as its owner may be a machine.

A machine that answers whatever it gets falls silent as soon as it gets nothing. So nobody is shut out: for a
while there is no answer, and whoever trains the sender reads what comes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogue import menu
from bot.dialogue.routes import Route, first
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from domain.people.model import Address

ONE_LAST_WORD = timedelta(days=1)  # in which it is said once that no answer comes


@dataclass(frozen=True, slots=True)
class Bucket:
    """Holds so many answers, and gets one back every so often."""

    holds: int
    every: timedelta


# A health form and three bookings are 25 texts. A machine that answers at once stops within minutes, and one
# that takes ten minutes for it within two days.
BUCKETS = (Bucket(60, timedelta(seconds=30)), Bucket(150, timedelta(minutes=30)))


def is_spent(address: Address, now: datetime) -> bool:
    """Whether a bucket is empty."""
    levels = zip(BUCKETS, _full_at(address, now), strict=True)
    return any(full_at - now > bucket.every * (bucket.holds - 1) for bucket, full_at in levels)


def spend(address: Address, now: datetime) -> bool:
    """Take an answer out of each bucket; false, with nothing taken, where one is empty."""
    if is_spent(address, now):
        return False
    levels = zip(BUCKETS, _full_at(address, now), strict=True)
    full_at = [(full_at + bucket.every).isoformat() for bucket, full_at in levels]
    address.answers = {**(address.answers or {}), "full_at": full_at}
    return True


def unread(turn: Turn, boards: dict[str, list[Route]]) -> Screen | None:
    """The answer to a text that need not be read: the board "enough" to one too many, and the last answer to
    the last text again. None for all others.
    """
    if is_spent(turn.address, turn.now):
        return first(turn, boards.get("enough", []))
    again = menu.repeated(turn)
    if again is not None:
        spend(turn.address, turn.now)
    return again


def say_so(address: Address, now: datetime) -> bool:
    """Whether to say that no answer comes any more: once, and then not for a day."""
    answers = address.answers or {}
    if now.isoformat() < answers.get("quiet_until", ""):
        return False
    address.answers = {**answers, "quiet_until": (now + ONE_LAST_WORD).isoformat()}
    return True


def _full_at(address: Address, now: datetime) -> list[datetime]:
    """When each bucket is full again; now, where it is."""
    known = (address.answers or {}).get("full_at", [now.isoformat()] * len(BUCKETS))
    return [max(datetime.fromisoformat(each), now) for each in known]
