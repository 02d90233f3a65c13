"""When, in a person's own words: "thu 6pm", "tomorrow morning with Ana", "and friday?", "a bit later"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.dialogue.when_days import DAY, WEEK, Days, read_days
from bot.dialogue.when_times import END_OF_DAY, NoSuchTime, Times, Window, read_times
from bot.dialogue.when_words import Grammar, Sentence, grammar
from domain.schedule.dates import Order


class Trouble(StrEnum):
    """Why a sentence about a time names none that can be had."""

    PAST = "past"
    NO_SUCH_TIME = "no_such_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What a sentence says of a time. Days and hours are a wall's, in the person's zone.

    Nothing here knows of clocks that change: whoever makes an instant of it decides about the hour that is
    missing or comes twice.
    """

    days: tuple[date, ...] = ()
    """Any of these, in order, none before today; empty: no day was said. "This weekend" is two."""
    times: tuple[time, ...] = ()
    """Any of these, in order; empty: no exact time was said. A bare "6" is two, 06:00 and 18:00."""
    window: Window | None = None
    """From, and to but not including; to `time.max` means to the end of the day. Never beside `times`."""
    rest: str = ""
    """The words that are left, in lower case: "with ana"."""
    sure: bool = True
    """Little else was said. False for "I was sick on monday, sorry": better left to a human."""
    trouble: Trouble | None = None
    """With one, `days` is empty."""

    @property
    def day(self) -> date | None:
        return self.days[0] if len(self.days) == 1 else None

    @property
    def exact(self) -> time | None:
        return self.times[0] if len(self.times) == 1 else None


def read_when(
    text: str,
    *,
    now: datetime,
    languages: Sequence[str],
    order: Order = "DMY",
    earlier: When | None = None,
) -> When | None:
    """What the text says of a time; None where it says nothing of one.

    `now` is aware and in the person's zone. `order` is how the person's region writes 3/12. `earlier` is what
    the conversation already speaks of: a sentence that names only a day keeps its hours, one that names only
    an hour keeps its day, "later" and "the day after" move it. After showing times, hand in the last of them.

    Only what lies ahead is read, today included; else `trouble` says why there is none. Costs microseconds
    where no word hints at a time, about a millisecond otherwise. Never raises, whatever the text.
    """
    words = grammar(tuple(languages))
    sentence = words.sentence(text)
    if sentence is None:
        return None
    doubtful = bool(words["DOUBT"].search(sentence.text))
    sentence.take(words["GREETING"])
    try:
        said = _read(sentence, words, now, order, earlier)
    except NoSuchTime:
        said = When(trouble=Trouble.NO_SUCH_TIME)
    if said is None:
        return None
    rest = " ".join(word.written.lower() for word in sentence.left if word.folded not in "-&")
    return replace(said, rest=rest, sure=not doubtful and len(words.content(sentence)) <= 2)


def _read(
    sentence: Sentence, words: Grammar, now: datetime, order: Order, earlier: When | None
) -> When | None:
    if moment := _from_now(sentence, words, now):
        return When(days=(moment.date(),), times=(moment.time(),))
    if earlier:  # days that have passed since are no longer spoken of
        earlier = replace(earlier, days=tuple(day for day in earlier.days if day >= now.date()))
    moved = _moved(sentence, words, earlier, now)
    anytime, anyday = sentence.take(words["ANYTIME"]), sentence.take(words["ANYDAY"])
    same = earlier if sentence.take(words["SAME"]) else None
    days = read_days(sentence, words, today=now.date(), order=order)
    if same and same.days and len(days.days) == _WHOLE_WEEK:
        weekdays = {day.weekday() for day in same.days}
        kept_days = (day for day in days.days if day.weekday() in weekdays)
        days = Days(tuple(day + WEEK if day in same.days else day for day in kept_days))
    alone = all(word[0].isdigit() or word == "-" for word in words.content(sentence))
    times = read_times(sentence, words, bare=alone or bool(days.days or anyday))
    if times.today and not days.days:
        days = Days((now.date(),))
    if not (days.days or times or moved or anytime or anyday or same):
        return None
    kept = moved or earlier or When()
    if anyday:
        kept = replace(kept, days=())
    if anytime:
        kept = replace(kept, times=(), window=None)
    return _ahead(days, times or Times(kept.times, kept.window), kept.days, now)


def _from_now(sentence: Sentence, words: Grammar, now: datetime) -> datetime | None:
    """In so many minutes or hours, counted as they pass and not as the wall shows them."""
    for pattern in (f"IN {_HOURS}", f"{_HOURS} FROMNOW"):
        if found := sentence.take(words[pattern]):
            then = now.astimezone(UTC).replace(second=0, microsecond=0) + _counted(found, words)
            return then.astimezone(now.tzinfo)
    return None


def _moved(sentence: Sentence, words: Grammar, earlier: When | None, now: datetime) -> When | None:
    """What was spoken of before, moved by "later" or "the day after"; None where nothing moves."""
    by_days = _days_on(sentence, words)
    found = sentence.take(words[f"(?:{_HOURS} )?{_LATER_OR_EARLIER}"])
    if earlier is None:
        later_today = found and found["later"] and words["TODAY"].search(sentence.text)
        return When(window=(now.time(), END_OF_DAY)) if later_today else None
    moved = earlier
    if by_days and moved.days:
        moved = replace(moved, days=((moved.days[-1] if by_days > _NONE else moved.days[0]) + by_days,))
    if found and (moved.times or moved.window):
        by = _counted(found, words) if found["count"] else None
        moved = _at_other_hours(moved, 1 if found["later"] else -1, by)
    return moved if moved != earlier else None


def _days_on(sentence: Sentence, words: Grammar) -> timedelta | None:
    if found := sentence.take(words[f"{_DAYS} {_LATER_OR_EARLIER}"]):
        return _counted(found, words) * (1 if found["later"] else -1)
    shifts = {"DAYAFTER(?! TOMORROW)": DAY, "DAYBEFORE(?! yesterday)": -DAY, "WEEKAFTER(?! next)": WEEK}
    return next((by for pattern, by in shifts.items() if sentence.take(words[pattern])), None)


_WHOLE_WEEK = 7
_HOURS = "(?P<count>NUMBER) (?P<unit>MINUTES|HOURS)"
_DAYS = "(?P<count>NUMBER) (?P<unit>DAYS|WEEKS)"
_LATER_OR_EARLIER = r"(?:(?P<later>LATER)|EARLIER)(?! (?:than|de)\b)"
_MINUTE = timedelta(minutes=1)
_UNITS = {"MINUTES": _MINUTE, "HOURS": timedelta(hours=1), "DAYS": DAY, "WEEKS": WEEK}
_NONE = timedelta()


def _counted(found: re.Match[str], words: Grammar) -> timedelta:
    unit = next(length for name, length in _UNITS.items() if words[name].fullmatch(found["unit"]))
    if words["HALFAN"].fullmatch(found["count"]):
        return unit / 2
    return unit * (int(found["count"]) if found["count"].isdigit() else 1)


def _at_other_hours(said: When, sign: int, by: timedelta | None) -> When:
    """After all the times that were said, or before them; of a window, from its middle on, or back.

    Raises NoSuchTime where "an hour later" is another day.
    """
    if by and said.times:
        return replace(said, times=tuple(_plus(moment, sign * by) for moment in said.times))
    if said.times:
        middle = _plus(said.times[-1], _MINUTE) if sign > 0 else said.times[0]
    else:
        first, last = said.window or (time.min, END_OF_DAY)
        middle = _plus(first, (_since_midnight(last) - _since_midnight(first)) / 2)
    return replace(said, times=(), window=(middle, END_OF_DAY) if sign > 0 else (time.min, middle))


def _plus(moment: time, by: timedelta) -> time:
    minutes = (_since_midnight(moment) + by) // _MINUTE
    if not 0 <= minutes < 24 * 60:
        raise NoSuchTime
    return time(minutes // 60, minutes % 60)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)


def _ahead(said: Days, hours: Times, kept: tuple[date, ...], now: datetime) -> When:
    """Only what lies ahead: today's name is next week's day once its hours have passed."""
    today, clock = now.date(), now.time()
    times = tuple(moment for moment in hours.times if moment > clock)
    over = bool(hours) and not times and not (hours.window and hours.window[1] > clock)
    days = tuple(day for day in said.days or kept if day > today or (day == today and not over))
    if over and said.weekday and today in said.days:
        days = (*days, today + WEEK)
    if (said.days or kept) and not days:
        return When(trouble=Trouble.PAST)
    return When(days=days, times=times if days == (today,) else hours.times, window=hours.window)
