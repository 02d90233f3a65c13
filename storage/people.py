"""Every SELECT about people."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager

from domain.base import Role
from domain.errors import NotFound
from domain.family.model import SpeaksFor
from domain.notifications.habits import habits_of
from domain.people.model import (
    Address,
    Channel,
    ClientLevel,
    ClientTag,
    Invitation,
    Person,
    Preferences,
    Relationship,
    Trip,
)
from domain.people.ports import Place
from storage.family import HOLDS
from storage.tables import table

_address, _whose, _prefers = table(Address), table(Person), table(Preferences)

# Built once, as every turn runs some of them.
_WITH_PERSON = (
    select(Address)
    .join(Address.person)
    .options(contains_eager(Address.person), contains_eager(Address.person).joinedload(Person.prefers))
)
_ADDRESS = _WITH_PERSON.where(Address.id == bindparam("address"))
_ADDRESS_LOCKED = _ADDRESS.with_for_update(of=Address, key_share=True).execution_options(
    populate_existing=True
)
# A lock that others may still refer to: whoever tells this person something does not wait.
_HEARD_AT = (
    _WITH_PERSON.options(contains_eager(Address.person).joinedload(Person.trips))  # by whose clocks to speak
    .where(Address.channel == bindparam("channel"), Address.external_id == bindparam("external_id"))
    .with_for_update(of=Address, key_share=True)
)

_ASKED = select(Address).where(Address.asking.is_not(None)).with_for_update(key_share=True, skip_locked=True)

_ADMINS = (
    select(Person)
    .where(Person.roles.op("&")(literal(int(Role.ADMIN), Integer)) != literal(0, Integer))
    .order_by(Person.id)
)

# Trainers and admins live in Slack, clients on their phones.
PREFERENCE = {
    Role.TRAINER: (Channel.SLACK, Channel.TELEGRAM, Channel.SMS, Channel.MAIL),
    Role.ADMIN: (Channel.SLACK, Channel.TELEGRAM, Channel.SMS, Channel.MAIL),
    Role.CLIENT: (Channel.TELEGRAM, Channel.SMS, Channel.SLACK, Channel.MAIL),
}
_REACH = {
    role: select(
        _address.c.id,
        _address.c.lane,
        _address.c.person_id,
        _whose.c.zone,
        _prefers.c.quiet_from,
        _prefers.c.quiet_until,
        _prefers.c.modes,
        _prefers.c.digest_at,
        _address.c.heard_at,
    )
    .join(_whose, _whose.c.id == _address.c.person_id)
    .outerjoin(_prefers, _prefers.c.person_id == _address.c.person_id)
    .where(
        _address.c.dead_at.is_(None),
        _address.c.stopped_at.is_(None),
        ~_address.c.unproven,
        _address.c.id.not_in(bindparam("but", expanding=True)),
    )
    .order_by(
        case((_address.c.channel == _prefers.c.channel_first, 0), else_=1),
        case({channel: rank for rank, channel in enumerate(order)}, value=_address.c.channel),
        _address.c.id,
    )
    .limit(1)
    for role, order in PREFERENCE.items()
}
_person = bindparam("person", type_=Integer)
_REACH_THEM = {role: reach.where(_address.c.person_id == _person) for role, reach in _REACH.items()}
_SPEAKERS = select(SpeaksFor.speaker_id).where(SpeaksFor.person_id == _person, *HOLDS)
_REACH_SPEAKERS = _REACH[Role.CLIENT].where(_address.c.person_id.in_(_SPEAKERS))
_REACHED_AT = _WITH_PERSON.where(
    Address.person_id == _person,
    Address.dead_at.is_(None),
    Address.stopped_at.is_(None),
    ~Address.unproven,
).order_by(Address.id)
_RELATIONSHIP = select(Relationship).where(
    Relationship.client_id == bindparam("client"), Relationship.trainer_id == bindparam("trainer")
)
# Two replicas that look at once share the work.
_TRIPS_DUE = (
    select(Trip)
    .where(
        ~Trip.over,
        or_(Trip.ends <= bindparam("now"), and_(Trip.home.is_(None), Trip.starts <= bindparam("now"))),
    )
    .order_by(Trip.ends)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True)
)


_TAGS = (
    select(ClientTag).where(ClientTag.person_id == bindparam("person", type_=Integer)).order_by(ClientTag.tag)
)
_KNOWN_TAGS = (
    select(ClientTag.tag)
    .group_by(ClientTag.tag)
    .order_by(func.count().desc(), ClientTag.tag)
    .limit(bindparam("limit", type_=Integer))
)


class SqlPeople:
    def __init__(self, session: Session) -> None:
        self._session = session

    def level(self, person_id: int) -> ClientLevel | None:
        return self._session.get(ClientLevel, person_id)

    def tags(self, person_id: int) -> list[ClientTag]:
        return list(self._session.scalars(_TAGS, {"person": person_id}))

    def known_tags(self, *, limit: int) -> list[str]:
        return list(self._session.scalars(_KNOWN_TAGS, {"limit": limit}))

    def person(self, person_id: int) -> Person:
        found = self._session.get(Person, person_id)
        if found is None:
            raise NotFound
        return found

    def admins(self) -> list[Person]:
        return list(self._session.scalars(_ADMINS))

    def everybody(self) -> list[Person]:
        return list(self._session.scalars(select(Person).order_by(Person.name)))

    def address(self, address_id: int) -> Address:
        found = self._session.scalars(_ADDRESS, {"address": address_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def locked(self, address_id: int) -> Address:
        return self._session.scalars(_ADDRESS_LOCKED, {"address": address_id}).one()

    def close_forms(self, before: datetime) -> int:
        asked = self._session.scalars(_ASKED)
        closed = [each for each in asked if datetime.fromisoformat((each.asking or {})["until"]) < before]
        for address in closed:
            address.asking = None
        return len(closed)

    def heard_at(self, channel: Channel, external_id: str) -> Address | None:
        mine = {"channel": channel, "external_id": external_id}
        return self._session.scalars(_HEARD_AT, mine).unique().one_or_none()

    def reach(self, person_id: int, role: Role, *, but: Collection[int] = ()) -> Place | None:
        self._session.flush()  # who wrote in this turn is reached again
        them = {"person": person_id, "but": list(but)}
        found = self._session.execute(_REACH_THEM[role], them).one_or_none()
        if found is None and role is Role.CLIENT:
            found = self._session.execute(_REACH_SPEAKERS, them).one_or_none()
        if found is None:
            return None
        address_id, lane, whose, zone, begins, ends, modes, digest_at, heard_at = found
        habits = habits_of(zone, begins, ends, modes, digest_at)
        return Place(address_id, lane, whose, habits, heard_at)

    def reached_at(self, person_id: int) -> list[Address]:
        self._session.flush()
        return list(self._session.scalars(_REACHED_AT, {"person": person_id}))

    def relationship(self, client_id: int, trainer_id: int) -> Relationship | None:
        pair = {"client": client_id, "trainer": trainer_id}
        return self._session.scalars(_RELATIONSHIP, pair).one_or_none()

    def relationship_by_id(self, relationship_id: int) -> Relationship:
        found = self._session.get(Relationship, relationship_id)
        if found is None:
            raise NotFound
        return found

    def relationships_of(self, client_id: int) -> list[Relationship]:
        mine = select(Relationship).where(Relationship.client_id == client_id)
        return list(self._session.scalars(mine.order_by(Relationship.id.desc())))

    def clients_of(self, trainer_id: int) -> list[Person]:
        mine = select(Person).join(Relationship, Relationship.client_id == Person.id)
        return list(
            self._session.scalars(mine.where(Relationship.trainer_id == trainer_id).order_by(Person.name))
        )

    def invitation(self, code_hash: str, now: datetime) -> Invitation | None:
        usable = select(Invitation).where(
            Invitation.code_hash == code_hash, Invitation.used_at.is_(None), Invitation.expires_at > now
        )
        return self._session.scalars(usable.with_for_update()).one_or_none()

    def trip(self, trip_id: int) -> Trip:
        found = self._session.get(Trip, trip_id)
        if found is None:
            raise NotFound
        return found

    def trips_due(self, now: datetime, *, limit: int = 100) -> list[Trip]:
        return list(self._session.scalars(_TRIPS_DUE, {"now": now, "limit": limit}))
