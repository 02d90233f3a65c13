"""A trainer's own words for a package: “name 10-pack, sessions 10, price 400 EUR, valid 90 days”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Unreadable
from domain.money import Money, read_money
from domain.packages.model import MOST_DAYS, MOST_DISCOUNT, MOST_SESSIONS
from domain.schedule.vocabulary import plain, tidy
from domain.tax import OwnRate, read_own_rate
from domain.trainers.model import Service
from domain.trainers.service_words import read_name


class UnreadablePackage(Unreadable):
    """I could not read “{words}”. Try: package new name 10-pack, sessions 10, price 400, valid 90 days"""


class UnreadableSessions(Unreadable):
    """I could not read “{words}” as a number of sessions: 1 to 500. Try: 10"""


class UnreadablePackagePrice(Unreadable):
    """A package costs something. Try: 400 EUR"""


class UnreadableDays(Unreadable):
    """I could not read “{words}”. Say for how long it is good, or “no”. Try: 90 days"""


class UnreadableDiscount(Unreadable):
    """I could not read “{words}” as a discount: 0 to 90 per cent. Try: 10"""


class UnreadableRhythm(Unreadable):
    """I could not read “{words}”. Say “monthly” for one that renews every month, or “no”."""


class UnknownService(Unreadable):
    """“{words}” is no service of yours. Name some with commas between them, or say “all”."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was said of a package; None is what was not. ``days`` of 0: for ever; no ``services``: for all."""

    name: str | None = None
    sessions: int | None = None
    price: Money | None = None
    days: int | None = None
    discount: int | None = None
    services: tuple[int, ...] | None = None
    monthly: bool | None = None
    tax: OwnRate | None = None


_KEYS = {
    **dict.fromkeys(("name", "nombre"), "name"),
    **dict.fromkeys(("sessions", "sesiones", "credits", "bonos"), "sessions"),
    **dict.fromkeys(("price", "precio"), "price"),
    **dict.fromkeys(("valid", "validity", "valido", "validez"), "days"),
    **dict.fromkeys(("discount", "descuento"), "discount"),
    **dict.fromkeys(("services", "service", "for", "servicios", "servicio", "para"), "services"),
}
_KEYS |= dict.fromkeys(("renews", "renew", "renueva", "se renueva"), "monthly")
_KEYS |= dict.fromkeys(("tax", "vat", "impuesto", "iva"), "tax")
_KEY = re.compile(rf"(?:^|[ ,;·]+)(?P<key>{'|'.join(_KEYS)})(?= ) ")
_UNITS = {"d": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}  # by the first letter
_LENGTH = re.compile(r"([0-9]{1,4}) ?(days?|dias?|d|weeks?|semanas?|w|months?|mes(?:es)?|m|years?|anos?|y)?")
_NONE = frozenset({"no", "none", "off", "ever", "for ever", "forever", "0", "sin", "siempre"})
_MONTHLY = frozenset(
    {"monthly", "month", "every month", "each month", "a month", "yes", "y", "on"}
    | {"mensual", "mensualmente", "mes", "cada mes", "al mes", "si"}
)
_ALL = frozenset({"all", "any", "todos", "todas", "todo", "no"})


def parse_package(text: str) -> dict[str, str]:
    """What a line names, by the field of `Bundle` that it is for. Raises an `Unreadable`."""
    text = tidy(text)
    found = list(_KEY.finditer(plain(text)))
    if not found or found[0].start():
        raise UnreadablePackage(words=text)
    ends = (*(each.start() for each in found[1:]), len(text))
    return {
        _KEYS[each["key"]]: text[each.end() : end].strip(" ,;·")
        for each, end in zip(found, ends, strict=True)
    }


def read_bundle(said: Mapping[str, str], *, currency: str, services: Sequence[Service]) -> Bundle:
    """What the words of each field mean. Raises an `Unreadable`."""
    return Bundle(
        name=read_name(said["name"]) if "name" in said else None,
        sessions=read_sessions(said["sessions"]) if "sessions" in said else None,
        price=read_price(said["price"], currency) if "price" in said else None,
        days=read_days(said["days"]) if "days" in said else None,
        discount=read_discount(said["discount"]) if "discount" in said else None,
        services=read_services(said["services"], services) if "services" in said else None,
        monthly=read_monthly(said["monthly"]) if "monthly" in said else None,
        tax=read_own_rate(said["tax"]) if "tax" in said else None,
    )


def read_sessions(words: str) -> int:
    found = re.fullmatch(r"([0-9]{1,3})(?: [a-z]+)?", plain(tidy(words)))
    if not found or not 1 <= (sessions := int(found[1])) <= MOST_SESSIONS:
        raise UnreadableSessions(words=words)
    return sessions


def read_price(words: str, currency: str) -> Money:
    price = read_money(words, currency)
    if price.minor <= 0:
        raise UnreadablePackagePrice
    return price


def read_days(words: str) -> int:
    """Days; 0 for ever. A bare number is days."""
    line = plain(tidy(words))
    if line in _NONE:
        return 0
    found = _LENGTH.fullmatch(line)
    days = int(found[1]) * _UNITS[(found[2] or "d")[0]] if found else 0
    if not 1 <= days <= MOST_DAYS:
        raise UnreadableDays(words=words)
    return days


def read_discount(words: str) -> int:
    line = plain(tidy(words))
    found = re.fullmatch(r"([0-9]{1,2}) ?(?:%|per ?cent|percent)?", line)
    if line in _NONE:
        return 0
    if not found or int(found[1]) > MOST_DISCOUNT:
        raise UnreadableDiscount(words=words)
    return int(found[1])


def read_monthly(words: str) -> bool:
    line = plain(tidy(words))
    if line in _MONTHLY:
        return True
    if line not in _NONE:
        raise UnreadableRhythm(words=words)
    return False


def read_services(words: str, known: Sequence[Service]) -> tuple[int, ...]:
    """The ids of the services that are named; none of them for all."""
    if plain(tidy(words)) in _ALL:
        return ()
    by_name = {plain(tidy(each.name)): each.id for each in known}
    found = []
    for each in re.split(r"[,;/]", words):
        if (named := by_name.get(plain(tidy(each)))) is None:
            raise UnknownService(words=each.strip())
        found.append(named)
    return tuple(dict.fromkeys(found))
