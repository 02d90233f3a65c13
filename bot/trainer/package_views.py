"""The actions about packages and credits, as a trainer has them."""

from datetime import date

from bot.dialogue.actions import Action
from domain.payments.model import Purpose, Way


class OpenPackages(Action, code="qk"):
    """What is sold in packages."""


class AddPackage(Action, code="qa"):
    """A new one: a form."""


class EditPackage(Action, code="qe"):
    """A form."""

    package: int


class OfferPackage(Action, code="qo", acts=True):
    """Offer it, or no longer."""

    package: int
    on: bool


class OpenHolders(Action, code="ql"):
    """Who has credits."""


class CreditsOf(Action, code="qt"):
    """A client's credits, and what can be done about them."""

    client: int


class WhyOf(Action, code="qv"):
    """Every line behind a client's balance."""

    client: int
    page: int = 0


class GivePackage(Action, code="qg"):
    """Give a client a package: a form for the reason."""

    client: int
    package: int


class GiveCredits(Action, code="qn"):
    """Give a client single credits: a form."""

    client: int


class ExtendLot(Action, code="qx"):
    """Let credits last longer: a form."""

    lot: int


class AskSell(Action, code="qr"):
    """Which package a client pays for at the desk, and how."""

    client: int


class Sell(Action, code="qy", acts=True):
    """It was paid at the desk."""

    client: int
    package: int
    way: Way


class SellAnother(Action, code="yq", acts=True):
    """The same as that payment, once more."""

    payment: int


class UndoSale(Action, code="qu", acts=True):
    """It was not, after all."""

    payment: int


class ApproveRefund(Action, code="qi", acts=True):
    """Give money back for as many credits as were shown."""

    refund: int
    credits: int


class AskDeclineRefund(Action, code="qj"):
    """Decline it: a form for why."""

    refund: int


class TakeDue(Action, code="qm", acts=True):
    """What is owed of a session, or the rest of its price, is paid at the desk."""

    booking: int
    purpose: Purpose
    way: Way


class OpenPackageHolders(Action, code="yi"):
    """Who holds a package."""

    package: int


class HoldersFile(Action, code="yj"):
    package: int


class GrantLonger(Action, code="yk", acts=True):
    """Let credits last longer that still end on the day that was shown."""

    lot: int
    was: date


class AskTakeBack(Action, code="qz"):
    """Take credits back that were given by mistake: a form."""

    lot: int


class OpenMembers(Action, code="mv"):
    """Who pays every month."""
