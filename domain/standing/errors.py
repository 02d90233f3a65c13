"""What standing slots refuse, in the words that the person reads."""

from domain.errors import Refusal


class PlanChanged(Refusal):
    """Something changed in the meantime, so nothing was done. Here it is anew."""


class NothingFree(Refusal):
    """None of these dates is free. Try another day or hour."""


class SlotEnded(Refusal):
    """This weekly time has ended, so nothing was done. Book a session and make it weekly again."""


class SameSlot(Refusal):
    """There is a weekly time at that day and hour already. Pick another one."""


class TooFarApart(Refusal):
    """All dates move by the same number of days, six at the most. Pick a time nearer to this one."""
