"""What the waitlist refuses, in the words that the person reads."""

from domain.errors import Refusal


class TooLateToWait(Refusal):
    """That is over, or too far away to be booked, so there is nothing to wait for."""


class OfferOver(Refusal):
    """That offer is over. Here are the nearest free times."""
