"""A trainer's own words for a policy: “cancel 24 hours, move 12 hours, late fee 15, late moves paid”."""

import re
from decimal import Decimal
from typing import NamedTuple

from domain.errors import Unreadable
from domain.policies.model import Late

LONGEST = 14 * 1440  # minutes
MOST = 100_000  # of the currency


class UnreadablePolicy(Unreadable):
    """I could not read “{words}”. Try: policy cancel 24 hours, move 12 hours, late used."""


class UnreadableLength(Unreadable):
    """I could not read “{words}” as a length of time. Try: 24 hours."""


class UnreadableFee(Unreadable):
    """I could not read “{words}” as an amount. Try: 15."""


class Terms(NamedTuple):
    """What was said of a policy; None where nothing was."""

    cancel_minutes: int | None = None
    move_minutes: int | None = None
    late: Late | None = None
    fee: Decimal | None = None  # in the currency's own unit
    moves_late: bool | None = None


_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 7 * 1440, "s": 7 * 1440}  # by the first letter
_LENGTH = r"[0-9]{1,5}\s*(?:minutes?|minutos?|mins?|min|hours?|horas?|h|days?|dias?|d|weeks?|semanas?|w|m)?\b"
_FREE = {"off", "none", "no", "free", "nothing", "gratis", "nada", "sin"}
_USED = {"used", "session", "credit", "usada", "sesion", "bono"}
_PAID = {"paid", "yes", "on", "same", "si", "pagado", "pagados"}
_AMOUNT = r"[0-9]{1,7}(?:[.,][0-9]{1,3})?"
_PARTS = (
    ("cancel", rf"(?:cancel|cancelling|cancelar|anular)\s+(?P<cancel>{_LENGTH}|off|no)"),
    ("move", rf"(?:move|moving|mover|cambiar)\s+(?P<move>{_LENGTH}|off|no)"),
    ("moves", r"(?:late moves?|cambios tarde|mover tarde)\s+(?P<moves>[a-z]+)"),
    ("late", rf"(?:(?:late|tarde)\s+)?(?:fee|importe|tasa|cuota|cargo)\s+(?P<fee>{_AMOUNT})"),
    ("late", rf"(?:late|tarde)\s+(?P<fee>{_AMOUNT})"),
    ("late", r"(?:late|tarde)\s+(?P<late>[a-z]+)"),
)


def parse_policy(text: str) -> Terms:
    """Raises an `Unreadable`."""
    line = " ".join(text.lower().translate(str.maketrans("íáóé", "iaoe")).split())
    said: dict[str, str] = {}
    rest = line
    while rest := rest.lstrip(" ,;:·"):
        found = next((part for _name, pattern in _PARTS if (part := re.match(pattern, rest))), None)
        if found is None:
            raise UnreadablePolicy(words=rest)
        said |= {name: value for name, value in found.groupdict().items() if value}
        rest = rest[found.end() :]
    if not said:
        raise UnreadablePolicy(words=text)
    return Terms(
        cancel_minutes=read_length(said["cancel"]) if "cancel" in said else None,
        move_minutes=read_length(said["move"]) if "move" in said else None,
        late=Late.FEE if "fee" in said else _late(said.get("late"), line),
        fee=read_fee(said["fee"]) if "fee" in said else None,
        moves_late=_moves(said["moves"]) if "moves" in said else None,
    )


def read_length(text: str) -> int:
    """Minutes: a bare number is hours. Raises UnreadableLength."""
    line = text.strip().lower().translate(str.maketrans("íáóé", "iaoe"))
    if line in _FREE:
        return 0
    found = re.fullmatch(r"([0-9]{1,5})\s*([a-z]*)", line)
    if found is None or not re.fullmatch(_LENGTH, line):
        raise UnreadableLength(words=text)
    minutes = int(found[1]) * _UNITS[(found[2] or "h")[0]]
    if minutes > LONGEST:
        raise UnreadableLength(words=text)
    return minutes


def read_fee(text: str) -> Decimal:
    """Raises UnreadableFee."""
    found = re.search(_AMOUNT, text)
    amount = Decimal(found[0].replace(",", ".")) if found else Decimal(0)
    if not 0 < amount <= MOST:
        raise UnreadableFee(words=text)
    return amount


def _late(said: str | None, line: str) -> Late | None:
    if said is None:
        return None
    if said in _FREE:
        return Late.FREE
    if said in _USED:
        return Late.USED
    raise UnreadablePolicy(words=line)


def _moves(said: str) -> bool:
    if said in _PAID | _FREE:
        return said in _PAID
    raise UnreadablePolicy(words=said)
