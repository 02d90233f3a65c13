"""How many make a class take place, and by when. Pure policy."""

from datetime import datetime, timedelta

from domain.classes.model import GroupClass

BEFORE = 12  # hours before the start at which it is decided, where no other number is said
LEAST_BEFORE, MOST_BEFORE = 2, 14 * 24
GRACE = timedelta(hours=2)  # in which the trainer may answer


def decided_at(group: GroupClass, starts: datetime, now: datetime) -> datetime | None:
    """When it is looked how many came forward; None where any number will do, or that moment is over."""
    if group.minimum is None:
        return None
    due = starts - timedelta(hours=group.decide_hours)
    return due if due > now else None


def answer_by(starts: datetime, now: datetime) -> datetime:
    """Until when the trainer is waited for who is asked now: people may be on their way in the second half of
    what is left.
    """
    return min(now + GRACE, now + (starts - now) / 2)
