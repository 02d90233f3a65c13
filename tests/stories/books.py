"""The ledger as a story ends: a line for each entry."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from domain.ledger.model import LedgerAccount, LedgerEntry
from storage.work import SqlWork
from tests.stories.conftest import Studio

_Giver, _Taker = aliased(LedgerAccount), aliased(LedgerAccount)
_ENTRIES = (
    select(LedgerEntry.step, LedgerEntry.amount, LedgerEntry.commodity, _Giver.kind, _Taker.kind)
    .join(_Giver, _Giver.id == LedgerEntry.giver_id)
    .join(_Taker, _Taker.id == LedgerEntry.taker_id)
    .order_by(LedgerEntry.id)
)


async def books(studio: Studio) -> list[str]:
    """Such as "paid 36000 EUR: owed to card". What the provider keeps of a payment is entered whenever it has
    told, which is why `fees` are apart.
    """
    assert studio.bot
    return [each for each in await studio.bot.database.read(_lines) if not each.startswith("charged")]


async def fees(studio: Studio) -> list[str]:
    """Such as "charged 620 EUR: earned to fees"."""
    assert studio.bot
    return [each for each in await studio.bot.database.read(_lines) if each.startswith("charged")]


def _lines(work: SqlWork) -> list[str]:
    return [
        f"{step} {amount} {commodity}: {giver} to {taker}"
        for step, amount, commodity, giver, taker in work.session.execute(_ENTRIES)
    ]


def sale(amount: int, currency: str, way: str, sessions: int) -> list[str]:
    """What any sale leaves."""
    return [
        f"sold {amount} {currency}: earned to owed",
        f"paid {amount} {currency}: owed to {way}",
        f"given {sessions} CREDIT: issued to free",
    ]
