"""How a trainer looks for sessions: “cleo cancelled last month”, “knee 1-15 oct”, “past 30 days check-in”."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from domain.records.service import Kind, searchable
from domain.schedule.dates import any_of
from domain.schedule.vocabulary import months, plain, tidy

_DAY = timedelta(days=1)
_KINDS = {
    **dict.fromkeys(("upcoming", "ahead", "coming", "booked", "proximas", "pendientes"), Kind.AHEAD),
    **dict.fromkeys(("past", "over", "pasadas", "anteriores"), Kind.PAST),
    **dict.fromkeys(("cancelled", "canceled", "cancelado", "canceladas"), Kind.CANCELLED),
    **dict.fromkeys(("requests", "requested", "solicitudes"), Kind.REQUESTS),
    **dict.fromkeys(("completed", "done", "completadas", "hechas"), Kind.COMPLETED),
    **dict.fromkeys(("missed", "no-show", "no-shows", "no show", "perdidas", "faltas"), Kind.MISSED),
    **dict.fromkeys(("all", "everything", "todas", "todo"), Kind.ALL),
}
_KIND = re.compile(rf"(?<!\w)(?:{any_of(_KINDS)})(?!\w)")
_LASTING = re.compile(r"(?:the )?(?:last|past|(?:los )?ultimos) ([0-9]{1,3}) (?:days|dias)(?!\w)")
_DATE = (
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"|([0-9]{{1,2}})(?:st|nd|rd|th)? (?:de |of )?({any_of(months())})\b(?: (?:de )?(20[0-9]{{2}})\b)?)"
)
_DATES = re.compile(
    r"(?:(?:from|on|since|between|del?|desde|el|entre) )?(?<!\w)"
    rf"(?:([0-9]{{1,2}}) ?- ?)?{_DATE}(?: ?(?:-|to|until|and|al?|hasta|y) ?{_DATE})?(?!\w)"
)
_MONTH = re.compile(rf"(?<!\w)(?:in|en) ({any_of(months())})\b(?: (?:de )?(20[0-9]{{2}})\b)?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """From the day ``since`` on, to the day ``until``; ``words`` as `searchable` leaves them."""

    kind: Kind = Kind.AHEAD
    since: date | None = None
    until: date | None = None
    words: tuple[str, ...] = ()


def read_wanted(text: str, today: date) -> Wanted:
    """Of dates without a year the latest are meant, or the next ones of what is ahead. Whatever is neither a
    date nor a kind is searched for; nothing said is what is ahead.
    """
    line, span = plain(tidy(text)), None
    if said := _KIND.search(_LASTING.sub("", line)):
        line = line.replace(said[0], " ", 1)
    kind = _KINDS[said[0]] if said else None
    forward = kind in (Kind.AHEAD, Kind.REQUESTS)
    for pattern, days_of in _READERS:
        if (found := pattern.search(line)) and (span := days_of(found, today, forward)):
            line = f"{line[: found.start()]} {line[found.end() :]}"
            break
    words = tuple(searchable(line))
    since, until = span or (None, None)
    return Wanted(kind or (Kind.ALL if words or span else Kind.AHEAD), since, until, words)


Span: TypeAlias = tuple[date, date] | None


def _week(found: re.Match[str], today: date, _forward: bool) -> Span:
    monday = today - today.weekday() * _DAY
    weeks = -1 if found[1] == "last " or "pasada" in found[0] else int(found[1] == "next ")
    return monday + weeks * 7 * _DAY, monday + (weeks * 7 + 6) * _DAY


def _calendar_month(found: re.Match[str], today: date, _forward: bool) -> Span:
    first = today.replace(day=1)
    if found[1] == "last " or "pasado" in found[0]:
        first = (first - _DAY).replace(day=1)
    return first, _end_of(first)


def _named_month(found: re.Match[str], today: date, forward: bool) -> Span:
    first = _in_year(1, months()[found[1]], found[2], today, forward)
    return (first, _end_of(first)) if first else None


def _lasting(found: re.Match[str], today: date, _forward: bool) -> Span:
    return today - int(found[1]) * _DAY, today


def _today(_found: re.Match[str], today: date, _forward: bool) -> Span:
    return today, today


def _dates(found: re.Match[str], today: date, forward: bool) -> Span:
    begins, *rest = found.groups()
    last = _date(rest[4:], today, forward) if any(rest[4:]) else _date(rest[:4], today, forward)
    first = _date(rest[:4], today, forward)
    if first and last and begins:
        first = _real(last.year, last.month, int(begins))
    if first and last and first > last and any(rest[4:]):  # “20 dec - 5 jan”
        first = _real(last.year - 1, first.month, first.day)
    return (first, last) if first and last and first <= last else None


def _date(said: list[str | None], today: date, forward: bool) -> date | None:
    iso, day, month, year = said
    if iso:
        return _real(*map(int, iso.split("-")))
    return _in_year(int(day), months()[month], year, today, forward) if day and month else None


def _in_year(day: int, month: int, year: str | None, today: date, forward: bool) -> date | None:
    if year:
        return _real(int(year), month, day)
    near = [_real(today.year + each, month, day) for each in (-1, 0, 1)]
    known = [each for each in near if each and (each >= today if forward else each <= today)]
    return (known[0] if forward else known[-1]) if known else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 31 jun
        return None


def _end_of(first: date) -> date:
    return (first + 31 * _DAY).replace(day=1) - _DAY


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], Span]], ...] = (
    (re.compile(r"(?<!\w)(last |this |next |esta |la )(?:week|semana)(?: pasada)?(?!\w)"), _week),
    (re.compile(r"(?<!\w)(last |this |este |el )(?:month|mes)(?: pasado)?(?!\w)"), _calendar_month),
    (_LASTING, _lasting),
    (re.compile(r"(?<!\w)(?:today|hoy)(?!\w)"), _today),
    (_DATES, _dates),
    (_MONTH, _named_month),
)
