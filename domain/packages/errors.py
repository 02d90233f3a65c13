"""What packages and credits refuse, in the words that the person reads."""

from domain.errors import Refusal


class NoCreditLeft(Refusal):
    """Your last credit went to another session just now, so nothing was booked. Here is its price."""


class CreditSpent(Refusal):
    """Its credit went to another session meanwhile, so this can't be taken back. Book it anew, please."""


class SameName(Refusal):
    """You have a package “{name}” already. Change that one, or take another name."""


class TooManyPackages(Refusal):
    """That is as many packages as a list can show. Change one that is no longer offered."""


class NotSaid(Refusal):
    """A package needs a name, sessions and a price. Try: package new name 10-pack, sessions 10, price 400"""


class NotTraining(Refusal):
    """{name} doesn't train with you yet. Credits can be given once they have booked or joined."""


class NotOffered(Refusal):
    """{name} is no longer offered. Offer it again first, or give single credits."""


class Monthly(Refusal):
    """{name} is paid by card, every month: its client buys it from your packages. Or give single credits."""


class ReasonNeeded(Refusal):
    """A word of why is needed here: it is kept in the ledger."""


class NeverExpires(Refusal):
    """These credits have no last day, so there is nothing to extend."""


class NotLonger(Refusal):
    """They last that long already. Name a later day."""


class NotPaidThen(Refusal):
    """Your credit isn't good on that day, and this is paid first. Pick an earlier day, please."""


class NothingLeft(Refusal):
    """Nothing is left of them that could last longer."""


class FewerFree(Refusal):
    """Only {n} of these can be taken back: the others are used or booked."""


class WasPaid(Refusal):
    """These were paid for, so they are refunded, not taken back: /refunds"""
