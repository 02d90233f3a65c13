"""What became of a message, from reports that come in any order. Pure policy."""

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


def is_later(status: str, known: str | None) -> bool:
    """Whether a report tells more than what is known; an unknown word never does."""
    return _RANK.get(status, 0) > _RANK.get(known or "", 0)
