"""Writing to the outbox: who is told what, and where."""

from datetime import datetime
from typing import Any

from domain.base import Role
from domain.notifications.kinds import KINDS
from domain.notifications.model import Notification, Purpose
from domain.people.ports import Place
from domain.work import Work

Subject = tuple[str, int]

FARTHEST = 3  # addresses that one message is tried at after its own
_ON = ">"  # in a key: from this address on to another


def tell(
    work: Work,
    person_id: int,
    role: Role,
    kind: str,
    key: str,
    *,
    due: datetime,
    expires: datetime | None = None,
    subject: Subject | None = None,
    data: dict[str, Any] | None = None,
    priority: int = 5,
) -> bool:
    """Put a message for a person into the outbox; false if there is nowhere to reach them.

    ``key`` names the fact that is told ("approved:42:3"); a second call with it does nothing. Raises
    ValueError for a kind that nobody declared.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not in domain/notifications/kinds.py")
    place = work.people.reach(person_id, role)
    if place is None:
        return False
    work.outbox.put(
        Notification(
            key=f"{key}:{person_id}",
            kind=kind,
            address_id=place.address_id,
            lane=place.lane,
            purpose=Purpose.TRANSACTIONAL,
            priority=priority,
            subject_kind=subject[0] if subject else None,
            subject_id=subject[1] if subject else None,
            data=_for(person_id, place, data or {}),
            due_at=due,
            expires_at=expires,
        )
    )
    return True


def tell_elsewhere(work: Work, row: Notification) -> bool:
    """What did not arrive at an address goes to where else its person is reached; false if there is nowhere.

    A promotion does not, nor the question about them: that is about this one address.
    """
    stays = row.purpose is Purpose.PROMOTIONAL or row.kind == "ask_news"
    if stays or row.key.count(_ON) >= FARTHEST:
        return False
    person_id = row.data.get("whom") or work.people.address(row.address_id).person_id
    role = Role.TRAINER if row.kind.startswith(("trainer_", "admin_")) else Role.CLIENT
    place = work.people.reach(person_id, role, but=row.address_id)
    if place is None:
        return False
    work.outbox.put(
        Notification(
            key=f"{row.key}{_ON}{row.address_id}",
            kind=row.kind,
            address_id=place.address_id,
            lane=place.lane,
            purpose=row.purpose,
            priority=row.priority,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            data=_for(person_id, place, row.data),
            due_at=row.due_at,
            expires_at=row.expires_at,
        )
    )
    return True


def _for(person_id: int, place: Place, data: dict[str, Any]) -> dict[str, Any]:
    """What is told at the address of who speaks for somebody says for whom it is."""
    return data | {"whom": person_id} if place.person_id != person_id else data
