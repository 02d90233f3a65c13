"""Days in words: "next tue", "27 nov", "in two days", "this weekend"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.dialogue.when_times import NoSuchTime
from bot.dialogue.when_words import NTH, Grammar, Sentence
from domain.schedule.dates import Order, day_and_month

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
_NTH = {name: nth for nth, names in enumerate(NTH) for name in names.split("|")}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that were said, in order; some may be past.

    `weekday`: they were said as one, so that today's name may mean next week's day.
    """

    days: tuple[date, ...] = ()
    weekday: bool = False


def read_days(sentence: Sentence, grammar: Grammar, *, today: date, order: Order) -> Days:
    """Take the words of the day. Raises NoSuchTime for "32 nov"."""
    reader = _Reader(sentence, grammar, today, order)
    dated = (reader.near(), reader.counted(), reader.of_a_month(), reader.dated(), reader.numbered())
    named = {*reader.gone(), *(day for days in dated for day in days)}
    described = reader.described()
    weekdays, plain = reader.weekdays()  # beside a date they only describe it, and are taken all the same
    if len(named) == 1 and described is not None:
        named |= {_nearest_to(day, described) for day in named}
    if named:
        return Days(tuple(sorted(named)))
    return Days(weekdays, plain) if weekdays else Days(tuple(reader.week))


def _nearest_to(day: date, weekday: int) -> date:
    return day + ((weekday - day.weekday() + 3) % 7 - 3) * DAY


class _Reader:
    def __init__(self, sentence: Sentence, grammar: Grammar, today: date, order: Order) -> None:
        self._sentence, self._grammar, self._today, self._order = sentence, grammar, today, order
        self._monday = today - today.weekday() * DAY
        self.week: list[date] = []

    def gone(self) -> Iterator[date]:
        if self._take("GONE"):
            yield self._today - DAY

    def counted(self) -> Iterator[date]:
        """In so many days, weeks or months."""
        count, unit = "(?P<count>NUMBER)", "(?P<unit>DAYS|WEEKS|MONTHS)"
        for pattern in (f"IN {count} {unit}", f"{count} {unit} FROMNOW"):
            if found := self._take(pattern):
                number = found["count"] if found["count"].isdigit() else "1"
                yield self._calendar(f"in {number} {self._unit(found['unit'])}")
        if self._take("IN (?:ONE )?FORTNIGHT"):
            yield self._today + 2 * WEEK

    def of_a_month(self) -> Iterator[date]:
        """The first monday of december, this year's or the next."""
        for found in self._sentence.take_all(
            self._grammar["(?P<nth>NTH) (?P<first>WEEKDAY) (?:ON|IN) (?P<month>MONTH)"]
        ):
            month = self._calendar(f"1 {found['month']}", day=1).month
            weekday, weeks = self._grammar.weekdays[found["first"]], _NTH[found["nth"]]
            firsts = (date(self._today.year + ahead, month, 1) for ahead in range(2))
            days = (first + (weekday - first.weekday()) % 7 * DAY + weeks * WEEK for first in firsts)
            yield next(day for day in days if day >= self._today)

    def described(self) -> int | None:
        """The weekday right before a date: of "mon 8 dec" either may be the slip."""
        found = self._grammar[r"(?P<first>WEEKDAY) (?:ON )?(?=\|)"].search(self._sentence.text)
        return self._grammar.weekdays[found["first"]] if found else None

    def dated(self) -> Iterator[date]:
        """Days of the calendar: 2026-11-27, 27/11, 27.11., 27 nov, November 27th, the 27th."""
        for found in self._sentence.take_all(self._grammar["[0-9]{4}-[0-9]{2}-[0-9]{2}"]):
            yield self._calendar(found[0], day=int(found[0][-2:]))
        for pattern in _NUMERIC:
            for found in self._sentence.take_all(self._grammar[pattern]):
                yield self._numeric(found[0])
        for pattern in _BY_MONTH:
            for found in self._sentence.take_all(self._grammar[pattern]):
                words = f"{found['day']} {found['month']} {found['year'] or ''}"
                yield self._calendar(words, day=int(found["day"]))

    def numbered(self) -> Iterator[date]:
        """Days of which only the number is said: the 27th, "fri 27". In Spanish "viernes 4" is one where the
        4th is a Friday, and else an hour.
        """
        for pattern in _BY_DAY:
            if found := self._take(pattern):
                yield from self._beside(found)
        found = self._grammar[_WITH_NUMBER].search(self._sentence.text)
        if found and self._grammar.languages[0] == "es" and self._names_its_day(found):
            self._take(_WITH_NUMBER)
            yield from self._beside(found)

    def _beside(self, found: re.Match[str]) -> Iterator[date]:
        """The day of a number, and that of the weekday with it, where they differ."""
        day = self._numbered(int(found["day"]))
        yield day
        if named := found.groupdict().get("first"):
            yield _nearest_to(day, self._grammar.weekdays[named])

    def _names_its_day(self, found: re.Match[str]) -> bool:
        number, weekday = int(found["day"]), self._grammar.weekdays[found["first"]]
        return 1 <= number <= 31 and self._numbered(number).weekday() == weekday

    def near(self) -> Iterator[date]:
        for ahead, name in ((2, "OVERMORROW"), (0, "TODAY"), (1, "TOMORROW")):
            if self._take(f"(?:WEEKFROM|AWEEK) {name}|{name} WEEKON"):
                yield self._today + ahead * DAY + WEEK
            elif self._take(name):
                yield self._today + ahead * DAY

    def weekdays(self) -> tuple[tuple[date, ...], bool]:
        """Weekdays and weekends, and whether one was said plainly, with no "next" beside it.

        Plainly said it is the nearest, today included; "next friday" is that of the following calendar week,
        which begins on Monday.
        """
        if self._take("WEEKAFTERNEXT"):
            self.week = [self._monday + 2 * WEEK + day * DAY for day in range(7)]
        elif self._take("NEXTWEEK"):
            self.week = [self._monday + WEEK + day * DAY for day in range(7)]
        elif self._take("THISWEEK"):
            self.week = [self._monday + day * DAY for day in range(self._today.weekday(), 7)]
        days: set[date] = set()
        plain = False
        while found := self._take(_NAMED):
            beside = {word for word in ("next", "last", "week") if found[word] or found[f"{word}_"]}
            beside |= {"after"} if found["after"] else set()
            days.update(self._nearest(weekday, beside) for weekday in self._weekdays_of(found))
            plain = not beside and not self.week
        return tuple(sorted(days)), plain

    def _weekdays_of(self, found: re.Match[str]) -> list[int]:
        if found["weekend"]:
            another = found["next"] or found["next_"] or self.week
            return [6] if self._today.weekday() == 6 and not another else [5, 6]
        first = self._grammar.weekdays[found["first"]]
        last = self._grammar.weekdays[found["last_day"]] if found["last_day"] else first
        return [(first + day) % 7 for day in range((last - first) % 7 + 1)]

    def _nearest(self, weekday: int, beside: set[str]) -> date:
        if "last" in beside:
            return self._today - DAY
        if "after" in beside:
            return self._monday + 2 * WEEK + weekday * DAY
        if self.week and self.week[0] > self._today:
            return self.week[0] + weekday * DAY
        if "next" in beside:
            return self._monday + WEEK + weekday * DAY
        nearest = self._today + (weekday - self._today.weekday()) % 7 * DAY
        return nearest + WEEK if "week" in beside else nearest

    def _take(self, pattern: str) -> re.Match[str] | None:
        return self._sentence.take(self._grammar[pattern])

    def _unit(self, said: str) -> str:
        units = ("DAYS", "WEEKS", "MONTHS")
        return next(unit.lower() for unit in units if self._grammar[unit].fullmatch(said))

    def _numeric(self, said: str) -> date:
        """The person's own order first; of 12/13 only the other one can be meant."""
        first, second, *year = (int(number) for number in re.findall("[0-9]+", said))
        day, month = day_and_month(first, second, self._order)
        written = "/".join(map(str, (day, month, *year)))  # the library takes 18.12 for a time
        return self._calendar(written, day=day)

    def _numbered(self, number: int) -> date:
        """The nearest day with this number: from one 31st to the next can be 62 days."""
        ahead = (self._today + days * DAY for days in range(63))
        if found := next((day for day in ahead if day.day == number), None):
            return found
        raise NoSuchTime

    def _calendar(self, words: str, order: Order = "DMY", *, day: int | None = None) -> date:
        """The day of these words, checked: asked for 32 nov, the library answers with a day in 2032."""
        # Without a year it answers the first such day after its base: for today's own, yesterday.
        base = self._today if day is None else self._today - DAY
        found = _look_up(words, base, self._grammar.languages, order)
        if found is None or (day is not None and found.day != day):
            raise NoSuchTime
        return found


_YEAR = "(?:[ /-](?:ON )?(?P<year>20[0-9]{2}))?"
_NO_HOUR = "(?![:.][0-9]| ?(?:[ap]m|o'?clock)|h)"
_NUMERIC = (
    r"[0-9]{1,2}/[0-9]{1,2}(?:/(?:[0-9]{4}|[0-9]{2}))?(?![0-9/])",
    r"[0-9]{1,2}(?P<mark>[.-])[0-9]{1,2}(?P=mark)(?:[0-9]{4}|[0-9]{2})",
    # Of 18.05 and 18.10 the clock is likelier: lessons begin on fives, and 25 is no hour.
    rf"(?:(?:2[5-9]|3[01])[.-](?:0?[1-9]|1[0-2])|[0-9]{{1,2}}\.(?:0?[1-46-9]|1[12])){_NO_HOUR}",
)
_BY_MONTH = (
    rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ /-]?(?:ON )?(?P<month>MONTH){_YEAR}",
    # Spanish says the month last: its "mar 24" is martes, as we write it ourselves.
    rf"(?!WEEKDAY )(?P<month>MONTH) (?:ON )?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_YEAR}{_NO_HOUR}",
)
_BY_DAY = (
    r"(?:DAYNO )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)",
    rf"DAYNO (?P<day>[0-9]{{1,2}}){_NO_HOUR}",
    rf"^(?P<day>2[4-9]|3[01]){_NO_HOUR}$",
    rf"(?P<first>WEEKDAY) (?P<day>2[4-9]|3[01]){_NO_HOUR}",
    r"(?P<first>WEEKDAY) (?P<day>[12]?[1-9]|[12]0)(?= (?:AT [0-9]|[0-9]{1,2}(?:[:.h][0-9]{2}|h| ?[ap]m)))",
)
_WITH_NUMBER = rf"(?P<first>WEEKDAY) (?P<day>[0-9]{{1,2}})(?! ?(?:-|TO|AND) ?[0-9]){_NO_HOUR}"
_NAMED = (
    "(?:(?:(?P<next>NEXT)|(?P<last>LAST)|THIS) (?:ON )?|(?P<week>WEEKFROM) )?"
    "(?:(?P<weekend>WEEKEND)|(?P<first>WEEKDAY)(?: TO (?P<last_day>WEEKDAY))?)"
    "(?: (?:(?P<after>AFTERNEXT)|(?P<next_>NEXT)|(?P<last_>LAST)|(?P<week_>WEEKON)))?"
)


def _look_up(words: str, base: date, languages: tuple[str, ...], order: Order) -> date | None:
    """What dateparser makes of a day in words. Imported late: it costs 0.3 s, which most starts never need.

    Its own search through sentences is avoided: it is slow, guesses, and takes over the root logger.
    """
    from dateparser.data.languages_info import language_locale_dict
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=[language for language in languages if language in language_locale_dict],
        settings={
            "DATE_ORDER": order,
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(base, time.min),
            "RETURN_AS_TIMEZONE_AWARE": False,
            "TIMEZONE": "UTC",  # of no effect on days, but else it asks the machine for its zone
        },
    )
    found: datetime | None = parser.get_date_data(words).date_obj
    return found.date() if found else None
