"""Opening for once, beside the weekly hours: typed or in a form, and taken back by one tap."""

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Screen, Section, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, local, stretch
from bot.trainer.home import block_section, closure_sections, trainer_of
from bot.trainer.lists import below
from bot.trainer.moves import ahead
from bot.trainer.views import AddOpening, CloseAgain
from domain.base import Role
from domain.schedule.model import ExtraHours
from domain.schedule.service import close_again, open_once
from domain.schedule.time_off import parse_opening
from domain.trainers.model import Trainer

MOST_OPENINGS = 10


class When(BaseModel):
    time: str = Field(title=N_("When you are open"), examples=["sat 9-12"], max_length=200)


@command("open", "hub open", "abrir", "hub abrir", who=Role.TRAINER, takes_words=True)
def open_typed(turn: Turn, rest: str) -> Screen:
    """Such as "open sat 12 dec 9-12"."""
    return _opened(turn, rest) if rest else ask_opening(turn, AddOpening())


@on(AddOpening, who=Role.TRAINER)
def ask_opening(turn: Turn, asked: AddOpening) -> Screen:
    return below(turn, Screen(title=_("Open for once"), form=asked.pack()))


@answers(AddOpening, When)
def opening_typed(turn: Turn, asked: AddOpening, form: When) -> Screen:
    return _opened(turn, form.time)


def _opened(turn: Turn, typed: str) -> Screen:
    """What is open now, how to take it back, and the blocks over it that keep it shut."""
    trainer = trainer_of(turn)
    span = parse_opening(typed, local(turn.now), turn.date_order).intervals(trainer.zone_on)
    made = [open_once(turn.work, turn.person, trainer, each, now=turn.now) for each in span]
    shut = [
        block
        for each in made
        for block in turn.work.schedule.blocks(trainer.id, max(each.starts, turn.now), each.ends)
    ]
    closed = tuple(
        line for each in made for line in closure_sections(turn, max(each.starts, turn.now), each.ends)
    )
    said = _("But this still blocks time in it:") if shut or closed else _("Clients can book it now.")
    return Screen(
        title=_("Open"),
        text=lines(*(stretch(each.starts, each.ends) for each in made), said),
        sections=(*closed, *map(block_section, shut)),
        choices=tuple((choice(_("Take it back"), CloseAgain(each.id)),) for each in made[:5]),
        private=True,
    )


def opening_sections(scene: Scene, trainer: Trainer) -> tuple[Section, ...]:
    """The single openings to come, each with the way to take it back."""
    coming = scene.work.schedule.extra_hours(trainer.id, *ahead(scene, trainer))[:MOST_OPENINGS]
    return (Section(title=_("Open besides")), *map(_section, coming)) if coming else ()


def _section(opening: ExtraHours) -> Section:
    taken_back = choice(_("Take it back"), CloseAgain(opening.id))
    return Section(stretch(opening.starts, opening.ends), (taken_back,))


@on(CloseAgain, who=Role.TRAINER)
def take_back(turn: Turn, wanted: CloseAgain) -> Screen:
    """Back to the weekly hours, with the bookings that were made in it."""
    from bot.trainer.hours import left_outside

    opening = close_again(turn.work, turn.person, wanted.extra)
    turn.work.flush()
    said = _("No longer open besides: {time}.", time=stretch(opening.starts, opening.ends))
    return left_outside(turn, Screen(title=_("Taken back"), text=said, private=True))
