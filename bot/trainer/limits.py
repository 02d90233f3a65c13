"""How much a trainer takes on, how soon and how far ahead: shown, and changed by words."""

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, ngettext
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.views import EditLimits
from domain.base import Role
from domain.trainers.limits import parse_limits, set_limits
from domain.trainers.model import Trainer


class Limits(BaseModel):
    limits: str = Field(
        title=N_("How much you take on"),
        examples=["day 6, week 25, client 3, notice 4 hours"],
        max_length=200,
    )


@command("limits", "hub limits", "límites", "hub límites", who=Role.TRAINER, takes_words=True)
def limits(turn: Turn, rest: str) -> Screen:
    """Alone: as they are. Such as "limits day 6, week 25"."""
    return change(turn, rest) if rest else limits_screen(trainer_of(turn))


@on(EditLimits, who=Role.TRAINER)
def edit_limits(turn: Turn, asked: EditLimits) -> Screen:
    return below(turn, Screen(title=_("Set limits"), form=asked.pack()))


@answers(EditLimits, Limits)
def limits_typed(turn: Turn, asked: EditLimits, form: Limits) -> Screen:
    return change(turn, form.limits)


def change(turn: Turn, typed: str) -> Screen:
    trainer = trainer_of(turn)
    set_limits(turn.person, trainer, parse_limits(typed))
    return limits_screen(trainer).with_toast(_("Saved. What is booked already stays."))


def limits_screen(trainer: Trainer) -> Screen:
    """Each in a line, and how to change them."""
    return Screen(
        title=_("Your limits"),
        text=lines(
            _most(trainer.most_a_day, _("Sessions a day: {n}"), _("Sessions a day: no limit")),
            _most(trainer.most_a_week, _("Sessions a week: {n}"), _("Sessions a week: no limit")),
            _most(
                trainer.most_ahead,
                _("Bookings that one client has ahead: {n}"),
                _("Bookings that one client has ahead: no limit"),
            ),
            _("Earliest: {length} from now", length=length(trainer.notice_minutes)),
            ngettext("Latest: {n} day ahead", "Latest: {n} days ahead", trainer.horizon_days),
            _("To change them, type for example: limits day 6, week 25, client off, notice 4 hours"),
        ),
        choices=((choice(_("Set limits"), EditLimits()),),),
        private=True,
    )


def _most(n: int | None, some: str, none: str) -> str:
    return none if n is None else some.format(n=n)


def length(minutes: int) -> str:
    """Such as “2 hours”, in the largest unit that it is whole in."""
    if minutes and minutes % 1440 == 0:
        return ngettext("{n} day", "{n} days", minutes // 1440)
    if minutes and minutes % 60 == 0:
        return ngettext("{n} hour", "{n} hours", minutes // 60)
    return ngettext("{n} minute", "{n} minutes", minutes)
