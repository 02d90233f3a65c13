"""What drawing a screen needs, whether it answers a turn or is said unasked."""

from datetime import datetime
from typing import Protocol

from bot.dialogue.turn import Studio
from domain.people.model import Address, Person
from domain.work import Work


class Scene(Protocol):
    """The truth, the business time, and who is looking, from where. A Turn is one, and so is a Notice."""

    work: Work
    now: datetime
    studio: Studio
    person: Person
    address: Address
