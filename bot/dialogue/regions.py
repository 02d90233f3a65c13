"""Where somebody writes from, as far as a number or a zone tells, and how dates are written there."""

from functools import lru_cache

import phonenumbers
from babel import Locale
from babel.core import UnknownLocaleError, get_global

from domain.schedule.dates import Order


def territory(number: str, zone: str) -> str:
    """The region (ISO 3166) of a number such as "+12025550123", or else of an IANA zone; "" for neither."""
    return _of_number(number) or get_global("zone_territories").get(zone, "")


def _of_number(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    country = parsed.country_code or 0
    return phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(country)


@lru_cache
def date_order(language: str, region: str) -> Order:
    """Whether day or month comes first, as the CLDR has it; the day, where nobody can tell."""
    for tag in (f"{language}_{region}", f"und_{region}"):
        try:
            pattern = Locale.parse(tag).date_formats["short"].pattern
        except (UnknownLocaleError, ValueError):
            continue
        return "MDY" if pattern.index("M") < pattern.index("d") else "DMY"
    return "DMY"
