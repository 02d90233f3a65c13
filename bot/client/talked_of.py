"""What the talk is about: the times that "and friday?" and "later" refer to."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from bot.dialogue.turn import Turn
from bot.dialogue.when import When
from bot.dialogue.words import local
from domain.bookings.ports import Sheet
from domain.trainers.model import Service, Trainer


def remember(
    turn: Turn,
    said: When,
    trainer: Trainer | None = None,
    moving: Sheet | None = None,
    service: Service | None = None,
) -> None:
    """Keep what was said, with whom and what it is about once that is known."""
    talk: dict[str, Any] = {
        "days": [each.isoformat() for each in said.days],
        "times": [each.isoformat() for each in said.times],
        "window": [each.isoformat() for each in said.window] if said.window else None,
    }
    about = {"trainer": trainer, "moving": moving and moving.booking, "service": service}
    turn.address.talk = talk | {name: known.id for name, known in about.items() if known}


def forget(turn: Turn) -> None:
    """The times are looked at no more, whoever it was with."""
    said = {"days", "times", "window"}
    turn.address.talk = {key: known for key, known in (turn.address.talk or {}).items() if key not in said}


def talked_of(turn: Turn, services: Sequence[Service]) -> Service | None:
    """The one of these that the talk is about."""
    known = (turn.address.talk or {}).get("service")
    return next((each for each in services if each.id == known), None)


def earlier(turn: Turn) -> When | None:
    """What was said before, as far as it still lies ahead."""
    talk = turn.address.talk or {}
    if not (talk.get("days") or talk.get("times") or talk.get("window")):
        return None
    window = talk.get("window")
    today = local(turn.now).date()
    days = tuple(each for each in map(date.fromisoformat, talk.get("days", ())) if each >= today)
    return When(
        days=days,
        times=tuple(time.fromisoformat(each) for each in talk.get("times", ())),
        window=(time.fromisoformat(window[0]), time.fromisoformat(window[1])) if window else None,
    )
