"""A trainer's own words for opening hours, “mon-fri 7-12, 16-20; sat 9-13”, and their echo."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from domain.errors import Unreadable
from domain.schedule.vocabulary import DAY_GROUPS, HOURS, OFF, TO, Hours, plain, read_hours, tidy, weekdays


class UnreadableHours(Unreadable):
    """I could not read “{words}”. Try: mon-fri 7-12, 16-20."""


class WhichDays(Unreadable):
    """On which days is “{words}”? Try: mon-fri 7-12, 16-20."""


class WhichHours(Unreadable):
    """What are the hours on “{words}”? Try: mon-fri 7-12, 16-20; sun off."""


def parse_hours(text: str) -> dict[int, list[Hours]]:
    """The opening hours of the weekdays that the text names (Monday is 0), ordered and apart; [] is closed.

    Hours of a day that is named twice add up; “off” closes it wherever it stands. Raises an `Unreadable`.
    """
    week: dict[int, list[Hours]] = {}
    closed: set[int] = set()
    for days, hours in _clauses(text):
        for day in days:
            week.setdefault(day, []).extend(hours)
        if not hours:
            closed.update(days)
    return {day: [] if day in closed else _merged(hours) for day, hours in sorted(week.items())}


def _clauses(text: str) -> Iterator[tuple[list[int], list[Hours]]]:
    """Days, and each stretch of hours that follows them; none for “off”."""
    days: list[int] = []
    said, answered = "", True
    for kind, words in _pieces(text):
        if kind == "days":
            days = _days(words) + ([] if answered else days)
            said, answered = words, False
        elif not days:
            raise WhichDays(words=words)
        else:
            answered = True
            yield days, [] if kind == "off" else [_hours(words)]
    if not answered:
        raise WhichHours(words=said)
    if not days:
        raise UnreadableHours(words=text.strip())


@cache
def _piece() -> re.Pattern[str]:
    groups = "|".join(DAY_GROUPS)
    return re.compile(
        rf"(?P<skip>[\s,;:·&+-]+|(?:and|y|e|on|from|de|los)\b)|(?P<off>{OFF})|(?P<hours>{HOURS})"
        rf"|(?P<days>(?:{groups})\b|[a-z]+\.?(?:{TO}(?!{OFF})[a-z]+\.?)?)|(?P<unknown>\S+)"
    )


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for found in _piece().finditer(plain(tidy(text))):
        if found.lastgroup == "unknown":
            raise UnreadableHours(words=found[0].rstrip(",;"))
        if found.lastgroup and found.lastgroup != "skip":
            yield found.lastgroup, found[0]


def _days(words: str) -> list[int]:
    if words in DAY_GROUPS:
        return list(DAY_GROUPS[words])
    first, *rest = re.split(TO, words.replace(".", ""))
    try:
        start, end = weekdays()[first], weekdays()[rest[0] if rest else first]
    except KeyError:
        raise UnreadableHours(words=words) from None
    return [day % 7 for day in range(start, end + 1 if start <= end else end + 8)]  # sat-mon runs on


def _hours(words: str) -> Hours:
    hours = read_hours(words)
    if hours is None:
        raise UnreadableHours(words=words)
    return hours


def _merged(ranges: list[Hours]) -> list[Hours]:
    apart: list[Hours] = []
    for start, end in sorted(ranges):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def echo_hours(hours: Mapping[int, Sequence[Hours]], names: Sequence[str], off: str = "off") -> str:
    """Hours as `parse_hours` reads them back: “Mon–Fri 07:00–12:00, 16:00–20:00 · Sat 09:00–13:00”.

    ``names`` are the weekdays' from Monday, and ``off`` the word for closed, in the reader's language.
    """
    alike: dict[tuple[Hours, ...], list[int]] = {}
    for day in sorted(hours):
        alike.setdefault(tuple(hours[day]), []).append(day)
    return " · ".join(f"{_echo_days(days, names)} {_echo(ranges) or off}" for ranges, days in alike.items())


def _echo(ranges: Iterable[Hours]) -> str:
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in ranges)


def _echo_days(days: list[int], names: Sequence[str]) -> str:
    firsts = [day for day in days if day - 1 not in days]
    lasts = [day for day in days if day + 1 not in days]
    return ", ".join(
        names[first] if first == last else f"{names[first]}–{names[last]}"
        for first, last in zip(firsts, lasts, strict=True)
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
