"""Whole days as people type them: “24 dec - 2 jan”, “this week”, “until friday”, “for 10 days”."""

import re
from datetime import date, datetime, timedelta
from typing import TypeAlias

from domain.errors import Unreadable
from domain.schedule.dates import Order
from domain.schedule.time_off import parse_block
from domain.schedule.vocabulary import plain, tidy

Days: TypeAlias = tuple[date, date]

_DAY = timedelta(days=1)
_FROM = re.compile(r"(?:from|on|desde|del|el)\s+")
_UNTIL = re.compile(r"(?:until|till?|hasta)\s+(?:el\s+)?")
_FOR = re.compile(
    r"(?:(?:for|durante|por)\s+)?(?P<count>an?|una?|one|two|dos|[0-9]{1,3})\s+(?P<unit>weeks?|semanas?|days?|dias?)"
)
_COUNTS = {"a": 1, "an": 1, "un": 1, "una": 1, "one": 1, "two": 2, "dos": 2}
_THIS_WEEK = frozenset({"this week", "esta semana"})
_NEXT_WEEK = frozenset({"next week", "la semana que viene", "la proxima semana", "la semana proxima"})
_WHOLE_DAY = (0, 1440)
_LONGEST = 366 * _DAY


class UnreadableDays(Unreadable):
    """I could not read “{words}” as days. Try: 24 dec - 2 jan"""


def read_days(words: str, now: datetime, order: Order = "DMY") -> Days:
    """The first day and the last; days that are over are left out. ``now`` is aware, in the zone of whoever
    says it, and ``order`` how their region writes 7/12. Raises an `Unreadable`.
    """
    line, today = plain(tidy(words)), now.date()
    sunday = today + (6 - today.weekday()) * _DAY
    if line in _THIS_WEEK:
        return today, sunday
    if line in _NEXT_WEEK:
        return sunday + _DAY, sunday + 7 * _DAY
    if lasting := _FOR.fullmatch(line):
        count = _COUNTS.get(lasting["count"]) or int(lasting["count"])
        length = count * (7 if lasting["unit"][0] in "ws" else 1) * _DAY
        if not _DAY <= length <= _LONGEST:
            raise UnreadableDays(words=words)
        return today, today + length - _DAY
    if until := _UNTIL.match(line):
        return today, _named(tidy(words)[until.end() :], words, now, order)[1]
    began = _FROM.match(line)
    return _named(tidy(words)[began.end() :] if began else tidy(words), words, now, order)


def _named(line: str, words: str, now: datetime, order: Order) -> Days:
    block = parse_block(line, now, order)
    if (block.start, block.end) != _WHOLE_DAY or block.reason:
        raise UnreadableDays(words=words)
    return block.first, block.last
