"""The actions that lead from one subject of the trainer's to another; each is answered in its
subject's file.
"""

from bot.dialogue.actions import Action, Minute


class OpenCard(Action, code="rb"):
    """The card of a booking, as it stands."""

    booking: int


class SeeHealth(Action, code="hc", confidential=True):
    """What the client of this booking answered."""

    booking: int


class WantHealth(Action, code="hf", acts=True):
    """Ask clients for a health form before they are approved, or no longer."""

    on: bool


class AskPlace(Action, code="re"):
    """Where a session is: a form."""

    booking: int


class AskAgenda(Action, code="ri"):
    """What is planned for a session: a form."""

    booking: int


class AskLate(Action, code="ta"):
    """How many minutes late a trainer is for whoever comes next."""


class AskAway(Action, code="xa"):
    """Whom it would hit if the trainer could not be there, so many days from now."""

    days: int = 0


class AskClose(Action, code="rd"):
    """Close the day: what is still to settle, all of it completed but those in ``missed``, a bit for each in
    the order shown. ``seen`` is the list that the bits are about; of one ``session`` where that is named.
    """

    missed: int = 0
    seen: int = 0
    session: int | None = None


class CloseDay(Action, code="rs", acts=True):
    """Settle all of the list, as `AskClose` showed it."""

    missed: int
    seen: int
    session: int | None = None


class Undo(Action, code="ru", acts=True):
    """Take back the mark of a session, within its minute."""

    booking: int
    version: int


class UndoLast(Action, code="rl", acts=True):
    """Take back whatever was marked last, be it the whole day."""


class SetRight(Action, code="rw", acts=True):
    """A no-show was there after all."""

    booking: int
    version: int


class AddBlock(Action, code="hb"):
    """Block time: a form."""


class EditHours(Action, code="hh"):
    """Set the weekly hours: a form."""


class EditSeason(Action, code="he"):
    """Hours with a name, for some days: a form."""


class EndSeason(Action, code="hd", acts=True):
    """The usual hours count again on these days."""

    dates: int


class Unblock(Action, code="hu", acts=True):
    block: int


class AddOpening(Action, code="ho"):
    """Be open for once: a form."""


class CloseAgain(Action, code="hx", acts=True):
    extra: int


class OfferMoves(Action, code="hm", acts=True):
    """Ask everybody whose booking has no room any more in a stretch of time to pick another."""

    since: Minute
    until: Minute


class EditPolicy(Action, code="hp"):
    """Set until when cancelling and moving are free, and what it costs later: a form."""


class AskMoveFor(Action, code="rm"):
    """Which other time for a client's booking?"""

    booking: int
    version: int


class MoveFor(Action, code="rv", acts=True):
    """Move a client's booking: at once, or with a word of why where the client's time for that is over."""

    booking: int
    version: int
    starts: Minute


class AskWaive(Action, code="rf"):
    """Let a client off what a late cancellation or move costs: a form."""

    booking: int
    version: int


class OpenServices(Action, code="vs"):
    """What the trainer offers."""


class EditService(Action, code="ve"):
    """Change a service: a form."""

    service: int


class AddService(Action, code="va"):
    """Offer something new: a form."""


class OfferService(Action, code="vo", acts=True):
    """Offer a service, or no longer."""

    service: int
    on: bool


class EditLimits(Action, code="hl"):
    """Set how much is taken on: a form."""
