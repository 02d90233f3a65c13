"""What was said of a standing slot: how long it rests, and the instants that a weekday and hour name."""

import re
from datetime import date, datetime, timedelta

from bot.dialogue.turn import Turn
from bot.dialogue.when import When
from bot.dialogue.words import instant
from domain.errors import Unreadable
from domain.intervals import Interval
from domain.schedule.search import plan_of
from domain.schedule.time_off import parse_block
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import wall

_UNTIL = re.compile(r"^(?:until|till|til|hasta)(?: el)? ", re.IGNORECASE)
_DAY = timedelta(days=1)


def pause_days(words: str, now: datetime) -> tuple[date, date] | None:
    """Of "24 dec to 6 jan" both days are meant; "until 7 jan" ends the day before. None for anything else."""
    until = _UNTIL.search(words)
    try:
        off = parse_block(words[until.end() :] if until else words, now)
    except Unreadable:
        return None
    if off.reason or (off.start, off.end) != (0, 1440):
        return None
    if until:
        return (now.date(), off.last - _DAY) if off.last > now.date() else None
    return off.first, off.last


def instants(turn: Turn, said: When) -> list[datetime]:
    """The first of the days at each of the hours, on the clock of who speaks."""
    return [instant(said.days[0], moment) for moment in said.times]


def fits(work: Work, trainer: Trainer, service: Service, found: list[datetime]) -> list[datetime]:
    """Those inside the trainer's hours: of a bare "6" the one at which anybody trains."""
    return [each for each in found if _is_open(work, trainer, service, each)]


def _is_open(work: Work, trainer: Trainer, service: Service, starts: datetime) -> bool:
    ends = starts + timedelta(minutes=service.minutes)
    first = wall(starts, trainer.zone).date() - _DAY
    opening = plan_of(work, trainer, starts, ends).opening(first, 3)
    return any(_holds(each, Interval(starts, ends)) for each in opening)


def _holds(opening: Interval, session: Interval) -> bool:
    return opening.start <= session.start and session.end <= opening.end
