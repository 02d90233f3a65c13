"""Quiet hours as people type them: “22-8”, “from 10:30 pm to 7”, “off”."""

import re

from domain.errors import Unreadable
from domain.notifications.quiet import LONGEST, Quiet
from domain.schedule.vocabulary import CLOCK, HOURS, plain, read_clock, tidy

_HALF_DAY = 720
_FROM = re.compile(r"(?:from|de|desde(?: las)?) ")
_OFF = frozenset({"off", "no", "none", "never", "nunca", "ninguna", "apagar", "quitar"})


class UnreadableQuiet(Unreadable):
    """I could not read “{words}”. Say from when until when, such as: quiet 22-8, or: quiet off"""


def read_quiet(words: str) -> Quiet | None:
    """From when until when, or None for "off". “10-8” is a night, since no day is quiet for 22 hours. Raises
    UnreadableQuiet.
    """
    line = _FROM.sub("", plain(tidy(words)), count=1)
    if line in _OFF:
        return None
    found = re.fullmatch(HOURS, line)
    ends = [CLOCK.match(line, found.start(group)) for group in (1, 5)] if found else []
    minutes = [read_clock(end) for end in ends if end]
    if len(minutes) < 2 or None in minutes:
        raise UnreadableQuiet(words=words)
    begins, until = (minute or 0 for minute in minutes)
    said_so = found and (found.group(3) or found.group(4))
    if (until - begins) % 1440 > LONGEST and begins <= _HALF_DAY and not said_so:
        begins = (begins + _HALF_DAY) % 1440
    return Quiet(begins, until)
