"""The actions of a standing slot. A button names the version, or the plan, that it showed."""

from datetime import date

from bot.dialogue.actions import Action, Minute
from bot.dialogue.words import N_
from domain.standing.plan import How


class AskWeekly(Action, code="ea", word=N_("WEEKLY")):
    """What this weekday and hour would be, week by week; ``moved`` shows what the dates that clash would be
    instead.
    """

    service: int
    starts: Minute
    every: int = 1
    minutes: int | None = None
    whom: int | None = None
    moved: bool = False


class StartWeekly(Action, code="eb", acts=True):
    service: int
    starts: Minute
    every: int
    how: How
    seen: int
    minutes: int | None = None
    whom: int | None = None


class AskWeeklyFor(Action, code="ec"):
    """The same by a trainer, for somebody whom they train."""

    client: int
    service: int
    starts: Minute
    every: int = 1
    minutes: int | None = None


class StartWeeklyFor(Action, code="ed", acts=True):
    client: int
    service: int
    starts: Minute
    every: int
    how: How
    seen: int
    minutes: int | None = None


class OpenSlot(Action, code="es"):
    """A standing slot, as it stands."""

    slot: int


class ListDates(Action, code="el", word=N_("DATES")):
    """Each date of a slot that is booked; any of them moves or goes alone."""

    slot: int


class AskPause(Action, code="ep", word=N_("PAUSE")):
    """What a pause would give back: from a day, of so many weeks, or without an end."""

    slot: int
    first: date
    last: date | None = None


class Pause(Action, code="eq", acts=True, word=N_("PAUSE")):
    """``late`` by a client who has seen what the late dates cost; else those stay."""

    slot: int
    version: int
    first: date
    last: date | None = None
    late: bool = False


class AskResume(Action, code="er", word=N_("RESUME")):
    slot: int


class Resume(Action, code="et", acts=True):
    slot: int
    version: int
    how: How
    seen: int


class AskEnd(Action, code="ee", word=N_("DROP ALL")):
    slot: int


class End(Action, code="ex", acts=True, word=N_("DROP ALL")):
    slot: int
    version: int
    late: bool = False


class AskMoveAll(Action, code="em", word=N_("MOVE ALL")):
    """To which weekday and hour, from a date of the slot on?"""

    slot: int
    day: date


class PlanMoveAll(Action, code="en"):
    """What would become of each date, if that of ``day`` began at ``starts``."""

    slot: int
    day: date
    starts: Minute


class MoveAll(Action, code="eo", acts=True):
    slot: int
    version: int
    day: date
    starts: Minute
    how: How
    seen: int


class AskOther(Action, code="ef", word=N_("OTHER")):
    """Another time for a date that was left out."""

    slot: int
    day: date


class TakeOther(Action, code="eg", acts=True):
    slot: int
    day: date
    starts: Minute
