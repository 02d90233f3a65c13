"""What memberships refuse, in the words that the person reads."""

from domain.errors import Refusal


class HasDesk(Refusal):
    """{name} pays for a desk already. Once that is over, offer another."""


class NotNow(Refusal):
    """That can't be done with it as it stands. Open it again, please: MEMBERSHIP"""
