"""The commands that a channel with a menu of them lists in the chat of a trainer or an admin."""

from bot.dialogue.words import N_, _
from domain.base import Role
from domain.people.model import Person

_TRAINER = (
    ("desk", N_("What waits for you, today and the week")),
    ("today", N_("Today's sessions")),
    ("week", N_("The next seven days")),
    ("requests", N_("Requests to answer")),
    ("close", N_("Settle what took place")),
    ("hours", N_("Your weekly hours")),
    ("block", N_("Keep time free")),
    ("sick", N_("You can't be there today")),
    ("late", N_("You run late")),
    ("services", N_("What you offer")),
    ("classes", N_("Your classes")),
    ("packages", N_("What you sell in packages")),
    ("credits", N_("Who has credits")),
    ("report", N_("Your week")),
    ("cashup", N_("Count the drawer")),
    ("earnings", N_("What came in")),
    ("members", N_("Who pays you every month")),
    ("refunds", N_("Refunds to answer")),
)
_ADMIN = (
    ("desk", N_("Who takes bookings")),
    ("revenue", N_("What the studio took")),
    ("campaigns", N_("Write to many at once")),
    ("wording", N_("What I say, in your words")),
)
_CLIENT = (("book", N_("Book a session")), ("sessions", N_("What is booked")))
_ALL = (
    ("inbox", N_("What I told you")),
    ("help", N_("How this works")),
)


def commands_for(person: Person) -> tuple[tuple[str, str], ...]:
    """Name and meaning of each, in the language that is spoken."""
    desk = _TRAINER if person.roles & Role.TRAINER else _ADMIN
    own = _CLIENT if person.roles & Role.CLIENT else ()
    return tuple((name, _(said)) for name, said in (*desk, *own, *_ALL))
