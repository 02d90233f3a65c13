"""What stands around the words of a notice, with sample facts: for a preview, and to know how many parts a
text takes. As near to the real screens as can be drawn of nobody's booking.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.client.views import (
    AskLonger,
    AskToCancel,
    AskToMove,
    Attend,
    Cancel,
    KeepSession,
    OpenCredits,
    OpenTrainer,
    TakeSuggested,
)
from bot.client.waiting import Pass, Take
from bot.dialogue.actions import Home
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of, web
from bot.dialogue.words import _, minutes_long, money, voice, when
from domain.money import Money

Frame = Callable[[str], Screen]

_THEN = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
_TRAINER = "Ana Silva"


def alone(words: str) -> Screen:
    return Screen(text=words)


def card(words: str) -> Screen:
    """On the card of a session."""
    return Screen(title=_("Booked"), text=lines(words, _facts()), choices=((_move(), _out(), _menu()),))


def reminder(words: str) -> Screen:
    come = choice(_("Confirm"), Attend(1, 1), "primary")
    return Screen(title=words, text=_facts(), choices=((come, _move(), _out()),))


def lost(words: str) -> Screen:
    """Of a time that did not work out, with the way to others."""
    others = choice(_("Other times"), OpenTrainer("ana"), word=_("BOOK"))
    return Screen(title=when(_THEN), text=words, choices=((others, _menu()),))


def suggested(words: str) -> Screen:
    take = choice(_("Take it"), TakeSuggested(1, 1), "primary")
    return Screen(title=_("Another time?"), text=words, choices=((take, _move(), _out()),))


def moves(words: str) -> Screen:
    keep = choice(_("Keep it as it is"), KeepSession(1), word=_("KEEP"))
    stays = _("Your session stays booked until you pick.")
    title = "" if voice().terse else _("Another time?")
    return Screen(title=title, text=lines(words, stays), choices=((_move(), keep, _out()),))


def kept(words: str) -> Screen:
    """With times that are kept for whoever is asked."""
    title = "" if voice().terse else _("Another time?")
    return Screen(title=title, text=lines(words, when(_THEN)), choices=((_move(), _out()),))


def late(words: str) -> Screen:
    return Screen(text=lines(words, _("If that does not suit you, write here: it costs nothing.")))


def offer(words: str) -> Screen:
    ways = (choice(_("Take"), Take(1, 1), "primary"), choice(_("Pass"), Pass(1)))
    return Screen(
        text=lines(words, minutes_long(60), _("Yours until {time}.", time="18:15")), choices=(ways,)
    )


def money_said(words: str) -> Screen:
    return Screen(text=words, choices=((choice(_("Your credits"), OpenCredits()), _menu()),))


def to_pay(words: str) -> Screen:
    amount = money(Money(5000, "EUR"))
    link = web(_("Pay {amount}", amount=amount), "https://studio.example/pay/a1b2c3d4e5f6")
    return Screen(text=words, choices=((link,),))


def expiring(words: str) -> Screen:
    book = choice(_("Book now"), OpenTrainer("ana"), "primary", word=_("BOOK"))
    return Screen(text=words, choices=((book, choice(_("Ask to extend"), AskLonger(1))),))


def _facts() -> str:
    if voice().terse:
        return list_of([when(_THEN), _TRAINER, minutes_long(60)])
    return lines(when(_THEN), _("With {name}", name=_TRAINER), minutes_long(60))


def _move() -> Choice:
    return choice(_("Move"), AskToMove(1))


def _out() -> Choice:
    if voice().terse:
        return choice(_("Give it back"), Cancel(1, 1))
    return choice(_("Cancel"), AskToCancel(1))


def _menu() -> Choice:
    return choice(_("Menu"), Home())
