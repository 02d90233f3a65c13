"""Weekly hours: typed, echoed, and saved by a tap."""

from pydantic import BaseModel, Field

from bot.dialogue.actions import Action
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, weekday_names
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.views import EditHours
from domain.base import Role
from domain.schedule.model import HoursDraft
from domain.schedule.service import draft_hours, hours_of, save_draft
from domain.schedule.words import echo_hours, parse_hours


class SaveHours(Action, code="hs", acts=True):
    """Save a draft of hours that was echoed."""

    draft: int


class Hours(BaseModel):
    hours: str = Field(title=N_("Your weekly hours"), examples=["mon-fri 7-12, 16-20"], max_length=200)


@command("hours", "hub hours", who=Role.TRAINER, takes_words=True)
def hours(turn: Turn, rest: str) -> Screen:
    """Alone: the hours as they are. With words: how they were understood, to be saved by a tap."""
    if not rest:
        return show(turn)
    return echo(turn, rest)


def show(turn: Turn) -> Screen:
    trainer = trainer_of(turn)
    said = echo_hours(hours_of(turn.work, trainer), weekday_names(), off=_("off")) or _("None yet.")
    return Screen(
        title=_("Your weekly hours"),
        text=lines(said, _("To change them, type for example: hours mon-fri 7-12, 16-20")),
        choices=((choice(_("Set hours"), EditHours()),),),
        private=True,
    )


def echo(turn: Turn, typed: str) -> Screen:
    draft = draft_hours(turn.work, turn.person, trainer_of(turn), parse_hours(typed), now=turn.now)
    return echo_screen(draft)


def echo_screen(draft: HoursDraft) -> Screen:
    days = {int(day): [(start, end) for start, end in stretches] for day, stretches in draft.days.items()}
    return Screen(
        title=_("I understood:"),
        text=lines(
            echo_hours(days, weekday_names(), off=_("off")), _("Days that are not named stay as they are.")
        ),
        choices=((choice(_("Save"), SaveHours(draft.id), "primary"), choice(_("Change"), EditHours())),),
        private=True,
    )


@on(EditHours, who=Role.TRAINER)
def edit_hours(turn: Turn, asked: EditHours) -> Screen:
    return below(turn, Screen(title=_("Set hours"), form=asked.pack()))


@answers(EditHours, Hours)
def hours_typed(turn: Turn, asked: EditHours, form: Hours) -> Screen:
    return echo(turn, form.hours)


@on(SaveHours, who=Role.TRAINER)
def save_hours(turn: Turn, wanted: SaveHours) -> Screen:
    save_draft(turn.work, turn.person, wanted.draft)
    turn.work.flush()
    return show(turn).with_toast(_("Saved. New bookings follow these hours."))
