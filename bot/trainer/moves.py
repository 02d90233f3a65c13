"""Bookings that hours or time off have left without room: shown, and their clients asked by one tap."""

from datetime import timedelta

from bot.dialogue.actions import Minute
from bot.dialogue.routes import on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext
from bot.trainer.cards import section
from bot.trainer.home import trainer_of
from bot.trainer.lists import settled
from bot.trainer.views import OfferMoves
from domain.base import Role
from domain.bookings.misplaced import AsIf, misplaced, offer_moves
from domain.bookings.ports import Sheet
from domain.intervals import Interval, overlaps
from domain.schedule.closures import time_off
from domain.trainers.model import Trainer


def ahead(scene: Scene, trainer: Trainer) -> Interval:
    """All that can be booked, and what was booked when that reached further."""
    return Interval(scene.now, scene.now + timedelta(days=trainer.horizon_days + 366))


def without_room(scene: Scene, trainer: Trainer, span: Interval) -> list[Sheet]:
    return misplaced(scene.work, trainer, span, now=scene.now)


def would_lie_outside(scene: Scene, trainer: Trainer, as_if: AsIf) -> list[Sheet]:
    """What a change of hours would leave without room; what has none anyhow is not its doing."""
    span = ahead(scene, trainer)
    known = {sheet.booking.id for sheet in without_room(scene, trainer, span)}
    found = misplaced(scene.work, trainer, span, now=scene.now, as_if=as_if)
    return [sheet for sheet in found if sheet.booking.id not in known]


def outside_hours(scene: Scene, trainer: Trainer) -> list[Sheet]:
    """Without room by the hours alone: what lies in time off was shown when that was taken."""
    span = ahead(scene, trainer)
    off = time_off(scene.work, trainer.id, span)
    return [
        sheet
        for sheet in without_room(scene, trainer, span)
        if not any(overlaps(each, Interval(sheet.booking.starts, sheet.booking.session.ends)) for each in off)
    ]


def hit(scene: Scene, found: list[Sheet]) -> tuple[Section, ...]:
    """The bookings, each with what can be done about it."""
    if not found:
        return ()
    said = ngettext("{n} booking lies in it and stays:", "{n} bookings lie in it and stay:", len(found))
    return (Section(said), *(section(scene, sheet) for sheet in found))


def mend(found: list[Sheet]) -> tuple[Row, ...]:
    """The one action for them all."""
    if not found:
        return ()
    span = found[0].booking.starts, max(sheet.booking.session.ends for sheet in found)
    return ((choice(_("Offer other times"), OfferMoves(*map(Minute, span)), "primary"),),)


@on(OfferMoves, who=Role.TRAINER)
def offer(turn: Turn, wanted: OfferMoves) -> Screen:
    """Who is asked now, and who has to be told by the trainer."""
    trainer = trainer_of(turn)
    span = Interval(wanted.since, wanted.until)
    told, unreached = offer_moves(turn.work, turn.person, trainer, span, now=turn.now)
    return settled(turn, offered_screen(told, unreached))


def offered_screen(told: list[Sheet], unreached: list[Sheet]) -> Screen:
    """How many were asked, and whom nothing reaches."""
    said = ""
    if told:
        n = len(told)
        said = ngettext(
            "{n} client is asked to pick another time.", "{n} clients are asked to pick another time.", n
        )
    elif not unreached:
        said = _("No booking lies outside your time now.")
    names = list_of(list(dict.fromkeys(sheet.client.name for sheet in unreached)))
    alone = _("I can’t reach: {names}. Please tell them yourself.", names=names) if unreached else ""
    stays = _("Nothing is cancelled: each booking stays until its client has picked.") if told else ""
    return Screen(title=_("Other times offered"), text=lines(said, alone, stays), private=True)
