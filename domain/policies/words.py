"""A trainer's own words for a policy: “cancel 24 hours, move 12 hours, late fee 15, late moves paid”."""

import re
from decimal import Decimal
from typing import NamedTuple

from domain.errors import Unreadable
from domain.policies.model import Late, Pay

LONGEST = 14 * 1440  # minutes
MOST = 100_000  # of the currency
HIGHEST_SHARE = 99  # per cent of the price, as a deposit


class UnreadablePolicy(Unreadable):
    """I could not read “{words}”. Try: policy cancel 24 hours, move 12 hours, late used."""


class UnreadableLength(Unreadable):
    """I could not read “{words}” as a length of time. Try: 24 hours."""


class UnreadableFee(Unreadable):
    """I could not read “{words}” as an amount. Try: 15."""


class DepositTooHigh(Unreadable):
    """A deposit is at most 99 %. Try: policy deposit 20%"""


class FirstOrDeposit(Unreadable):
    """Pay first is all of it, a deposit is a part before it: say one of them. Nothing was changed."""


class Terms(NamedTuple):
    """What was said of a policy; None where nothing was."""

    cancel_minutes: int | None = None
    move_minutes: int | None = None
    late: Late | None = None
    fee: Decimal | None = None  # in the currency's own unit
    moves_late: bool | None = None
    pay: Pay | None = None
    deposit: Decimal | None = None  # in the currency's own unit
    deposit_share: int | None = None  # per cent, instead
    missed: Late | None = None
    missed_fee: Decimal | None = None


_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 7 * 1440, "s": 7 * 1440}  # by the first letter
_LENGTH = r"[0-9]{1,5}\s*(?:minutes?|minutos?|mins?|min|hours?|horas?|h|days?|dias?|d|weeks?|semanas?|w|m)?\b"
_FREE = {"off", "none", "no", "free", "nothing", "gratis", "nada", "sin"}
_USED = {"used", "session", "credit", "usada", "sesion", "bono"}
_PAID = {"paid", "yes", "on", "same", "si", "pagado", "pagados"}
_AMOUNT = r"[0-9]{1,7}(?:[.,][0-9]{1,3})?"
_MISSED = r"no[ -]?shows?|missed|ausencias?|faltar|falta"
_FIRST = {"first", "before", "ahead", "antes", "primero"}
_LATER = {"later", "after", "despues", "luego"}
_KNOWN = {"late": _FREE | _USED, "missed": _FREE | _USED, "pay": _FIRST | _LATER, "moves": _PAID | _FREE}
_PARTS = (
    ("cancel", rf"(?:cancel|cancelling|cancelar|anular)\s+(?P<cancel>{_LENGTH}|off|no)"),
    ("move", rf"(?:move|moving|mover|cambiar)\s+(?P<move>{_LENGTH}|off|no)"),
    ("moves", r"(?:late moves?|cambios tarde|mover tarde)\s+(?P<moves>[a-z]+)"),
    ("late", rf"(?:(?:late|tarde)\s+)?(?:fee|importe|tasa|cuota|cargo)\s+(?P<fee>{_AMOUNT})"),
    ("late", rf"(?:late|tarde)\s+(?P<fee>{_AMOUNT})"),
    ("late", r"(?:late|tarde)\s+(?P<late>[a-z]+)"),
    ("pay", r"(?:pay|paid|pagar|pago)\s+(?P<pay>[a-z]+)"),
    ("deposit", r"(?:deposito?|senal|anticipo)\s+(?P<share>[0-9]{1,7})\s*(?:%|per ?cent|por ciento)"),
    ("deposit", rf"(?:deposito?|senal|anticipo)\s+(?P<deposit>{_AMOUNT})"),
    ("missed", rf"(?:{_MISSED})\s+(?:fee\s+|importe\s+)?(?P<missed_fee>{_AMOUNT})"),
    ("missed", rf"(?:{_MISSED})\s+(?P<missed>[a-z]+)"),
)


_BETWEEN = " ,;:·"
_SPACES = re.compile(f"[{_BETWEEN}]+")


def parse_policy(text: str) -> Terms:
    """Raises an `Unreadable`, which names the first word that was not understood."""
    line = " ".join(text.lower().translate(str.maketrans("íáóéñ", "iaoen")).split())
    said: dict[str, str] = {}
    rest = line
    while rest := rest.lstrip(_BETWEEN):
        found = next((part for _name, pattern in _PARTS if (part := re.match(pattern, rest))), None)
        if found is None:
            raise UnreadablePolicy(words=_SPACES.split(rest, maxsplit=1)[0])
        heard = {name: value for name, value in found.groupdict().items() if value}
        for name, value in heard.items():
            if value not in _KNOWN.get(name, (value,)):
                raise UnreadablePolicy(words=value)
        said |= heard
        rest = rest[found.end() :]
    if not said:
        raise UnreadablePolicy(words=text)
    return Terms(
        cancel_minutes=read_length(said["cancel"]) if "cancel" in said else None,
        move_minutes=read_length(said["move"]) if "move" in said else None,
        late=Late.FEE if "fee" in said else _late(said.get("late")),
        fee=read_fee(said["fee"]) if "fee" in said else None,
        moves_late=said["moves"] in _PAID if "moves" in said else None,
        pay=_pay(said),
        deposit=read_fee(said["deposit"]) if "deposit" in said else None,
        deposit_share=_share(said["share"]) if "share" in said else None,
        missed=Late.FEE if "missed_fee" in said else _late(said.get("missed")),
        missed_fee=read_fee(said["missed_fee"]) if "missed_fee" in said else None,
    )


def _pay(said: dict[str, str]) -> Pay | None:
    if said.keys() & {"deposit", "share"}:
        if "pay" in said:
            raise FirstOrDeposit
        return Pay.DEPOSIT
    if "pay" not in said:
        return None
    return Pay.FIRST if said["pay"] in _FIRST else Pay.LATER


def _share(said: str) -> int:
    if not int(said):
        raise UnreadableFee(words=said)
    if int(said) > HIGHEST_SHARE:
        raise DepositTooHigh
    return int(said)


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


def _late(said: str | None) -> Late | None:
    if said is None:
        return None
    return Late.FREE if said in _FREE else Late.USED
