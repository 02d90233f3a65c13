"""Every SELECT about who speaks for whom."""

from datetime import datetime

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session, aliased

from domain.base import UtcDateTime
from domain.errors import NotFound
from domain.family.model import SpeaksFor
from domain.family.ports import Bond
from domain.people.model import Person

_Speaker, _Person = aliased(Person), aliased(Person)
_BOND = (
    select(SpeaksFor, _Speaker, _Person)
    .join(_Speaker, _Speaker.id == SpeaksFor.speaker_id)
    .join(_Person, _Person.id == SpeaksFor.person_id)
    .order_by(SpeaksFor.id)
)
_STANDING = _BOND.where(SpeaksFor.ended_at.is_(None))
_now, _limit = bindparam("now", type_=UtcDateTime), bindparam("limit", type_=Integer)
HOLDS = (SpeaksFor.agreed_at.is_not(None), SpeaksFor.ended_at.is_(None))

_OF_SPEAKER = _STANDING.where(SpeaksFor.speaker_id == bindparam("speaker"))
_OF_PERSON = _BOND.where(SpeaksFor.person_id == bindparam("person"), *HOLDS)
_SPEAKER_FOR = (
    select(Person)
    .join(SpeaksFor, SpeaksFor.speaker_id == Person.id)
    .where(
        SpeaksFor.person_id == bindparam("person"),
        *HOLDS,
        SpeaksFor.until.is_(None) | (SpeaksFor.until > _now),
    )
    .order_by(SpeaksFor.id)
    .limit(1)
)
_ONE = (
    _BOND.where(SpeaksFor.id == bindparam("bond"))
    .with_for_update(of=SpeaksFor)
    .execution_options(populate_existing=True)
)
_GROWN = (
    _STANDING.where(SpeaksFor.until <= _now).limit(_limit).with_for_update(of=SpeaksFor, skip_locked=True)
)


class SqlFamily:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of_speaker(self, speaker_id: int) -> list[Bond]:
        return [Bond(*row) for row in self._session.execute(_OF_SPEAKER, {"speaker": speaker_id})]

    def of_person(self, person_id: int) -> list[Bond]:
        return [Bond(*row) for row in self._session.execute(_OF_PERSON, {"person": person_id})]

    def speaker_for(self, person_id: int, now: datetime) -> Person | None:
        return self._session.scalars(_SPEAKER_FOR, {"person": person_id, "now": now}).one_or_none()

    def bond(self, bond_id: int) -> Bond:
        found = self._session.execute(_ONE, {"bond": bond_id}).one_or_none()
        if found is None:
            raise NotFound
        return Bond(*found)

    def standing(self, *, limit: int = 100) -> list[Bond]:
        return [Bond(*row) for row in self._session.execute(_STANDING.limit(limit))]

    def come_of_age(self, now: datetime, *, limit: int = 100) -> list[Bond]:
        return [Bond(*row) for row in self._session.execute(_GROWN, {"now": now, "limit": limit})]
