"""What the talk is about: the times that "and friday?" and "later" refer to."""

from datetime import date, time
from typing import Any

from bot.dialogue.turn import Turn
from bot.dialogue.when import When
from bot.dialogue.words import local
from domain.bookings.ports import Sheet
from domain.trainers.model import Trainer


def remember(turn: Turn, said: When, trainer: Trainer | None = None, moving: Sheet | None = None) -> None:
    """Keep what was said, with whom it is about once that is known."""
    talk: dict[str, Any] = {
        "days": [each.isoformat() for each in said.days],
        "times": [each.isoformat() for each in said.times],
        "window": [each.isoformat() for each in said.window] if said.window else None,
    }
    about = {"trainer": trainer.id} if trainer else {}
    turn.address.talk = talk | about | ({"moving": moving.booking.id} if moving else {})


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
