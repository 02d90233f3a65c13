"""What the family slice asks of storage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.family.model import SpeaksFor
from domain.people.model import Person


@dataclass(frozen=True, slots=True)
class Bond:
    """Who speaks, for whom, and on what terms."""

    terms: SpeaksFor
    speaker: Person
    person: Person


class Family(Protocol):
    def of_speaker(self, speaker_id: int) -> list[Bond]:
        """Those that are not ended, agreed or not, in the order in which they were added."""
        ...

    def of_person(self, person_id: int) -> list[Bond]:
        """Those that somebody agreed to, or is agreed for, and that are not ended."""
        ...

    def speaker_for(self, person_id: int, now: datetime) -> Person | None:
        """Who speaks for somebody now; the first where several do."""
        ...

    def bond(self, bond_id: int) -> Bond:
        """Locked until the turn ends. Raises NotFound."""
        ...

    def standing(self, *, limit: int = 100) -> list[Bond]:
        """All that are not ended, for who runs the studio."""
        ...

    def come_of_age(self, now: datetime, *, limit: int = 100) -> list[Bond]:
        """Those of children who are none any more, locked until the turn ends."""
        ...
