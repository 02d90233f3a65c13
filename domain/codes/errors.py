"""What codes refuse, in the words that the person reads."""

from domain.errors import Refusal, Unreadable


class NoSuchCode(Refusal):
    """I know no code “{word}”. Look at it again: nothing was changed."""


class TooManyTries(Refusal):
    """That was a lot of codes. Try again in ten minutes."""


class CodeOver(Refusal):
    """“{word}” is no longer good. Here is what is sold."""


class CodeTaken(CodeOver):
    """“{word}” was used as often as it is good for. At the full price it is still to be had."""


class CodeUsed(Refusal):
    """“{word}” was used already: it is good once."""


class WordTaken(Refusal):
    """“{word}” is a code already. Take another word."""


class TooMuchOff(Unreadable):
    """A code takes 1 to 90 % off. Try: promo SUMMER 20%"""


class UnreadablePromo(Unreadable):
    """I could not read “{words}”. Try: promo SUMMER 20%, for 10-pack, uses 50, until 31 dec"""
