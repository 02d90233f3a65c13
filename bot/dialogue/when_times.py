"""Hours in words: "half past six", "6-8pm", "after 18h", "in the evening"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from bot.dialogue.when_words import Grammar, Hours, Sentence

Window = tuple[time, time]

END_OF_DAY = time.max


class NoSuchTime(ValueError):
    """No clock or calendar has this."""


@dataclass(frozen=True, slots=True)
class Times:
    """What was said of the hour. `today`: in words that can only mean today's, as in "this evening"."""

    times: tuple[time, ...] = ()
    window: Window | None = None
    today: bool = False

    def __bool__(self) -> bool:
        return bool(self.times or self.window)


def read_times(sentence: Sentence, grammar: Grammar, *, bare: bool) -> Times:
    """Take the words of the hour. `bare`: a number alone is an hour here, for example because a day was said.

    Raises NoSuchTime for "25:00".
    """
    part, today = _part(sentence, grammar)
    bare = bare or part is not None
    window = _span(sentence, grammar, part, bare=bare) or _bound(sentence, grammar, part)
    times = () if window else _times(sentence, grammar, part, bare=bare)
    if part and not (window or times):
        window = _at(part.first), _at(part.last)
    return Times(times, window, today)


def _part(sentence: Sentence, grammar: Grammar) -> tuple[Hours | None, bool]:
    """The part of the day, from the first that was named to the last, and whether it is today's."""
    tonight = sentence.take(grammar["TONIGHT"])
    said, today = [Hours(17, 24)] if tonight else [], bool(tonight)
    for frame, hours in grammar.parts:
        for found in sentence.take_all(frame):
            said.append(hours)
            today = today or bool(grammar["THIS"].match(found[0]))
    if not said:
        return None, False
    return Hours(min(part.first for part in said), max(part.last for part in said)), today


def _span(sentence: Sentence, grammar: Grammar, part: Hours | None, *, bare: bool) -> Window | None:
    """From one hour to another: of what "6-8" could mean, the shortest, and in waking hours."""
    frames = [grammar[f"BETWEEN {_clock('a')} ?AND ?{_clock('b')}"]]
    if bare:
        frames.append(grammar[f"(?:AT )?{_clock('a')} ?(?:-|TO) ?{_clock('b')}"])
    found = next((found for frame in frames if (found := sentence.take(frame))), None)
    if found is None:
        return None
    starts = _readings(found, "a", part)
    spans = [(start, end) for start in starts for end in _readings(found, "b", part) if start < end]
    if not spans:
        raise NoSuchTime
    likely = _likely(starts)
    return min(spans, key=lambda span: (_minutes(span[1]) - _minutes(span[0]), span[0] != likely))


def _bound(sentence: Sentence, grammar: Grammar, part: Hours | None) -> Window | None:
    if found := sentence.take(grammar[f"BEFORE (?:{_clock('a')}|(?P<noon>NOON))"]):
        return time.min, _likely(_readings(found, "a", part))
    if found := sentence.take(grammar[f"AFTER (?:{_clock('a')}|(?P<noon>NOON))"]):
        return _likely(_readings(found, "a", part)), _at(part.last) if part else END_OF_DAY
    return None


def _times(sentence: Sentence, grammar: Grammar, part: Hours | None, *, bare: bool) -> tuple[time, ...]:
    frames = [
        f"(?:AT )?(?P<past>HALFPAST|QUARTERPAST) {_HOUR}",
        f"(?:AT )?{_HOUR} (?:y|past) (?P<past>media|cuarto)",
        f"(?:AT )?(?P<to>QUARTERTO) {_HOUR}",
        f"(?:AT )?{_HOUR} menos (?P<to>cuarto)",
        "(?:AT )?(?P<noon>NOON)",
        f"AT ?{_clock('a')}{_NOT_A_COUNT}",
        f"{_CLEARLY}{_clock('a')}",
    ]
    if bare:
        frames.append(f"(?<!for )(?<!para )(?<![0-9][.:/-]){_clock('a')}{_NOT_A_COUNT}")
    found = (found for frame in frames for found in sentence.take_all(grammar[frame]))
    return tuple(sorted({reading for one in found for reading in _readings(one, "a", part)}))


_NOT_A_COUNT = "(?! ?(?:MINUTES|HOURS|DAYS|WEEKS|MONTHS|THINGS))"
_HOUR = "(?P<hour_a>[0-9]{1,2})(?: ?(?P<half_a>am|pm))?"
_CLEARLY = r"(?=[0-9]{1,2}(?:[:.h][0-9]{2}| ?[0-5][05] ?[ap]m|h| ?[ap]m| ?o'?clock|[ap]\b| hr?s\b))"


def _clock(name: str) -> str:
    """A clock time, as groups that end in `name`: 6, 6pm, 6:30, 6.30 pm, 18h, 18h30, 1830, 6 o'clock."""
    return (
        rf"(?P<hour_{name}>[0-9]{{1,2}})"
        # Run together, only fives: 2026 is a year.
        rf"(?:(?P<mark_{name}>[:.h])(?P<minute_{name}>[0-9]{{2}})| ?(?P<run_{name}>[0-5][05]))?"
        rf"(?: ?(?P<half_{name}>am|pm)|(?P<letter_{name}>[ap])|(?P<long_{name}> ?(?:hrs|hs|h|horas)\b)"
        r"| ?o'?clock)?(?:ish)?(?!\w|[.:/][0-9])"
    )


def _readings(found: re.Match[str], name: str, part: Hours | None) -> tuple[time, ...]:
    """What the clock time could mean: one time, or two where only "am" or "pm" would tell.

    Raises NoSuchTime.
    """
    said = found.groupdict()
    if said.get("noon"):
        return (time(12),)
    hour = int(said[f"hour_{name}"])
    minute = int(said.get(f"minute_{name}") or said.get(f"run_{name}") or 0)
    half = said.get(f"half_{name}") or said.get(f"letter_{name}") or ""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif _could_be_either(said, name):
        return tuple(_moved(said, either, minute) for either in _of_part(hour, part))
    return (_moved(said, hour, minute),)


def _could_be_either(said: dict[str, str | None], name: str) -> bool:
    """Twelve hours or 24? "07:30" and "7h" say 24, and so do 0 and 13; "12" is noon."""
    hour = said[f"hour_{name}"] or ""
    by_24 = hour.startswith("0") or said.get(f"long_{name}") or said.get(f"mark_{name}") == "h"
    return 1 <= int(hour) <= 11 and not by_24


def _of_part(hour: int, part: Hours | None) -> tuple[int, ...]:
    if part is None:
        return hour, hour + 12
    inside = tuple(either for either in (hour, hour + 12) if part.first <= either < part.last)
    return inside or (hour + 12 if part.first >= 12 else hour,)


def _moved(said: dict[str, str | None], hour: int, minute: int) -> time:
    """Half and quarter hours are said around an hour."""
    minutes = hour * 60 + minute
    if past := said.get("past"):
        minutes += 30 if past.startswith(("half", "media")) else 15
    if said.get("to"):
        minutes -= 15
    if not (0 <= minutes < 24 * 60 and minute < 60):
        raise NoSuchTime
    return time(minutes // 60, minutes % 60)


def _likely(readings: Iterable[time]) -> time:
    """The reading in waking hours: eight to a quarter to eight."""
    return min(readings, key=lambda reading: not 8 <= reading.hour < 20)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _at(hour: int) -> time:
    return END_OF_DAY if hour == 24 else time(hour)
