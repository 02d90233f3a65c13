"""What the outbox asks of storage while a turn writes to it."""

from typing import Protocol

from domain.notifications.model import Notification


class Outbox(Protocol):
    def put(self, notification: Notification) -> None:
        """Write it unless its key is there already, and wake its lane when the turn has committed."""
        ...

    def withdraw(self, subject: tuple[str, int], kinds: tuple[str, ...]) -> None:
        """Remove what is still pending about a subject."""
        ...
