"""What the mailboxes slice asks of storage."""

from datetime import datetime
from typing import Protocol

from domain.mailboxes.model import Mailbox


class Mailboxes(Protocol):
    def of(self, address_id: int) -> Mailbox | None: ...

    def claimed(self, person_id: int, now: datetime) -> Mailbox | None:
        """The latest that this person is still to prove, locked until the turn ends."""
        ...

    def by_proof(self, token: str, now: datetime) -> Mailbox | None:
        """That of a link which is still good, locked until the turn ends."""
        ...

    def by_leave(self, token: str) -> Mailbox | None: ...

    def codes_since(self, person_id: int, since: datetime) -> int:
        """How many codes somebody had sent, to whatever addresses."""
        ...
