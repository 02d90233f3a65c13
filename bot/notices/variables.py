"""What the words of a notice may name: what each variable is, how it looks, and where it is not among the
facts of the sentence, its value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.dialogue.words import N_, _, clock, day, minutes_long, money, ngettext, when
from domain.bookings.ports import Sheet
from domain.money import Money

if TYPE_CHECKING:
    from bot.notices.registry import Notice

Value = Callable[["Notice", Mapping[str, Any]], str | None]

_THEN = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
_BEFORE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Variable:
    """``means`` is a msgid; ``sample`` is worded for whoever is spoken to. ``value`` where the sentence
    itself does not give it.
    """

    means: str
    sample: Callable[[], str]
    value: Value | None = None


def _first_name(told_of: "Notice", _facts: Mapping[str, Any]) -> str | None:
    """A phone that nobody named yet is called by its number."""
    name = told_of.address.person.first_name
    return None if name.startswith("+") else name


def _sheet(told_of: "Notice") -> Sheet:
    return told_of.work.bookings.sheet(told_of.subject_id)


def _when(told_of: "Notice", _facts: Mapping[str, Any]) -> str:
    sheet = _sheet(told_of)
    return when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))


def _credits(count: int) -> str:
    return ngettext("{n} credit", "{n} credits", count)


TRAINER = Variable(N_("the trainer"), lambda: "Ana Silva")
CLIENT = Variable(N_("the client"), lambda: "Cleo Hall")
WHAT = Variable(N_("what it is for"), lambda: _("Five sessions"))
WHEN = Variable(N_("day and time of the session"), lambda: when(_THEN))
WAS = Variable(N_("day and time before"), lambda: when(_BEFORE))
OTHER = Variable(N_("the other day and time"), lambda: when(_BEFORE))
DAY = Variable(N_("a day"), lambda: day(_THEN))
CLOCK = Variable(N_("the time of day"), lambda: clock(_THEN))
ABOUT = Variable(N_("about when it begins"), lambda: clock(_THEN))
LONG = Variable(N_("for how long"), lambda: minutes_long(10))
AMOUNT = Variable(N_("the amount"), lambda: money(Money(5000, "EUR")))
WAY = Variable(N_("how it was paid"), lambda: _("by card"))
WORDS = Variable(N_("what was written about it"), lambda: _("Get well soon!"))
COUNT = Variable(N_("how many, as a number"), lambda: "1")

ALWAYS = {
    "you": Variable(N_("the first name of who reads it"), lambda: "Cleo", _first_name),
    "studio": Variable(N_("your studio"), lambda: "Studio", lambda told_of, _facts: told_of.studio.name),
}
OF_SESSION = {
    "trainer": Variable(TRAINER.means, TRAINER.sample, lambda told_of, _facts: _sheet(told_of).trainer.name),
    "when": Variable(WHEN.means, WHEN.sample, _when),
    "service": Variable(
        N_("what is booked"),
        lambda: _("Personal training"),
        lambda told_of, _facts: _sheet(told_of).service.name,
    ),
}
CREDITS = {
    "credits": Variable(
        N_("how many credits, such as “3 credits”"),
        lambda: _credits(1),
        lambda _told_of, facts: _credits(facts["n"]),
    )
}
MINUTES = {
    "minutes": Variable(LONG.means, lambda: minutes_long(1), lambda _told_of, facts: minutes_long(facts["n"]))
}
