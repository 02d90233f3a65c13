"""The actions that lead from one subject of the client's to another; each is answered in its
subject's file.
"""

import enum

from bot.dialogue.actions import Action, Minute
from bot.dialogue.words import N_
from bot.memberships import Want


class Tab(enum.StrEnum):
    UPCOMING = "u"
    PAST = "p"
    CANCELLED = "c"


class OpenTrainer(Action, code="t"):
    """A trainer's link, such as t_ana."""

    slug: str


class AllSessions(Action, code="sl", word=N_("ME")):
    tab: Tab = Tab.UPCOMING
    page: int = 0


class OpenSession(Action, code="s"):
    booking: int


class KeepSession(Action, code="kj"):
    """As it is, though its trainer has no time for it any more."""

    booking: int


class AskComeLate(Action, code="lq"):
    """How many minutes late a client comes."""

    booking: int


class AskToMove(Action, code="sm", word=N_("MOVE")):
    booking: int


class AskToCancel(Action, code="sc", word=N_("DROP")):
    booking: int


class Cancel(Action, code="sx", acts=True, word=N_("DROP")):
    """``late`` where what it costs by now was shown."""

    booking: int
    version: int
    late: bool = False


class UndoCancel(Action, code="su", acts=True, word=N_("UNDO")):
    """Take a cancellation back, within its minute."""

    booking: int
    version: int


class Attend(Action, code="sa", acts=True, word="C"):
    booking: int
    version: int


class CalendarFile(Action, code="si"):
    booking: int


class Rate(Action, code="sr", acts=True):
    """Give a session one to five stars."""

    booking: int
    stars: int


class AskRating(Action, code="sq"):
    """Which stars instead of those that were given?"""

    booking: int


class WasThere(Action, code="sw", acts=True, word=N_("I WAS THERE")):
    """Contradict a no-show."""

    booking: int
    version: int


class Again(Action, code="sg", acts=True, word=N_("AGAIN")):
    """Book this time at once: the weekday and hour of a session that is over, once more."""

    service: int
    starts: Minute
    whom: int | None = None
    minutes: int | None = None


class TakeSuggested(Action, code="st", acts=True, word=N_("TAKE")):
    booking: int
    version: int


class AskHealth(Action, code="hq", word=N_("HEALTH"), confidential=True):
    """The health questions and the waiver in these versions; ``again`` by one who has signed them already."""

    questions: int
    waiver: int
    again: bool = False
    whom: int | None = None


class OpenSettings(Action, code="cs", word=N_("SETTINGS")):
    """Language and time zone."""


class AskNote(Action, code="sn", word=N_("NOTE")):
    """A note for the trainer about a session: a form."""

    booking: int


class PutNote(Action, code="sp", acts=True):
    """This session was meant by the words that were typed as a note."""

    booking: int


class AskTrip(Action, code="cy"):
    """Where, and from which day to which: a form."""


class CallOff(Action, code="cx", acts=True, word=N_("TRIP OFF")):
    """No such trip, or no longer."""

    trip: int


class OpenFamily(Action, code="cf", word=N_("FAMILY")):
    """For whom this chat books."""


class WakeUp(Action, code="hw", acts=True, word=N_("MENU")):
    """Let the bot speak again."""


class OpenCredits(Action, code="qc", word=N_("CREDITS")):
    """How many credits are left."""


class WhyCredits(Action, code="qw", word=N_("WHY")):
    """Every line behind a balance."""

    page: int = 0


class OpenShop(Action, code="qs", word=N_("BUY")):
    """What is sold in packages; ``booking`` is a held time that is to be paid with one."""

    booking: int | None = None


class Buy(Action, code="qb", acts=True):
    """Begin to pay for a package."""

    package: int
    booking: int | None = None


class AskRefund(Action, code="qf", word=N_("REFUND")):
    """Money back for what was not used: a form for why."""

    payment: int


class WithdrawRefund(Action, code="qd", acts=True, word=N_("WITHDRAW")):
    """Not after all."""

    refund: int


class PayFirst(Action, code="bp", acts=True, word=N_("PAY")):
    """Pay for what is held, so that it is booked."""

    booking: int


class PayRest(Action, code="br", acts=True):
    """Pay what is left of the price after a deposit."""

    booking: int


class AskLonger(Action, code="yh", acts=True, word=N_("EXTEND")):
    """Ask the trainer to let credits last longer."""

    lot: int


class BookWith(Action, code="xb"):
    """The next times of what these credits are good for."""

    lot: int


class OpenMemberships(Action, code="mb", word=N_("MEMBERSHIP")):
    """What is paid every month."""


class OpenBilling(Action, code="mk", word=N_("BILLING")):
    """Which cards are kept, and where."""


class OpenMembership(Action, code="mo"):
    """One of several."""

    membership: int


class AgreeFees(Action, code="mf", acts=True):
    """That fees are charged to a saved card, or no longer; asked beside a ``payment``, or at the cards."""

    on: bool
    payment: int = 0


class SetMembership(Action, code="mw", acts=True):
    """Have it end, rest, or go on."""

    membership: int
    want: Want


class BuyGift(Action, code="xg", acts=True):
    """The package of a payment, for somebody else."""

    payment: int


class AskCode(Action, code="xk"):
    """A promo or gift code: a form for the word."""

    booking: int | None = None


class BuyWith(Action, code="xp", acts=True):
    """Begin to pay for a package at the price that a promo makes."""

    package: int
    promo: int
    booking: int | None = None
