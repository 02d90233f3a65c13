"""Whom a campaign is for: some of the clients, by what is known of them."""

import enum
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Self

from domain.people.model import Level


class Visit(enum.StrEnum):
    """When they were last there."""

    RECENT = "recent"
    AWAY_30 = "away30"
    AWAY_90 = "away90"
    NEVER = "never"


AGO = {
    Visit.RECENT: timedelta(days=30),
    Visit.AWAY_30: timedelta(days=30),
    Visit.AWAY_90: timedelta(days=90),
}


class Credit(enum.StrEnum):
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Segment:
    """Clients of whom all of this holds; None is whatever it may be."""

    trainer: int | None = None
    visit: Visit | None = None
    credit: Credit | None = None
    language: str | None = None
    level: Level | None = None
    tag: str | None = None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        visit, credit, level = kept.get("visit"), kept.get("credit"), kept.get("level")
        return cls(
            kept.get("trainer"),
            Visit(visit) if visit else None,
            Credit(credit) if credit else None,
            kept.get("language"),
            Level(level) if level else None,
            kept.get("tag"),
        )

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def toggled(self, **part: Any) -> Self:
        """With one thing that has to hold, or without it where it had to."""
        ((name, value),) = part.items()
        return replace(self, **{name: None if getattr(self, name) == value else value})
