"""What follows from how a try to send ended. Pure policy."""

import random

from bot.dialogue.channel import NotSent, Sent
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.ports import Outcome

MOST = 60  # tries: half a day of a provider's outage
LONGEST = 900.0  # seconds between two of them


def backoff(tries: int, longest: float = LONGEST) -> float:
    """Seconds to wait after so many failures in a row: doubling, with jitter, so that no herd returns."""
    return min(2.0 ** min(tries - 1, 30), longest) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


def arrived(row: Notification, sent: Sent | None) -> Outcome:
    return Outcome(row, State.SENT, message_id=sent.message_id if sent else None)


def unwanted(row: Notification, why: str) -> Outcome:
    return Outcome(row, State.SUPPRESSED, why)


def failed(row: Notification, problem: NotSent) -> Outcome:
    """Again where that may help and can't repeat what arrived; one doubt is forgiven, of a promotion none."""
    said, promotional = str(problem), row.purpose is Purpose.PROMOTIONAL
    if problem.permanent:
        return Outcome(row, State.FAILED, said)
    if (problem.maybe and promotional) or (not problem.certain and row.doubts):
        return Outcome(row, State.UNKNOWN, said, doubt=True)
    if row.attempts >= MOST:
        return Outcome(row, State.DEAD, said, doubt=not problem.certain)
    wait = max(problem.retry_after or 0, backoff(row.attempts))
    return Outcome(row, State.PENDING, said, wait=wait, doubt=not problem.certain)
