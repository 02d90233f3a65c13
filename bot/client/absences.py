"""A trainer can't be there: one of the times that are kept for their client, or none of them."""

from bot.client.cards import booking_card, way_out
from bot.client.moving import move_screen
from bot.client.views import AskToMove
from bot.client.whom import coming
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.typed import count
from bot.dialogue.words import N_, Voice, _, clock, speaking, voice, when
from domain.absences import service as absences
from domain.absences.model import Answer, Replacement
from domain.absences.rules import ANSWER
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
    kept = scene.work.absences.alternatives(replacement.id)
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
    until = _("Kept for you until {time}.", time=clock(scene.now + ANSWER))
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
    """At once; what is kept no longer is looked for anew."""
    sheet = _theirs(turn, wanted.replacement)
    try:
        sheet = absences.take(turn.work, turn.person, wanted.replacement, wanted.number, now=turn.now)
    except (NotOpen, Taken):
        return move_screen(turn, sheet, _("No longer kept for you. These are free:"))
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
    with speaking(Voice(trainer.person.locale, trainer.person.zone)):
        said = _("(none of the times instead of {time} suits)", time=when(sheet.booking.starts))
    pass_on(turn.work, turn.person, relate(turn.work, turn.person, trainer, now=turn.now), said, now=turn.now)


@command("take", "tomar", who=Role.CLIENT, takes_words=True)
def take_typed(turn: Turn, rest: str) -> Screen | None:
    """With the number of a time that is kept."""
    number, asked = count(rest), _asked(turn)
    if asked is None or number is None:
        return None
    known = {each.number for each in turn.work.absences.alternatives(asked.id)}
    return take(turn, TakeKept(asked.id, number)) if number in known else None


@command("none", "none of these", "ninguna", "ninguna de estas", who=Role.CLIENT)
def none_typed(turn: Turn, rest: str) -> Screen | None:
    asked = _asked(turn)
    return none_of_these(turn, NoneOfThese(asked.id)) if asked else None


def _asked(turn: Turn) -> Replacement | None:
    """The one that waits for an answer; of several none is meant."""
    found = [turn.work.absences.asked_about(sheet.booking.id) for sheet in coming(turn)]
    waiting = [each for each in found if each is not None]
    return waiting[0] if len(waiting) == 1 else None


def _theirs(turn: Turn, replacement_id: int) -> Sheet:
    sheet = turn.work.bookings.sheet(turn.work.absences.replacement(replacement_id).booking_id)
    turn.speak_for(sheet.client.id)
    return sheet
