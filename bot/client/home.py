"""The start: who trains here, what is coming up, and help."""

from collections.abc import Sequence

from bot.client.anybody import Anybody
from bot.client.bookable import bookable, train_with
from bot.client.classes import ShowClasses
from bot.client.credits import credits_way
from bot.client.memberships import membership_way
from bot.client.shop import shop_way
from bot.client.trainers import trainer_of, trainer_screen
from bot.client.views import AllSessions, OpenSettings, WakeUp
from bot.client.where import where_said
from bot.client.whom import called, nearest
from bot.dialogue.actions import Desk, Home
from bot.dialogue.routes import board, command
from bot.dialogue.screen import Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, ngettext, when
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.conversations.service import is_muted

HELP_BY_TEXT = N_(
    "Text BOOK, or when: thu 6pm. NEXT, MOVE, DROP, AGAIN, WEEKLY, BUY, ME, INBOX, LATE 10, LANG. "
    "HUMAN for a person. All else goes to your trainer."
)


@board("home", who=Role.CLIENT)
def home(turn: Turn) -> Screen:
    """Pick a trainer, or see what is booked."""
    trainers = train_with(bookable(turn))
    if len(trainers) > 1:
        trainers.append(choice(_("Whoever is free"), Anybody()))
    if not turn.by_text and any(each.in_classes for each in turn.work.trainers.offered()):
        trainers.append(choice(_("Classes"), ShowClasses()))
    ahead = [turn.work.bookings.coming(each.id, turn.now) for each in turn.people]
    asked = (
        _("With whom would you like to train?") if trainers else _("No trainer takes bookings at the moment.")
    )
    wake = rows([choice(_("Bring the bot back"), WakeUp())] if is_muted(turn.address, turn.now) else [])
    ways = (
        choice(_("My sessions"), AllSessions()),
        *credits_way(turn),
        *shop_way(turn),
        *membership_way(turn),
        choice(_("Settings"), OpenSettings()),
    )
    stands = lines(_silent_until(turn), *(_next(turn, sheets) for sheets in ahead if sheets))
    return Screen(
        # In a text the first one has said whose it is, and the words to reply with ask by themselves.
        title="" if turn.by_text else _("Welcome to {studio}", studio=turn.studio.name),
        text=(stands or asked) if turn.by_text else lines(stands, asked),
        choices=(*wake, *rows(trainers), ways, *_desk(turn)),
    )


def _next(turn: Turn, sheets: Sequence[Sheet]) -> str:
    """The next session and where it is, and how many more are ahead."""
    more = "" if turn.by_text else _more(len(nearest(sheets)) - 1)
    return lines(_first(turn, sheets[0]), where_said(sheets[0]), more)


def _more(count: int) -> str:
    return ngettext("And {n} more.", "And {n} more.", count) if count > 0 else ""


def _first(turn: Turn, sheet: Sheet) -> str:
    time, name = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)), sheet.trainer.name
    if len(turn.people) == 1:
        return _("Next: {time} with {name}.", time=time, name=name)
    return _("Next for {whom}: {time} with {name}.", whom=called(sheet.client), time=time, name=name)


def _silent_until(turn: Turn) -> str:
    until = turn.address.muted_until
    if until is None or not is_muted(turn.address, turn.now):
        return ""
    return _("Until {time} what you write goes to a person, and I keep silent.", time=when(until))


def _desk(turn: Turn) -> tuple[Row, ...]:
    """The other side of those who work here."""
    works_here = turn.person.roles & (Role.TRAINER | Role.ADMIN)
    return ((choice(_("My desk"), Desk()),),) if works_here else ()


@command("start", "menu", "home", "hi", "hello", "hola", "inicio", "menú", who=Role.CLIENT)
def start(turn: Turn, rest: str) -> Screen:
    return home(turn)


@command("book", "reservar", who=Role.CLIENT)
def book(turn: Turn, rest: str) -> Screen:
    """With whom; in a text at once the times of whom they train with."""
    trainer = trainer_of(turn) if turn.by_text else None
    return trainer_screen(turn, trainer) if trainer else home(turn)


@command("help", "info", "ayuda", "?", who=Role.CLIENT)
def help_me(turn: Turn, rest: str) -> Screen:
    """What can be typed, for those who would rather type."""
    if turn.by_text:
        return Screen(text=_(HELP_BY_TEXT))
    text = lines(
        _("Tap the buttons, or type:"),
        _("/book – book a session, or just say when: “thu 6pm”, “tomorrow morning with Ana”"),
        _("/sessions – what is booked; /move or /cancel – change the next one"),
        _("/weekly – what is yours every week; or say “every tuesday at 18:00 with Ana”"),
        _("/credits – what is left of your packages, line by line"),
        _("/packages – what your trainer sells, paid in two taps"),
        _("/membership – what you pay every month: pause it, end it, keep it"),
        _("/billing – your cards, and what is charged next"),
        _("/inbox – what I told you, even what you lost or switched off"),
        _("/settings – language and time zone"),
        _("/health – your health form, where a trainer asks for one"),
        _("/human – talk to a person; anything else you write is passed to your trainer"),
        _("/desk – your desk as a trainer or admin") if _desk(turn) else "",
    )
    return Screen(title=_("How this works"), text=text, choices=((choice(_("Menu"), Home()),),))
