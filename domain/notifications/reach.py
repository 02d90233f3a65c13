"""The use cases of where: which channel comes first, and a test of it."""

from datetime import datetime

from domain.base import Role
from domain.bookings.announce import plan_anew
from domain.errors import Refusal
from domain.family.service import household
from domain.notifications.preferences import preferences
from domain.notifications.service import tell
from domain.people.model import Channel, Person
from domain.work import Work

A_MINUTE = 60  # seconds, in which one test is enough


class NotThere(Refusal):
    """You are not reached there yet. Write from there first, or give your address: email me@example.org"""


def channels_of(work: Work, person: Person) -> list[Channel]:
    """By which somebody is reached, each once."""
    return list(dict.fromkeys(each.channel for each in work.people.reached_at(person.id)))


def first_channel(work: Work, person: Person, role: Role) -> Channel | None:
    """Where they are told things in a role; None where nowhere."""
    place = work.people.reach(person.id, role)
    return work.people.address(place.address_id).channel if place else None


def reach_first(work: Work, person: Person, channel: Channel, *, now: datetime) -> None:
    """They are told things there from now on, and what waits for its time goes there too. Raises NotThere."""
    if channel not in channels_of(work, person):
        raise NotThere
    preferences(person).channel_first = channel
    work.flush()
    for each in household(work, person, now=now):
        plan_anew(work, each.id, now)


def send_test(work: Work, person: Person, role: Role, *, now: datetime) -> Channel:
    """A harmless message where they are reached first, once a minute for each channel. Raises NotThere."""
    kind = "client_test" if role is Role.CLIENT else "trainer_test"
    minute = int(now.timestamp() // A_MINUTE)
    channel = first_channel(work, person, role)
    key = f"test:{channel}:{minute}"
    if channel is None or not tell(work, person.id, role, kind, key, due=now, stay=True):
        raise NotThere
    return channel
