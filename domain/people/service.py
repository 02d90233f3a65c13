"""The use cases of people: meeting them, inviting them, and what they choose for themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from domain.base import Role
from domain.bookings.announce import plan_anew
from domain.errors import Refusal
from domain.notifications.history import take_along
from domain.notifications.preferences import replan
from domain.people.model import Address, Channel, Invitation, Person, Preferences
from domain.people.trips import call_off, under_way
from domain.work import Work
from domain.zones import named

INVITATION = timedelta(days=7)


class BadInvitation(Refusal):
    """That code is not valid any more. Ask the studio for a new one."""


class StillBooked(Refusal):
    """Sessions are booked from this chat. Cancel them first, or join with another account."""


class SomebodysDesk(Refusal):
    """This chat is {name}’s desk already. Join with another account."""


def meet(
    work: Work,
    channel: Channel,
    external_id: str,
    *,
    lane: str,
    name: str,
    locale: str,
    zone: str,
    quiet: tuple[int, int] | None = None,
    now: datetime,
) -> Address:
    """A person whom nobody knew becomes a client of the studio, reached where they wrote from, with the
    studio's ``quiet`` hours (minutes of the day) until they choose others.
    """
    prefers = begins_with(quiet)
    person = Person(name=name[:120] or "?", locale=locale, zone=zone, prefers=prefers, created_at=now)
    address = Address(person=person, channel=channel, external_id=external_id, lane=lane)
    work.add(person, address)
    work.flush()
    return address


def begins_with(quiet: tuple[int, int] | None) -> Preferences | None:
    """What somebody prefers who has chosen nothing yet, with these quiet hours (minutes of the day)."""
    return Preferences(quiet_from=quiet[0], quiet_until=quiet[1]) if quiet else None


def choose_zone(work: Work, person: Person, zone: str, *, now: datetime) -> None:
    """Keep the zone that the person told us; who is on a trip has come to stay. Raises UnknownZone."""
    named(zone)
    if trip := under_way(person):
        call_off(work, person, trip.id)
    person.zone, person.zone_told = zone, True
    replan(work, person)


def invite(work: Work, person: Person, *, now: datetime) -> str:
    """A one-time code with which this person joins from a chat, good for a week."""
    code = secrets.token_urlsafe(16)
    work.add(Invitation(person_id=person.id, code_hash=_hash(code), expires_at=now + INVITATION))
    return code


def invited(work: Work, code: str, *, now: datetime) -> Person | None:
    """Whom a code is for, while it is good."""
    invitation = work.people.invitation(_hash(code.strip()), now)
    return work.people.person(invitation.person_id) if invitation else None


def join(
    work: Work, code: str, channel: Channel, external_id: str, *, lane: str, place: str | None, now: datetime
) -> Address:
    """Give the chat that named the code to the person it was made for.

    Raises BadInvitation, StillBooked where the chat speaks for somebody who has booked, and SomebodysDesk
    where it is another trainer's or admin's.
    """
    invitation = work.people.invitation(_hash(code.strip()), now)
    if invitation is None:
        raise BadInvitation
    invitation.used_at = now
    person = work.people.person(invitation.person_id)
    address = work.people.heard_at(channel, external_id)
    if address is None:
        address = Address(person=person, channel=channel, external_id=external_id, lane=lane, place=place)
        work.add(address)
    elif address.person_id != person.id:
        _hand_over(work, address, person, now=now)
    work.flush()
    plan_anew(work, person.id, now)  # who was spoken for until now is told here
    return address


def _hand_over(work: Work, address: Address, person: Person, *, now: datetime) -> None:
    """The chat now speaks for the invited person, who stays a client of those with whom it trained."""
    before = address.person
    if before.roles & ~Role.CLIENT:
        raise SomebodysDesk(name=before.first_name)
    if work.bookings.coming(before.id, now, limit=1):
        raise StillBooked
    for relationship in work.people.relationships_of(before.id):
        person.roles |= Role.CLIENT
        if work.people.relationship(person.id, relationship.trainer_id) is None:
            relationship.client_id = person.id
    take_along(work, address, person)
    address.person, address.person_id = person, person.id
    address.asking = address.talk = address.whom = address.menu = address.muted_until = None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
