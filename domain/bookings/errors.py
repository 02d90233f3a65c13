"""What bookings refuse, in the words that the person reads."""

from domain.errors import Refusal, Taken


class HoldExpired(Refusal):
    """That time is no longer held for you, and free for others again. Pick a time to hold it anew."""


class NotOpen(Refusal):
    """That time is not free to book. Here are the nearest ones that are."""


class ClassFull(Taken):
    """The class is full."""


class AlreadyIn(Refusal):
    """You have a place in this class already."""


class OwnTime(Refusal):
    """That is your own time: nobody books with themself. Block it at your desk."""


class OnePending(Refusal):
    """One request of yours is already waiting for an answer. You can ask for more times once it is
    answered.
    """


class NothingAhead(Refusal):
    """{name} has nothing booked with you. For the next session, leave the name out."""


class TooManyAhead(Refusal):
    """{name} takes {n} bookings ahead from each client, and you have that many. Cancel one, or book again
    when one is over.
    """


class AlreadyAnswered(Refusal):
    """This was already settled, so nothing was changed. Here is how it stands."""


class TooLate(Refusal):
    """This session has already begun, so it can't be changed here. Write a message and it is passed on."""


class TooEarly(Refusal):
    """This session has not begun yet. Mark it once it has."""


class TooLateToUndo(Refusal):
    """There is nothing to undo any more: it can be taken back for a minute."""


class TakenOff(Refusal):
    """Your trainer is away then by now, so it stays cancelled. Pick another time."""


class TooLateToSay(Refusal):
    """That could be said for a day. Write a message and it is passed on to your trainer."""


class Costs(Refusal):
    """The free time is over, so nothing was done yet. Here is what it costs."""


class MoveTooLate(Refusal):
    """Too late to move it. Write here and your trainer reads it."""


class ReasonNeeded(Refusal):
    """A word of why is needed here: it is kept with the booking."""


class PaidFirst(Refusal):
    """This is paid before it is booked. Here is the page to pay at."""
