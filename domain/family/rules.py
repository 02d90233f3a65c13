"""How old one has to be, and who counts. Pure policy."""

from datetime import date, datetime, time

from domain.family.model import Kind, SpeaksFor
from domain.zones import at

OF_AGE = 18
MOST = 8  # for whom one person speaks


def of_age_on(born_on: date) -> date:
    """The eighteenth birthday; who was born on 29 February has it on 1 March."""
    try:
        return born_on.replace(year=born_on.year + OF_AGE)
    except ValueError:
        return date(born_on.year + OF_AGE, 3, 1)


def of_age_at(born_on: date, zone: str) -> datetime:
    """The instant at which that day begins there."""
    return at(zone, of_age_on(born_on), time())


def holds(terms: SpeaksFor, now: datetime) -> bool:
    """Whether it was agreed to, and is not over."""
    if terms.agreed_at is None or terms.ended_at is not None:
        return False
    return terms.until is None or now < terms.until


def is_asked(terms: SpeaksFor) -> bool:
    """Whether an adult has still to agree."""
    return terms.kind is Kind.ADULT and terms.agreed_at is None and terms.ended_at is None
