"""The ledger: accounts, and entries that move an amount from one account to another."""

import enum
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from domain.base import Entity

CREDIT = "CREDIT"  # the commodity of credits, beside the currencies
_PAID = text("payment_id IS NOT NULL")
_MONEY = text("commodity <> 'CREDIT'")
_ONCE = text("payment_id IS NOT NULL AND step IN ('sold', 'paid', 'given')")
_OUTCOME = text("step IN ('used', 'fee')")
_OF_A_LOT, _OF_MONEY = text("lot_id IS NOT NULL"), text("lot_id IS NULL")


class Kind(enum.StrEnum):
    """What an account is for. Only where something comes from may it fall below zero."""

    ISSUED = "issued"  # where a lot's credits come from
    FREE = "free"  # may be spent
    RESERVED = "reserved"  # for what is booked or asked for
    USED = "used"
    EXPIRED = "expired"
    EARNED = "earned"  # where what a client owes comes from
    OWED = "owed"
    DISPUTED = "disputed"  # what a client's bank has taken back, until it decides
    CARD = "card"  # where what was paid is: at the provider
    CASH = "cash"
    TRANSFER = "transfer"
    TERMINAL = "terminal"
    FEES = "fees"  # what the provider kept of what was earned
    # The studio's own, of what a trainer pays it for a desk: nothing of it is ever earned by a trainer.
    RENT = "rent"
    RENT_OWED = "rent_owed"
    RENT_DISPUTED = "rent_disputed"
    RENT_CARD = "rent_card"
    RENT_FEES = "rent_fees"

    @property
    def of_rent(self) -> "Kind":
        """The studio's account that is what this one is of a client's money."""
        return Kind.RENT if self is Kind.EARNED else Kind(f"rent_{self}")


SOURCES = (Kind.ISSUED, Kind.EARNED, Kind.RENT)
AT_PROVIDER = (Kind.CARD, Kind.RENT_CARD)
_CREDITS = "'issued', 'free', 'reserved', 'used', 'expired'"


class Step(enum.StrEnum):
    """What an entry records."""

    GIVEN = "given"
    RESERVED = "reserved"
    RELEASED = "released"
    USED = "used"
    EXPIRED = "expired"
    RENEWED = "renewed"  # expired, and extended afterwards
    FEE = "fee"
    SOLD = "sold"
    PAID = "paid"
    RETURNED = "returned"  # the credits of a refund
    REFUNDED = "refunded"  # its money
    KEPT = "kept"  # of a deposit, for the fee that is owed
    UNSOLD = "unsold"
    CHARGED = "charged"  # a fee of the provider's, or one that it gave back
    DISPUTED = "disputed"  # money that a bank took back
    REINSTATED = "reinstated"
    LOST = "lost"  # a dispute: its money is the client's again
    TAKEN = "taken"  # and its credits are not
    UNDONE = "undone"
    WAIVED = "waived"


class LedgerAccount(Entity, kw_only=True):
    """What one client has or owes with one trainer in one commodity: a currency, or the credits of one lot.
    Its balance is what came in less what went out.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("id", "commodity"),  # so that an entry's commodity is that of both its accounts
        Index(
            "uq_ledger_account_lot",
            "lot_id",
            "kind",
            unique=True,
            sqlite_where=_OF_A_LOT,
            postgresql_where=_OF_A_LOT,
        ),
        Index(
            "uq_ledger_account_money",
            "client_id",
            "trainer_id",
            "kind",
            "commodity",
            unique=True,
            sqlite_where=_OF_MONEY,
            postgresql_where=_OF_MONEY,
        ),
        CheckConstraint("(commodity = 'CREDIT') = (lot_id IS NOT NULL)", name="lot"),
        CheckConstraint(f"(commodity = 'CREDIT') = (kind IN ({_CREDITS}))", name="kind"),
        Index(None, "client_id", "trainer_id"),
        Index(
            "ix_ledger_account_earned",
            "trainer_id",
            "kind",
            sqlite_where=_OF_MONEY,
            postgresql_where=_OF_MONEY,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[Kind]
    commodity: Mapped[str] = mapped_column(String(6))
    client_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("credit_lot.id"), default=None)


class LedgerEntry(Entity, kw_only=True):
    """An amount, in minor units or in credits, that one account gave and another took: whatever is entered,
    debits equal credits. Rows are only added; a mistake is set right by another one.

    ``booking_id`` and ``version`` name the change of a booking that it came with: one entry for each step.
    ``cause`` is what the money of a payment is called where it came from: again one entry for each step.
    What is sold by it, paid and given is entered once, whatever the cause.

    ``tax_minor`` is how much of it is tax, told of money where it is kept: in, out and back.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        ForeignKeyConstraint(["giver_id", "commodity"], ["ledger_account.id", "ledger_account.commodity"]),
        ForeignKeyConstraint(["taker_id", "commodity"], ["ledger_account.id", "ledger_account.commodity"]),
        UniqueConstraint("booking_id", "version", "step", "giver_id"),
        Index("uq_ledger_entry_cause", "cause", "step", unique=True),
        Index(
            "uq_ledger_entry_once",
            "payment_id",
            "step",
            unique=True,
            sqlite_where=_ONCE,
            postgresql_where=_ONCE,
        ),
        # What a change costs by the policy is entered once.
        Index(
            "uq_ledger_entry_outcome",
            "booking_id",
            "version",
            unique=True,
            sqlite_where=_OUTCOME,
            postgresql_where=_OUTCOME,
        ),
        Index("ix_ledger_entry_payment", "payment_id", sqlite_where=_PAID, postgresql_where=_PAID),
        CheckConstraint("amount > 0 AND giver_id <> taker_id", name="moves"),
        CheckConstraint(
            "tax_minor BETWEEN 0 AND amount AND (tax_minor = 0 OR commodity <> 'CREDIT')", name="tax"
        ),
        CheckConstraint("(booking_id IS NULL) = (version IS NULL)", name="booking"),
        Index(None, "giver_id", "at"),
        Index(None, "taker_id", "at"),
        Index("ix_ledger_entry_money", "at", sqlite_where=_MONEY, postgresql_where=_MONEY),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    giver_id: Mapped[int] = mapped_column(init=False)
    taker_id: Mapped[int] = mapped_column(init=False)
    giver: Mapped[LedgerAccount] = relationship(
        primaryjoin=lambda: foreign(LedgerEntry.giver_id) == LedgerAccount.id, lazy="joined", innerjoin=True
    )
    taker: Mapped[LedgerAccount] = relationship(
        primaryjoin=lambda: foreign(LedgerEntry.taker_id) == LedgerAccount.id, lazy="joined", innerjoin=True
    )
    commodity: Mapped[str] = mapped_column(String(6))
    amount: Mapped[int]
    step: Mapped[Step]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)  # None: the clock
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(200), default="")
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), default=None)
    cause: Mapped[str | None] = mapped_column(String(80), default=None)
    tax_minor: Mapped[int] = mapped_column(default=0, server_default=text("0"))
