"""The week, told on Sunday evening and shown at any time."""

from datetime import date

from bot.dialogue.routes import card, command, on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day
from bot.trainer.home import trainer_of
from bot.trainer.money_views import ReportFile
from bot.trainer.report_views import report_file, report_screen
from domain.base import Role
from domain.earnings.weekly import sunday_of
from domain.zones import wall


@command(
    *("report", "hub report", "report sunday", "hub report sunday"),
    *("informe", "hub informe", "informe domingo", "hub informe domingo"),
    who=Role.TRAINER,
)
def report_typed(turn: Turn, rest: str) -> Screen:
    """Of this week, as it stands now."""
    trainer = trainer_of(turn)
    return report_screen(turn, trainer, sunday_of(wall(turn.now, trainer.zone).date()))


@on(ReportFile, who=Role.TRAINER)
def as_file(turn: Turn, wanted: ReportFile) -> Screen:
    made = report_file(turn, trainer_of(turn), wanted.sunday)
    return Screen(text=_("The week to {day}", day=day(wanted.sunday)), file=made, fresh=True)


@card("report")
def card_of(turn: Turn, number: int) -> Screen:
    return report_screen(turn, trainer_of(turn), date.fromisoformat(str(number)))
