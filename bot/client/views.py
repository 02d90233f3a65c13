"""The actions that lead from one subject of the client's to another; each is answered in its
subject's file.
"""

import enum

from bot.dialogue.actions import Action


class Tab(enum.StrEnum):
    UPCOMING = "u"
    PAST = "p"
    CANCELLED = "c"


class AllSessions(Action, code="sl"):
    tab: Tab = Tab.UPCOMING


class OpenSession(Action, code="s"):
    booking: int


class AskToMove(Action, code="sm"):
    booking: int


class AskToCancel(Action, code="sc"):
    booking: int


class Cancel(Action, code="sx", acts=True):
    booking: int
    version: int


class Attend(Action, code="sa", acts=True):
    booking: int
    version: int


class CalendarFile(Action, code="si"):
    booking: int


class OpenSettings(Action, code="cs"):
    """Language and time zone."""
