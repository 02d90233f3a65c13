"""What a cash-up refuses, in the words that the person reads."""

from domain.errors import Unreadable


class UnreadableCount(Unreadable):
    """I could not read “{words}” as what is in the drawer. Try: cashup 240"""
