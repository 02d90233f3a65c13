"""Several messages to an address that go as one: what each waits for is a message too, its digest.

A digest is under the key of its address and hour, so it is one in whatever order they come. It says what is
gathered for it when it is handed off; whatever becomes of it becomes of them, which the database sees to.
"""

from domain.notifications.kinds import KINDS
from domain.notifications.model import Notification, State
from domain.work import Work

CLIENTS, DESKS = "client_digest", "trainer_digest"
DIGESTS = (CLIENTS, DESKS)


def join(work: Work, row: Notification) -> None:
    """It goes with the digest of its address and hour, unless that is on its way already."""
    kind = CLIENTS if row.kind.startswith("client_") else DESKS
    key = f"{kind}:{row.address_id}:{row.due_at:%y%m%d%H%M}"
    work.outbox.put(
        Notification(
            key=key,
            kind=kind,
            address_id=row.address_id,
            lane=row.lane,
            priority=KINDS[kind].priority,
            due_at=row.due_at,
        )
    )
    if work.outbox.gathers(key):
        row.state, row.digest = State.GATHERED, key


def leave(row: Notification) -> None:
    """It goes by itself."""
    row.state, row.digest = State.PENDING, None
