"""The provider's own books of what the tests charge, give back and dispute there, and what it tells of it."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.money import Money
from domain.payments.disputed import DisputeState
from domain.payments.ports import Disputed, Held, Moved, Returned, Seen, Told

OPEN, SENT, WON, LOST = DisputeState
FEE = 2000  # of a dispute, given back with one that was won
SECOND = timedelta(seconds=1)


@dataclass
class There:
    """A payment as the provider has it: ``back`` is what was given back by each refund."""

    key: str
    intent_id: str
    price: Money
    back: dict[str, Returned] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    disputes: list[Disputed] = field(default_factory=list)

    @property
    def left(self) -> int:
        back = sum(each.amount.minor for each in self.back.values() if each.amount)
        return (
            self.price.minor - back + sum(move.amount.minor for each in self.disputes for move in each.moves)
        )

    @property
    def in_dispute(self) -> Disputed | None:
        return next((each for each in self.disputes if each.state in (OPEN, SENT)), None)


class Provider:
    """Everything happens a second after what came before; ``told`` is what was not fetched yet."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance, self.now = chance, now
        self.payments: dict[str, There] = {}
        self.told: list[Told] = []
        self._number = 0
        self._by_key: dict[str, str] = {}

    def saw(self, page: Seen) -> Seen:
        """A page or a saved card at which something happened."""
        if page.intent_id and page.paid:
            self.take(page.key, page.intent_id, page.paid)
        self._tell(page=page)
        return page

    def take(self, key: str, intent_id: str, price: Money) -> None:
        self.payments.setdefault(intent_id, There(key, intent_id, price))

    def give_back(self, key: str, intent_id: str, amount: Money) -> Returned | None:
        """As it was asked for; None where it is refused, since less is there, or a bank decides about it."""
        there = self.payments[intent_id]
        if known := self._by_key.get(key):
            return there.back.get(known)
        if amount.minor > there.left or there.in_dispute:
            return None
        made = self._back(there, key, amount)
        self._by_key[key] = made.provider_id
        return made

    def go_on(self, there: There) -> None:
        """Something becomes of some of the money without us: it goes back in the dashboard, or comes back
        from there, or a bank takes it, all or some, and decides; more than once of one payment.
        """
        if (dispute := there.in_dispute) is not None and self.chance.random() < 0.7:
            self._decide(there, dispute)
        elif there.back and self.chance.random() < 0.3:
            self._fail(there, self.chance.choice([*there.back.values()]))
        elif there.left <= 0:
            return
        elif self.chance.random() < 0.6:
            amount = self.chance.choice((there.left, there.left, max(there.left // 2, 1)))
            self._dispute(there, Money(amount, there.price.currency))
        elif dispute is None:
            amount = min(there.left, self.chance.choice((there.left, there.price.minor // 2 or 1, 1700, 1)))
            self._back(there, "", Money(amount, there.price.currency))

    def listed(self) -> list[Held]:
        return [
            Held(each.key, each.intent_id, Money(each.left, each.price.currency))
            for each in self.payments.values()
        ]

    def _back(self, there: There, key: str, amount: Money) -> Returned:
        number = len(there.back) + len(there.failed) + 1
        made = Returned(key, f"re_{number}_{there.intent_id}", intent_id=there.intent_id, amount=amount)
        there.back[made.provider_id] = made
        self._tell(refund=made)
        return made

    def _fail(self, there: There, made: Returned) -> None:
        del there.back[made.provider_id]
        there.failed.add(made.provider_id)
        self._tell(refund=replace(made, failed=True))

    def _dispute(self, there: There, amount: Money) -> None:
        """At first it may be an inquiry, that has moved nothing yet."""
        name = f"du_{len(there.disputes) + 1}_{there.intent_id}"
        made = Disputed(name, there.intent_id, OPEN, "fraudulent", amount, None)
        there.disputes.append(made)
        self._tell(dispute=made)
        if self.chance.random() < 0.8:
            self._take(there, made)

    def _take(self, there: There, was: Disputed) -> Disputed:
        amount = Money(-was.amount.minor, was.amount.currency)
        taken = Moved(f"txn_{was.provider_id}", amount, Money(FEE, amount.currency))
        return self._change(there, was, replace(was, moves=(taken,)))

    def _decide(self, there: There, dispute: Disputed) -> None:
        """All the steps at once, or the next of them."""
        if not dispute.moves and dispute.amount.minor <= there.left and self.chance.random() < 0.5:
            dispute = self._take(there, dispute)
        if dispute.state is OPEN and self.chance.random() < 0.5:
            dispute = self._change(there, dispute, replace(dispute, state=SENT))
        if self.chance.random() < 0.4:
            return
        if dispute.moves and self.chance.random() < 0.5:
            self._change(there, dispute, replace(dispute, state=LOST))
            return
        won = self._change(there, dispute, replace(dispute, state=WON))
        if won.moves:
            fee = Money(-FEE, won.amount.currency)
            back = Moved(f"txn_b_{won.provider_id}", won.amount, fee)
            self._change(there, won, replace(won, moves=(*won.moves, back)))

    def _change(self, there: There, was: Disputed, new: Disputed) -> Disputed:
        there.disputes[there.disputes.index(was)] = new
        self._tell(dispute=new)
        return new

    def _tell(
        self, *, page: Seen | None = None, refund: Returned | None = None, dispute: Disputed | None = None
    ) -> None:
        self._number += 1
        self.now += SECOND
        kind = "page" if page else "refund" if refund else "charge.dispute"
        self.told.append(Told(f"evt_{self._number}", kind, self.now, page, refund, dispute))

    def fetched(self) -> list[Told]:
        """What was told since this was asked last."""
        told, self.told = self.told, []
        return told
