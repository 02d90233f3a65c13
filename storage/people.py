"""Every SELECT about people."""

from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session, contains_eager

from domain.base import Role
from domain.errors import NotFound
from domain.people.model import Address, Channel, Invitation, Person, Relationship

_WITH_PERSON = select(Address).join(Address.person).options(contains_eager(Address.person))

# Trainers live in Slack, clients on their phones.
_PREFERENCE = {
    Role.TRAINER: (Channel.SLACK, Channel.TELEGRAM, Channel.SMS),
    Role.CLIENT: (Channel.TELEGRAM, Channel.SMS, Channel.SLACK),
}


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def person(self, person_id: int) -> Person:
        found = self._session.get(Person, person_id)
        if found is None:
            raise NotFound
        return found

    def address(self, address_id: int) -> Address:
        found = self._session.scalars(_WITH_PERSON.where(Address.id == address_id)).one_or_none()
        if found is None:
            raise NotFound
        return found

    def heard_at(self, channel: Channel, external_id: str) -> Address | None:
        mine = _WITH_PERSON.where(Address.channel == channel, Address.external_id == external_id)
        # A lock that others may still refer to: whoever tells this person something does not wait.
        return self._session.scalars(mine.with_for_update(of=Address, key_share=True)).one_or_none()

    def reach(self, person_id: int, role: Role) -> Address | None:
        order = _PREFERENCE[role]
        preferred = case({channel: rank for rank, channel in enumerate(order)}, value=Address.channel)
        living = select(Address).where(Address.person_id == person_id, Address.dead_at.is_(None))
        return self._session.scalars(living.order_by(preferred, Address.id).limit(1)).one_or_none()

    def relationship(self, client_id: int, trainer_id: int) -> Relationship | None:
        pair = select(Relationship).where(
            Relationship.client_id == client_id, Relationship.trainer_id == trainer_id
        )
        return self._session.scalars(pair).one_or_none()

    def relationship_by_id(self, relationship_id: int) -> Relationship:
        found = self._session.get(Relationship, relationship_id)
        if found is None:
            raise NotFound
        return found

    def relationships_of(self, client_id: int) -> list[Relationship]:
        mine = select(Relationship).where(Relationship.client_id == client_id)
        return list(self._session.scalars(mine.order_by(Relationship.id.desc())))

    def invitation(self, code_hash: str, now: datetime) -> Invitation | None:
        usable = select(Invitation).where(
            Invitation.code_hash == code_hash, Invitation.used_at.is_(None), Invitation.expires_at > now
        )
        return self._session.scalars(usable.with_for_update()).one_or_none()
