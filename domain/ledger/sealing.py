"""Each night the books are sealed, and every seal is looked at again: who changes what was entered, past the
triggers that keep it, is found.

A seal shows that rows were changed, not by whom. Whoever may write to the database may also make all later
seals anew; the digests in the log, or in a backup, are what those can't reach.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from domain.base import Role
from domain.ledger.sealed import BEGUN, Seal
from domain.notifications.service import tell
from domain.work import Work

PAGE = 5_000  # entries that one look reads


@dataclass(frozen=True, slots=True)
class Chain:
    """As far as the books have been read: up to which entry, how many there were, and their digest."""

    last_id: int = 0
    entries: int = 0
    digest: str = BEGUN

    @classmethod
    def at(cls, seal: Seal | None) -> "Chain":
        return cls(seal.last_id, seal.entries, seal.digest) if seal else cls()


def read_on(work: Work, chain: Chain, until: int) -> Chain:
    """One look further, to the entry ``until`` at the most."""
    rows = work.ledger.rows(chain.last_id, until, limit=PAGE)
    last_id = rows[-1][0] if len(rows) == PAGE else until
    return Chain(last_id, chain.entries + len(rows), _chained(chain.digest, rows))


def seal(work: Work, night: date, chain: Chain, *, now: datetime) -> bool:
    """False where another replica has sealed that night."""
    row = {"night": night, "at": now, "last_id": chain.last_id}
    return work.ledger.store_seal(row | {"entries": chain.entries, "digest": chain.digest})


def tell_broken(work: Work, broken: Seal, *, now: datetime) -> None:
    """Every admin learns of it, once."""
    about = ("ledger_seal", broken.id)
    for admin in work.people.admins():
        tell(work, admin.id, Role.ADMIN, "admin_seal", f"seal:{broken.id}", due=now, subject=about)


def _chained(digest: str, rows: Iterable[tuple[Any, ...]]) -> str:
    for row in rows:
        line = json.dumps([digest, *row], default=_written, separators=(",", ":"))
        digest = sha256(line.encode()).hexdigest()
    return digest


def _written(value: object) -> str:
    """What JSON lacks: instants are all in UTC."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)
