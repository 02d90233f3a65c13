"""The use cases of a family: who acts for whom, from when and until when.

Whoever acts for another is that other person to every service: `speak_for` is the one gate.
"""

from datetime import date, datetime

from domain.base import Role
from domain.bookings.announce import plan_anew
from domain.errors import NotYours, Refusal
from domain.family.model import Kind, SpeaksFor
from domain.family.ports import Bond
from domain.family.rules import MOST, holds, of_age_at
from domain.notifications.service import tell
from domain.people.model import Person
from domain.people.service import invite
from domain.work import Work


class SameName(Refusal):
    """Somebody is called {name} here already. Add another name, such as {name} B."""


class TooMany(Refusal):
    """That is as many people as one chat can speak for. Remove somebody first."""


class OfAge(Refusal):
    """{name} is of age, and so has to agree. Leave the birth date out."""


class NotBorn(Refusal):
    """That day is yet to come. When were they born?"""


class SessionsLeft(Refusal):
    """Sessions of {name} are booked, and nobody would be told about them. Cancel them first."""


def household(work: Work, speaker: Person, *, now: datetime) -> list[Person]:
    """Everybody for whom this person may act: first themself."""
    bonds = work.family.of_speaker(speaker.id)
    return [speaker, *(bond.person for bond in bonds if holds(bond.terms, now))]


def speak_for(work: Work, speaker: Person, person_id: int, *, now: datetime) -> Person:
    """The person in whose name the speaker goes on. Raises NotYours."""
    if person_id == speaker.id:
        return speaker
    for each in household(work, speaker, now=now):
        if each.id == person_id:
            return each
    raise NotYours


def is_child(work: Work, speaker: Person, person: Person, *, now: datetime) -> bool:
    """Whether the speaker consents for this person, as a guardian."""
    bonds = work.family.of_speaker(speaker.id)
    terms = next((bond.terms for bond in bonds if bond.person.id == person.id), None)
    return terms is not None and terms.kind is Kind.CHILD and holds(terms, now)


def add_child(
    work: Work, guardian: Person, name: str, born_on: date, *, shown: str, said: str, now: datetime
) -> Bond:
    """A parent or guardian speaks for a child until the child is of age. Raises SameName, TooMany, NotBorn,
    or OfAge where the child is none.
    """
    until = of_age_at(born_on, guardian.zone)
    if born_on > now.date():
        raise NotBorn
    if until <= now:
        raise OfAge(name=name)
    bond = _add(work, guardian, name, Kind.CHILD, now)
    bond.terms.born_on, bond.terms.until = born_on, until
    bond.terms.agreed_at, bond.terms.shown, bond.terms.said = now, shown, said
    return bond


def add_adult(work: Work, speaker: Person, name: str, *, now: datetime) -> Bond:
    """Nothing can be done in their name until they `agree`. Raises SameName or TooMany."""
    return _add(work, speaker, name, Kind.ADULT, now)


def bond_of(work: Work, actor: Person, bond_id: int) -> Bond:
    """One that concerns the actor, or any for an admin. Raises NotYours."""
    bond = work.family.bond(bond_id)
    if actor.id not in (bond.speaker.id, bond.person.id) and not actor.roles & Role.ADMIN:
        raise NotYours
    return bond


def agree(work: Work, actor: Person, bond_id: int, *, shown: str, said: str, now: datetime) -> Bond:
    """An adult agreed to these words, on the phone that they share or in their own chat. Raises NotYours."""
    bond = bond_of(work, actor, bond_id)
    if bond.terms.ended_at is not None:
        raise NotYours
    if bond.terms.agreed_at is None:
        bond.terms.agreed_at, bond.terms.shown, bond.terms.said = now, shown, said
        plan_anew(work, bond.person.id, now)
    return bond


def end(work: Work, actor: Person, bond_id: int, *, now: datetime) -> Bond:
    """Either of the two, or an admin, ends it; the person and what they have stay. Raises NotYours, and
    SessionsLeft where the speaker would leave sessions that nobody hears of.
    """
    bond = bond_of(work, actor, bond_id)
    if bond.terms.ended_at is not None:
        return bond
    if actor.id == bond.speaker.id and holds(bond.terms, now) and _needs_a_speaker(work, bond.person, now):
        raise SessionsLeft(name=bond.person.first_name)
    bond.terms.ended_at, bond.terms.ended_by = now, actor.id
    plan_anew(work, bond.person.id, now)
    if actor.id != bond.speaker.id:
        key, about = f"bond_ended:{bond_id}", ("family", bond_id)
        tell(work, bond.speaker.id, Role.CLIENT, "client_bond_ended", key, due=now, subject=about)
    return bond


def own_chat(work: Work, actor: Person, bond_id: int, *, now: datetime) -> str:
    """A code with which an adult writes from a chat of their own. Raises NotYours, also for a child."""
    bond = bond_of(work, actor, bond_id)
    if bond.terms.kind is not Kind.ADULT or bond.terms.ended_at is not None:
        raise NotYours
    return invite(work, bond.person, now=now)


def come_of_age(work: Work, *, now: datetime) -> int:
    """Who turns eighteen is nobody's child here any more. The guardian is told, and the grown child asked."""
    grown = work.family.come_of_age(now)
    for bond in grown:
        bond.terms.ended_at = now
        asked = _bond(work, bond.speaker, bond.person, Kind.ADULT, now)
        plan_anew(work, bond.person.id, now)
        about = ("family", asked.terms.id)
        key = f"of_age:{bond.terms.id}"
        tell(work, bond.speaker.id, Role.CLIENT, "client_of_age", key, due=now, subject=about)
    return len(grown)


def _add(work: Work, speaker: Person, name: str, kind: Kind, now: datetime) -> Bond:
    known = work.family.of_speaker(speaker.id)
    if len(known) >= MOST:
        raise TooMany
    person = Person(
        name=" ".join(name.split())[:60], locale=speaker.locale, zone=speaker.zone, created_at=now
    )
    first = person.first_name.casefold()
    if first in (each.first_name.casefold() for each in (speaker, *(bond.person for bond in known))):
        raise SameName(name=person.first_name)
    work.add(person)
    work.flush()
    return _bond(work, speaker, person, kind, now)


def _bond(work: Work, speaker: Person, person: Person, kind: Kind, now: datetime) -> Bond:
    terms = SpeaksFor(speaker_id=speaker.id, person_id=person.id, kind=kind, since=now)
    work.add(terms)
    work.flush()
    return Bond(terms, speaker, person)


def _needs_a_speaker(work: Work, person: Person, now: datetime) -> bool:
    """Whether sessions are coming, and no chat of their own would tell about them."""
    if not work.bookings.coming(person.id, now, limit=1):
        return False
    place = work.people.reach(person.id, Role.CLIENT)
    return place is None or place.person_id != person.id
