"""Every statement about the inbox. Built once: each turn runs two of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.conversations.model import Card, InboxEvent
from domain.conversations.ports import Owed
from storage.clock import db_time
from storage.tables import table

LEASE = 15  # seconds: a turn and its answer take far less
_table = table(InboxEvent)
_ROW = {
    "provider": bindparam("provider"),
    "event_id": bindparam("event_id"),
    "event": bindparam("event"),
    "owner": bindparam("owner"),
    "received_at": bindparam("now"),
    "attempts": 0,
    "lease_until": db_time(LEASE),
}
_STORE = {
    "sqlite": sqlite.insert(_table).values(_ROW).on_conflict_do_nothing().returning(_table.c.id),
    "postgresql": postgresql.insert(_table).values(_ROW).on_conflict_do_nothing().returning(_table.c.id),
}
_KNOWN = select(_table.c.event_id).where(
    _table.c.provider == bindparam("provider"), _table.c.event_id.in_(bindparam("events", expanding=True))
)
_ANY = select(_table.c.id).where(_table.c.provider == bindparam("provider")).limit(1)
_REPLY = (
    update(_table)
    .where(_table.c.id == bindparam("row"))
    .values(
        reply=bindparam("reply"),
        processed_at=bindparam("now"),
        answered_at=bindparam("answered"),
        confidential=bindparam("confidential"),
    )
)
_FAIL = (
    update(_table)
    .where(_table.c.id == bindparam("row"))
    .values(reference=bindparam("reference"), problem=bindparam("problem"))
)
_KEEP = (
    update(_table)
    .where(_table.c.id.in_(bindparam("rows", expanding=True)))
    .values(lease_until=db_time(LEASE))
)
_SETTLE = (
    update(_table)
    .where(_table.c.id.in_(bindparam("rows", expanding=True)))
    .values(answered_at=bindparam("now"))
)

# Locks the row: of two that resume it, the second finds it answered.
_UNANSWERED = (
    update(_table)
    .where(_table.c.id == bindparam("row"), _table.c.processed_at.is_(None))
    .values(attempts=_table.c.attempts)
    .returning(_table.c.id)
)
_TOLD_IN_CONFIDENCE = (
    select(InboxEvent)
    .where(text("confidential"), InboxEvent.answered_at.is_not(None))  # as the index has it
    .order_by(InboxEvent.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LATER = (
    select(_table.c.reply)
    .where(
        _table.c.id > bindparam("row"),
        _table.c.reply["address"].as_integer() == bindparam("address"),
        _table.c.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(_table.c.id.desc())
    .limit(10)
)
_OLD = (
    select(_table.c.id)
    .where(_table.c.answered_at.is_not(None), _table.c.received_at < bindparam("before"))
    .order_by(_table.c.id)
    .limit(bindparam("limit"))
)
_FORGET = delete(_table).where(_table.c.id.in_(_OLD)).returning(_table.c.id)
_card = table(Card)
_DROP_CARDS = delete(_card).where(
    _card.c.address_id == bindparam("address"),
    _card.c.message_id == bindparam("message"),
    or_(_card.c.subject_kind != bindparam("kind"), _card.c.subject_id != bindparam("subject")),
)


class SqlInbox:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._engine = session.get_bind().dialect.name

    def store(
        self, provider: str, event_id: str, event: dict[str, Any], *, owner: str, now: datetime
    ) -> int | None:
        row = {"provider": provider, "event_id": event_id, "event": event, "owner": owner, "now": now}
        found: int | None = self._session.execute(_STORE[self._engine], row).scalar_one_or_none()
        return found

    def known(self, provider: str, event_ids: Sequence[str]) -> set[str]:
        these = {"provider": provider, "events": list(event_ids)}
        return set(self._session.scalars(_KNOWN, these))

    def knows(self, provider: str) -> bool:
        return self._session.execute(_ANY, {"provider": provider}).first() is not None

    def unanswered(self, inbox_id: int) -> int | None:
        found: int | None = self._session.execute(_UNANSWERED, {"row": inbox_id}).scalar_one_or_none()
        return found

    def reply(
        self,
        inbox_id: int,
        reply: dict[str, Any],
        *,
        now: datetime,
        owed: bool,
        confidential: bool = False,
    ) -> None:
        values = {"row": inbox_id, "reply": reply, "now": now, "confidential": confidential}
        self._session.execute(_REPLY, values | {"answered": None if owed else now})

    def fail(self, inbox_id: int, reference: str, problem: str) -> None:
        self._session.execute(_FAIL, {"row": inbox_id, "reference": reference, "problem": problem})

    def settle(self, inbox_ids: Sequence[int], *, now: datetime) -> None:
        self._session.execute(_SETTLE, {"rows": list(inbox_ids), "now": now})

    def owed(self, *, owner: str, limit: int = 50) -> Sequence[Owed]:
        left_behind = _table.c.lease_until < db_time()
        if self._engine == "sqlite":
            # One process owns the file: whoever else wrote to it is gone.
            left_behind = or_(left_behind, _table.c.owner != owner)
        mine = (
            select(_table.c.id)
            .where(and_(_table.c.answered_at.is_(None), left_behind))
            .order_by(_table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("mine")  # run once; as a subquery, a plan may run it again for each row
        )
        take = (
            update(_table)
            .where(_table.c.id.in_(select(mine.c.id)))
            .values(owner=owner, lease_until=db_time(LEASE), attempts=_table.c.attempts + 1)
            .returning(_table.c.id, _table.c.event, _table.c.reply, _table.c.processed_at, _table.c.attempts)
        )
        taken = sorted(self._session.execute(take), key=lambda row: row.id)
        return [Owed(*row) for row in taken]

    def keep(self, inbox_ids: Sequence[int]) -> None:
        self._session.execute(_KEEP, {"rows": list(inbox_ids)})

    def blank(self, *, limit: int = 100) -> int:
        settled = list(self._session.scalars(_TOLD_IN_CONFIDENCE, {"limit": limit}))
        for row in settled:
            row.event, row.confidential = {}, False
            row.reply = {"screen": {}, "address": (row.reply or {}).get("address")}
        return len(settled)

    def later(self, inbox_id: int, address_id: int, *, but: Collection[int]) -> list[dict[str, Any]]:
        values = {"row": inbox_id, "address": address_id, "but": list(but)}
        return list(self._session.scalars(_LATER, values))

    def forget(self, before: datetime, *, limit: int = 500) -> int:
        return len(self._session.execute(_FORGET, {"before": before, "limit": limit}).all())

    def put_card(
        self, address_id: int, subject: tuple[str, int], place: str, message_id: str
    ) -> tuple[str, str] | None:
        card = self._session.get(Card, (address_id, *subject))
        if card is None:
            card = Card(
                address_id=address_id,
                subject_kind=subject[0],
                subject_id=subject[1],
                place=place,
                message_id=message_id,
            )
            self._session.add(card)
            self._session.flush()
            return None
        replaced = (card.place, card.message_id)
        card.place, card.message_id = place, message_id
        return replaced if replaced != (place, message_id) else None

    def drop_cards(self, address_id: int, message_id: str, shows: tuple[str, int] | None) -> None:
        kind, subject = shows or ("", 0)
        values = {"address": address_id, "message": message_id, "kind": kind, "subject": subject}
        self._session.execute(_DROP_CARDS, values)
