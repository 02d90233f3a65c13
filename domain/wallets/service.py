"""Opening a wallet, and what is known of the cards in it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from domain.wallets.model import Wallet
from domain.wallets.ports import Card
from domain.work import Work


def open_wallet(work: Work, person_id: int) -> Wallet:
    """Whoever has one has it still."""
    return work.wallets.of(person_id) or work.wallets.locked(person_id)


def is_made(work: Work, person_id: int, customer_id: str) -> Wallet:
    """The provider knows them now; whoever was first counts."""
    wallet = work.wallets.locked(person_id)
    wallet.customer_id = wallet.customer_id or customer_id
    return wallet


def take_look(work: Work, person_id: int) -> int:
    """The number of a look at the provider that begins now: what a later one saw is newer."""
    wallet = work.wallets.locked(person_id)
    wallet.looks += 1
    return wallet.looks


def see(work: Work, person_id: int, cards: Sequence[Card], *, look: int) -> None:
    wallet = work.wallets.locked(person_id)
    if look > wallet.seen:
        wallet.seen, wallet.cards = look, [asdict(each) for each in cards]


def cards_of(wallet: Wallet) -> list[Card]:
    return [
        Card(str(each["brand"]), str(each["last4"]), bool(each["default"]), str(each.get("method_id", "")))
        for each in wallet.cards
    ]


def agree(work: Work, person_id: int, *, on: bool, now: datetime) -> Wallet:
    """That fees are charged to a saved card from now on, or no longer, what is planned included."""
    wallet = work.wallets.locked(person_id)
    wallet.agreed_at = (wallet.agreed_at or now) if on else None
    return wallet


def charged_card(work: Work, person_id: int) -> str | None:
    """What the provider calls the card that fees are charged to: the default, else the newest."""
    wallet = work.wallets.of(person_id)
    if wallet is None or wallet.agreed_at is None or wallet.customer_id is None:
        return None
    cards = sorted(cards_of(wallet), key=lambda each: not each.default)
    return next((each.method_id for each in cards if each.method_id), None)
