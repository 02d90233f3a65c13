"""The actions about a trainer's money."""

from datetime import date

from bot.dialogue.actions import Action


class OpenEarnings(Action, code="ya"):
    """What came in; this month unless days are named."""

    first: date | None = None
    last: date | None = None


class EarningsFile(Action, code="yb"):
    """The same line by line, as a file."""

    first: date
    last: date


class OpenCashup(Action, code="ye"):
    """What a trainer's desk took; today unless a day is named."""

    trainer: int
    day: date | None = None


class CountCash(Action, code="yf"):
    """What is in the drawer: a form."""

    trainer: int
    day: date
    currency: str


class CashupFile(Action, code="yg"):
    trainer: int
    day: date


class ProofOf(Action, code="yp"):
    """What proves that a payment was right, as a paper."""

    dispute: int


class SendProof(Action, code="ys", acts=True):
    """The same to the bank, once."""

    dispute: int


class ReportFile(Action, code="yl"):
    """The report of the week that ends then."""

    sunday: date


class AskPayer(Action, code="ym"):
    """Who pays for a client: a form."""

    client: int
