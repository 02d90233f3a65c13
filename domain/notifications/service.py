"""Writing to the outbox: who is told what, where and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.base import Role
from domain.mailboxes.model import LANE
from domain.notifications.digest import DIGESTS, join
from domain.notifications.habits import plan, waits_with_others
from domain.notifications.kinds import KINDS, Kind, kind_of
from domain.notifications.model import Notification, Purpose
from domain.notifications.quiet import URGENT, Why, step
from domain.people.model import Address
from domain.people.ports import Place
from domain.work import Work

Subject = tuple[str, int]

FARTHEST = 3  # addresses that one message is tried at after its own
HERE = timedelta(minutes=30)  # after somebody wrote or pressed: no time to sleep
_HERE_ALONE = (*DIGESTS, "ask_news", "mail_code", "client_receipt")
_ON = ">"  # in a key: what was told elsewhere goes on to this address


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
    by: datetime | None = None,
    since: datetime | None = None,
    urgent: bool = False,
    stay: bool = False,
) -> bool:
    """Put a message for a person into the outbox; false if there is nowhere to reach them.

    ``key`` names the fact that is told ("approved:42:3"); a second call with it does nothing. In quiet hours
    it waits, unless it is ``urgent``, matters ``by`` a time within hours, or they have just been here. What
    is wanted once a day waits for that, unless it is urgent. With ``since``, nothing is told that falls due
    by then; with ``stay``, it goes where they wish it, even while they are in another chat. Raises ValueError
    for a kind that nobody declared.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not in domain/notifications/kinds.py")
    said = KINDS[kind]
    place = work.people.reach(person_id, role)
    if place is None:
        return False
    if not stay:
        place = _where_they_are(work, place, person_id, role, due)
    urgent = urgent or (by is not None and due < by <= due + URGENT)
    awake = _is_awake(place, due)
    then = plan(place.habits, kind, data or {}, due, expires, urgent=urgent, awake=awake)
    if since is not None and then.due <= since:
        return True
    row = Notification(
        key=f"{key}:{person_id}",
        kind=kind,
        address_id=place.address_id,
        lane=place.lane,
        purpose=said.purpose,
        priority=said.priority,
        subject_kind=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
        data=_for(person_id, place, data or {}),
        due_at=then.due,
        wanted_at=due if then.why else None,
        urgent=urgent or (awake and then.why is None),
        path=[step(then.why, until=then.due, since=due)] if then.why else [],
        expires_at=expires or (due + said.keeps if said.keeps else None),
        climbs_at=_climbs(said, data or {}, then.due),
        reader_id=_reader(said, data or {}, place.person_id),
    )
    if waits_with_others(kind, then):
        join(work, row)
    work.outbox.put(row)
    return True


def tell_at(
    work: Work,
    address: Address,
    kind: str,
    key: str,
    *,
    due: datetime,
    expires: datetime | None = None,
    subject: Subject | None = None,
    data: dict[str, Any],
    urgent: bool = False,
    path: Sequence[dict[str, Any]] = (),
) -> None:
    """Put a message that is meant for this one address, at just this time. A second call with the same key
    does nothing.
    """
    said = KINDS[kind]
    work.outbox.put(
        Notification(
            key=key,
            kind=kind,
            address_id=address.id,
            lane=address.lane,
            purpose=said.purpose,
            priority=said.priority,
            subject_kind=subject[0] if subject else None,
            subject_id=subject[1] if subject else None,
            data=data,
            due_at=due,
            urgent=urgent,
            path=[*path],
            expires_at=expires or (due + said.keeps if said.keeps else None),
            reader_id=_reader(said, data, address.person_id),
        )
    )


def tell_elsewhere(
    work: Work,
    row: Notification,
    *,
    why: Why = Why.ELSEWHERE,
    due: datetime | None = None,
    expires: datetime | None = None,
) -> bool:
    """What did not arrive at an address goes to where else its person is reached, or at ``due`` what nobody
    answered, on another channel; false if there is nowhere. The keys let each address have it once.

    A promotion does not, nor what is about this one address, such as a digest: what it says goes by itself.
    """
    stays = row.purpose is Purpose.PROMOTIONAL or row.kind in _HERE_ALONE
    if stays or sum("address" in each for each in row.path) >= FARTHEST:
        return False
    owner = work.people.address(row.address_id).person_id
    person_id, root = row.data.get("whom") or owner, row.key.partition(_ON)[0]
    role = Role.TRAINER if row.kind.startswith(("trainer_", "admin_")) else Role.CLIENT
    place = _elsewhere(work, row, root, person_id, role, other_channel=why is Why.UNANSWERED)
    if place is None:
        return False
    kind = kind_of(row.kind)
    other = Notification(
        key=f"{root}{_ON}{place.address_id}",
        kind=row.kind,
        address_id=place.address_id,
        lane=place.lane,
        purpose=row.purpose,
        priority=row.priority,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        data=_for(person_id, place, row.data),
        due_at=due or row.due_at,
        wanted_at=None if due else row.wanted_at,
        urgent=row.urgent and due is None,
        path=[*row.path, step(why, address=row.address_id, problem=row.problem or "")],
        expires_at=expires or row.expires_at,
        climbs_at=_climbs(kind, row.data, due or row.due_at),
        reader_id=_reader(kind, row.data, place.person_id),
    )
    if row.digest and due is None:
        join(work, other)
    work.outbox.put(other)
    if why is Why.ELSEWHERE:
        work.history.drop(row.id)
    return True


def _elsewhere(
    work: Work, row: Notification, root: str, person_id: int, role: Role, *, other_channel: bool
) -> Place | None:
    """The next address that has not had it; on another channel than all that have, if it has to be."""
    first = work.outbox.find(root)
    had = {row.address_id} | ({first.address_id} if first else set())
    for _ in range(FARTHEST + 1):
        but = had | _beside(work, had) if other_channel else had
        place = work.people.reach(person_id, role, but=but)
        if place is None or work.outbox.find(f"{root}{_ON}{place.address_id}") is None:
            return place
        had.add(place.address_id)
    return None


def _beside(work: Work, had: set[int]) -> set[int]:
    """The addresses of the same people on the same channels."""
    addresses = [work.people.address(each) for each in had]
    known = {each.channel for each in addresses}
    theirs = (one for each in addresses for one in work.people.reached_at(each.person_id))
    return {each.id for each in theirs if each.channel in known}


def _climbs(kind: Kind, data: Mapping[str, Any], due: datetime) -> datetime | None:
    """What only redraws a card asks nothing."""
    return due + kind.answer_within if kind.answer_within and kind.tells(data) else None


def _reader(kind: Kind, data: Mapping[str, Any], owner: int) -> int | None:
    """In whose inbox it is: whoever's address it goes to."""
    return owner if kind.stands and kind.tells(data) else None


def _where_they_are(work: Work, place: Place, person_id: int, role: Role, due: datetime) -> Place:
    """Whoever is in a chat just now is told there, and not by mail."""
    if place.lane != LANE:
        return place
    other = work.people.reach(person_id, role, but=[place.address_id])
    return other if other and _is_awake(other, due) else place


def _is_awake(place: Place, due: datetime) -> bool:
    """Who has just written or pressed something waits for what comes of it."""
    return place.heard_at is not None and place.heard_at <= due <= place.heard_at + HERE


def _for(person_id: int, place: Place, data: dict[str, Any]) -> dict[str, Any]:
    """What is told at the address of who speaks for somebody says for whom it is."""
    return data | {"whom": person_id} if place.person_id != person_id else data
