"""What payments refuse, in the words that the person reads."""

from domain.errors import Refusal


class NotForSale(Refusal):
    """{name} is no longer sold. Here is what is."""


class TooLateToUndo(Refusal):
    """The minute to take it back is over. Ask your admin to set it right."""


class AlreadyUsed(Refusal):
    """One of its credits is used already, so it can't be taken back."""


class NothingToRefund(Refusal):
    """No credits are left to give back: all are used, booked or refunded. Just write if you need help."""


class FewerLeft(Refusal):
    """{name} has used some of these credits meanwhile. Here is what can be given back now."""


class AtBank(Refusal):
    """The client's bank still decides about what was paid for it. Try again once it has."""
