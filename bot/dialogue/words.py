"""Words for people: gettext, and dates, times and money as the person writes them.

A `Voice` (language and zone) is set for the length of a turn or of a notice; everything here speaks with it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from domain.intervals import Interval
from domain.money import Money
from domain.zones import Clocks, city, wall

CATALOGUES = Path(__file__).parent.parent / "locale"
LANGUAGES = {"en": "English", "es": "Español"}  # in their own words, so never translated


# Of a msgid, our words for it and the facts: what is said instead, or None where ours are.
Instead = Callable[[str, str, Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom we speak to: a language such as "en" and the IANA zone that they are in; ``terse`` where every
    letter counts. ``clocks`` say where they are at other times, if that may be elsewhere. ``instead`` is a
    catalogue before ours: the studio's own.
    """

    language: str = "en"
    zone: str = "UTC"
    terse: bool = False
    clocks: Clocks | None = None
    instead: Instead | None = None

    @property
    def living_by(self) -> Clocks:
        return self.clocks or Clocks(self.zone)


_NEUTRAL = Voice()
_voice: ContextVar[Voice] = ContextVar("voice", default=_NEUTRAL)


@contextmanager
def speaking(voice: Voice) -> Iterator[None]:
    token = _voice.set(voice)
    try:
        yield
    finally:
        _voice.reset(token)


def voice() -> Voice:
    return _voice.get()


def known_language(tag: str) -> str:
    """The language of ours that is nearest to a tag such as "es-MX"; English where there is none."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else "en"


def _(message: str, **facts: Any) -> str:
    """The message in the person's language, with its placeholders filled."""
    mine = _voice.get()
    ours = _catalogue(mine.language).gettext(message)
    if mine.instead and (theirs := mine.instead(message, ours, facts)) is not None:
        return theirs
    return ours.format(**facts) if facts else ours


def ngettext(one: str, many: str, n: int, **facts: Any) -> str:
    mine = _voice.get()
    ours = _catalogue(mine.language).ngettext(one, many, n)
    if mine.instead and (theirs := mine.instead(one, ours, {"n": n, **facts})) is not None:
        return theirs
    return ours.format(n=n, **facts)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a message for the catalogue; it is translated where it is shown."""
    return message


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    # Compiled in memory from the text file, so that no binary catalogue can be stale.
    source = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache
def _names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    locale = Locale.parse(language)
    days = tuple(locale.days["format"]["abbreviated"][i].strip(".") for i in range(7))
    months = tuple(locale.months["format"]["abbreviated"][i].strip(".") for i in range(1, 13))
    return days, months


@lru_cache
def uses_twelve_hours(zone: str) -> bool:
    """Whether clocks where the zone lies are read with am and pm."""
    territory = get_global("zone_territories").get(zone)
    if territory is None:
        return False
    try:
        pattern = Locale.parse(f"und_{territory}").time_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return False
    return "a" in pattern


def local(instant: datetime) -> datetime:
    """On the clock of where the person is at that instant."""
    return wall(instant, _voice.get().living_by.zone_at(instant))


def instant(day: date, clock: int | time) -> datetime:
    """What the person means by a wall time, or by minutes, of a day: on the clock of where they are then."""
    return _voice.get().living_by.read(day, clock)


def whole_day(day: date) -> Interval:
    """From the person's midnight to their next one."""
    return _voice.get().living_by.whole_day(day)


def day(moment: datetime | date) -> str:
    """Such as "Thu 26 Nov"; an instant is read in the person's zone."""
    if isinstance(moment, datetime):
        moment = local(moment).date()
    days, months = _names(_voice.get().language)
    return f"{days[moment.weekday()]} {moment.day} {months[moment.month - 1]}"


def month(first: date) -> str:
    """Such as "October 2026"."""
    return format_date(first, "LLLL y", locale=_voice.get().language)


def clock(instant: datetime) -> str:
    """Such as "18:00", or "6:00 pm" where people say so."""
    moment = local(instant)
    return minute_of_day(moment.hour * 60 + moment.minute)


def minute_of_day(minute: int) -> str:
    """The same, of a time that each day has."""
    hour, past = divmod(minute, 60)
    if not uses_twelve_hours(_voice.get().zone):
        return f"{hour:02}:{past:02}"
    return f"{hour % 12 or 12}:{past:02} {'am' if hour < 12 else 'pm'}"


def when(instant: datetime, other_zone: str | None = None) -> str:
    """Such as "Thu 26 Nov 18:00", on the clock of where the person is then; names the zone where the
    other person's clock, or the one that they are on now, shows another time.
    """
    mine = _voice.get()
    with speaking(replace(mine, zone=mine.living_by.zone_at(instant), clocks=None)):
        said = f"{day(instant)} {clock(instant)}"
        zones = {mine.zone, other_zone or mine.zone}
        if all(
            instant.astimezone(ZoneInfo(each)).utcoffset() == local(instant).utcoffset() for each in zones
        ):
            return said
        if mine.terse:
            return f"{said} {local(instant):%Z}"
        return _("{time} ({place} time)", time=said, place=place(_voice.get().zone))


def minutes_long(count: int) -> str:
    if _voice.get().terse:
        return _("{n} min", n=count)
    return ngettext("{n} minute", "{n} minutes", count)


def whole_days(starts: datetime, ends: datetime) -> str:
    """Such as "Fri 27 Nov", or "Thu 24 Dec to Sat 26 Dec"; nothing unless it is midnight to midnight."""
    first, after = local(starts), local(ends)
    if first.time() != time.min or after.time() != time.min:
        return ""
    last = after.date() - timedelta(days=1)
    if first.date() >= last:
        return day(starts)
    return _("{start} to {end}", start=day(starts), end=day(last))


def stretch(starts: datetime, ends: datetime) -> str:
    """Such as "Fri 27 Nov 14:00 to 16:00", or "Fri 27 Nov, all day"."""
    if days := whole_days(starts, ends):
        return _("{days}, all day", days=days)
    same_day = local(starts).date() == local(ends).date()
    return _("{start} to {end}", start=when(starts), end=clock(ends) if same_day else when(ends))


def weekday_names() -> list[str]:
    """Short names of the days, Monday first."""
    return list(_names(_voice.get().language)[0])


def place(zone: str) -> str:
    """The city that a zone is named after, as the person calls it."""
    return _cities(_voice.get().language).get(zone) or city(zone)


@lru_cache
def _cities(language: str) -> dict[str, str]:
    """Those with a name of their own in the language, by their zones."""
    zones = Locale.parse(language).time_zones
    return {zone: names["city"] for zone, names in zones.items() if "city" in names}


def number(value: float) -> str:
    """Such as "4.8", or "4,8" where people write so."""
    return format_decimal(value, "0.0", locale=_voice.get().language)


def percent(share: float | Decimal) -> str:
    """Such as "97%", or "97 %" where people write so; of a decimal every digit."""
    whole = isinstance(share, float)
    return format_percent(share, locale=_voice.get().language, decimal_quantization=whole)


@lru_cache(maxsize=4096)
def _money(amount: Money, language: str) -> str:
    digits = get_currency_precision(amount.currency)
    return format_currency(Decimal(amount.minor).scaleb(-digits), amount.currency, locale=language)


def money(amount: Money) -> str:
    return _money(amount, _voice.get().language)


def minor_units(amount: Decimal, currency: str) -> int | None:
    """15.5 as 1550 cents; None for what is finer than the currency is."""
    minor = amount.scaleb(get_currency_precision(currency))
    return int(minor) if minor == int(minor) else None


def cost(amount: Money) -> str:
    """As `money`, and nothing for what is free of charge."""
    return money(amount) if amount.minor else ""
