"""A trainer can't be there: one of the times that are kept for their client, or none of them."""

from bot.client.cards import booking_card, session_line, way_out
from bot.client.moving import move_screen
from bot.client.views import AskToMove
from bot.client.whom import meant, whose
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import count
from bot.dialogue.words import N_, Voice, _, clock, speaking, voice, when
from domain.absences import service as absences
from domain.absences.keeping import still_kept
from domain.absences.model import Answer, Replacement
from domain.base import Role
from domain.bookings.errors import NotOpen
from domain.bookings.ports import Sheet
from domain.bookings.service import relate
from domain.conversations.service import pass_on
from domain.errors import Taken


class TakeKept(Action, code="xt", acts=True, word=N_("TAKE")):
    """One of the times that are kept, by its number."""

    replacement: int
    number: int


class NoneOfThese(Action, code="xn", acts=True, word=N_("NONE")):
    replacement: int


def offer_screen(scene: Scene, sheet: Sheet, replacement: Replacement) -> Screen:
    """Three times, kept for them alone; where there are none, all the others."""
    zone, name = sheet.trainer.zone, sheet.trainer.name
    lost = _("{name} can’t be there on {time}.", name=name, time=when(replacement.was, zone))
    kept = still_kept(scene.work, sheet, replacement, now=scene.now)
    picks: tuple[Row, ...] = tuple(
        (
            choice(
                when(each.session.starts, zone),
                TakeKept(replacement.id, each.number),
                word=f"{_(TakeKept.word)} {each.number}",
            ),
        )
        for each in kept
    )
    subject = ("booking", sheet.booking.id)
    ways = (choice(_("Another day"), AskToMove(sheet.booking.id)), way_out(sheet.booking))
    if not kept:
        return Screen(title=_("Another time?"), text=lost, choices=(ways,), subject=subject)
    due = scene.work.absences.absence(replacement.absence_id).due_at
    until = _("Kept for you until {time}.", time=clock(due)) if due else ""
    free = _("Whatever you choose, it costs nothing.")
    return Screen(
        title="" if voice().terse else _("Another time?"),
        text=lost if voice().terse else lines(lost, until, free),
        choices=(
            *picks,
            *(() if voice().terse else (ways,)),
            (choice(_("None of these"), NoneOfThese(replacement.id)),),
        ),
        subject=subject,
    )


@on(TakeKept, who=Role.CLIENT)
def take(turn: Turn, wanted: TakeKept) -> Screen:
    """At once; instead of what is kept no longer, the rest of it, or else all that is free."""
    sheet = _theirs(turn, wanted.replacement)
    try:
        sheet = absences.take(turn.work, turn.person, wanted.replacement, wanted.number, now=turn.now)
    except (NotOpen, Taken):
        gone = _("No longer kept for you. These are free:")
        replacement = turn.work.absences.replacement(wanted.replacement)
        if replacement.answer is Answer.ASKED and still_kept(turn.work, sheet, replacement, now=turn.now):
            return offer_screen(turn, sheet, replacement).with_toast(gone)
        return move_screen(turn, sheet, gone)
    turn.work.flush()
    return booking_card(turn, sheet).with_toast(_("Moved. {name} is told.", name=sheet.trainer.name))


@on(NoneOfThese, who=Role.CLIENT)
def none_of_these(turn: Turn, wanted: NoneOfThese) -> Screen:
    """The trainer reads it where it can be answered; the booking stays until they have talked."""
    sheet = _theirs(turn, wanted.replacement)
    absences.suits_none(turn.work, turn.person, wanted.replacement, now=turn.now)
    replacement = turn.work.absences.replacement(wanted.replacement)
    if replacement.answer is not Answer.NONE or replacement.was != sheet.booking.starts:
        return booking_card(turn, sheet)
    if replacement.answered_at == turn.now:
        _tell(turn, sheet)
    name = sheet.trainer.name
    return Screen(
        text=_("{name} is told that none of them suits. Write here what would.", name=name),
        choices=(
            (choice(_("Other times"), AskToMove(sheet.booking.id)), way_out(sheet.booking)),
            (choice(_("Menu"), Home()),),
        ),
        subject=("booking", sheet.booking.id),
    )


def _tell(turn: Turn, sheet: Sheet) -> None:
    trainer = sheet.trainer
    with speaking(Voice(trainer.person.locale, trainer.person.zone, clocks=trainer.clocks)):
        said = _("(none of the times instead of {time} suits)", time=when(sheet.booking.starts))
    pass_on(turn.work, turn.person, relate(turn.work, turn.person, trainer, now=turn.now), said, now=turn.now)


@command("take", "tomar", who=Role.CLIENT, takes_words=True)
def take_typed(turn: Turn, rest: str) -> Screen | None:
    """With the number of a time that is kept: on one phone each has its own."""
    number = count(rest)
    if number is None:
        return None
    for asked in _waiting(turn):
        if number in {each.number for each in turn.work.absences.alternatives(asked.id)}:
            return take(turn, TakeKept(asked.id, number))
    return None


@command("none", "none of these", "ninguna", "ninguna de estas", who=Role.CLIENT)
def none_typed(turn: Turn, rest: str) -> Screen | None:
    """Of several, which is asked."""
    waiting = _waiting(turn)
    if len(waiting) == 1:
        return none_of_these(turn, NoneOfThese(waiting[0].id))
    named = []
    for asked in waiting:
        sheet = turn.work.bookings.sheet(asked.booking_id)
        named.append(choice(session_line(sheet, whose(turn, sheet)), NoneOfThese(asked.id), word=""))
    return Screen(text=_("Which one do you mean?"), choices=rows(named)) if named else None


def kept_screen(turn: Turn) -> Screen | None:
    """What is kept for the one whose session would begin first."""
    for asked in _waiting(turn)[:1]:
        return offer_screen(turn, _theirs(turn, asked.id), asked)
    return None


def _waiting(turn: Turn) -> list[Replacement]:
    """What waits for an answer, by when the sessions were to begin."""
    return turn.work.absences.waiting([each.id for each in meant(turn)])


def _theirs(turn: Turn, replacement_id: int) -> Sheet:
    sheet = turn.work.bookings.sheet(turn.work.absences.replacement(replacement_id).booking_id)
    turn.speak_for(sheet.client.id)
    return sheet
