"""When to say what can wait; what became of a message, from reports that come in any order. Pure policy."""

from datetime import datetime, time, timedelta

from domain.zones import at, wall

DAY = (time(8), time(21))  # outside of it, on their own clock, nobody is told what can wait

# Twilio's words, by how far along they are. What is final stays.
_RANK = {
    "accepted": 1,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "delivered": 5,
    "undelivered": 5,
    "failed": 5,
    "read": 6,
}


def by_day(now: datetime, zone: str) -> datetime:
    """This instant, or eight in the morning where it is night in this zone."""
    shown, (begins, ends) = wall(now, zone), DAY
    if begins <= shown.time() < ends:
        return now
    return at(zone, shown.date() + timedelta(days=shown.time() >= ends), begins)


def is_later(status: str, known: str | None) -> bool:
    """Whether a report tells more than what is known; an unknown word never does."""
    return _RANK.get(status, 0) > _RANK.get(known or "", 0)
