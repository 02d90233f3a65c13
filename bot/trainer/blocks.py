"""Blocking time: typed or in a form, told what it hits, and undone by one tap."""

from pydantic import BaseModel, Field

from bot.dialogue import asking
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, local, stretch, when, whole_days
from bot.trainer.home import block_section, trainer_of
from bot.trainer.lists import below, settled
from bot.trainer.moves import hit, mend, without_room
from bot.trainer.views import AddBlock, Unblock
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.intervals import Interval
from domain.schedule.model import Block
from domain.schedule.service import add_block, remove_block
from domain.schedule.time_off import parse_block


class TimeOff(BaseModel):
    time: str = Field(title=N_("When, and for what"), examples=["fri 14-16 dentist"], max_length=200)


@command(
    *("block", "bloquear", "bloqueo", "hub block", "hub bloquear", "hub bloqueo"),
    who=Role.TRAINER,
    takes_words=True,
)
def block(turn: Turn, rest: str) -> Screen:
    """Such as "block fri 14-16 dentist"."""
    return _blocked(turn, rest) if rest else ask_block(turn, AddBlock())


@on(AddBlock, who=Role.TRAINER)
def ask_block(turn: Turn, asked: AddBlock) -> Screen:
    return below(turn, Screen(title=_("Block time"), form=asked.pack()))


@answers(AddBlock, TimeOff)
def block_typed(turn: Turn, asked: AddBlock, form: TimeOff) -> Screen:
    return _blocked(turn, form.time)


def _blocked(turn: Turn, typed: str) -> Screen:
    """What was blocked, how to undo it, and the bookings that are in it and stay until they are moved."""
    trainer = trainer_of(turn)
    asking.forget_form_of(turn, AddBlock)
    off = parse_block(typed, local(turn.now), turn.date_order)
    made = [
        add_block(turn.work, turn.person, trainer, span, off.reason, now=turn.now)
        for span in off.intervals(trainer.zone_on)
    ]
    for each in made:
        refresh_home(turn.work, turn.person.id, trainer.id, f"blocked:{each.id}", turn.now)
    undo = tuple(choice(_("Open {time} again", time=_named(each)), Unblock(each.id)) for each in made)
    found = [
        sheet for each in made for sheet in without_room(turn, trainer, Interval(each.starts, each.ends))
    ]
    reasons = dict.fromkeys(each.reason for each in made)
    return Screen(
        title=_("Blocked"),
        text=lines(*(stretch(each.starts, each.ends) for each in made), *reasons),
        sections=hit(turn, found),
        choices=(*mend(found), undo[:5]),
        private=True,
    )


@on(Unblock, who=Role.TRAINER)
def unblock(turn: Turn, wanted: Unblock) -> Screen:
    """The truth about what can be booked now: another block may lie over the same time."""
    opened = remove_block(turn.work, turn.person, wanted.block)
    refresh_home(turn.work, turn.person.id, opened.trainer_id, f"opened:{opened.id}", turn.now)
    turn.work.flush()
    still = turn.work.schedule.blocks(opened.trainer_id, opened.starts, opened.ends)
    time = stretch(opened.starts, opened.ends)
    text = (
        _("No longer blocked: {time}. But this still blocks time in it:", time=time)
        if still
        else _("Can be booked again: {time}.", time=time)
    )
    sections = tuple(block_section(each) for each in still)
    screen = Screen(title=_("Open again"), text=text, sections=sections, private=True)
    return below(turn, screen) if still else settled(turn, screen.with_toast(text))


def _named(block: Block) -> str:
    return whole_days(block.starts, block.ends) or when(block.starts)
