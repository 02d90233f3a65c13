"""The week, as a trainer is told it on Sunday evening: to read and settle, and as a file."""

from dataclasses import replace
from datetime import date

from bot.dialogue.screen import Screen
from bot.dialogue.words import _, day
from bot.notices.registry import Notice, notice
from bot.trainer.home import trainer_of
from bot.trainer.report_views import report_file, report_screen


@notice("trainer_report")
def week(told_of: Notice) -> Screen:
    return replace(report_screen(told_of, trainer_of(told_of), _sunday(told_of)), fresh=True, private=False)


@notice("trainer_report_file")
def week_as_file(told_of: Notice) -> Screen:
    sunday = _sunday(told_of)
    made = report_file(told_of, trainer_of(told_of), sunday)
    return Screen(text=_("The week to {day}", day=day(sunday)), file=made, fresh=True)


def _sunday(told_of: Notice) -> date:
    return date.fromisoformat(str(told_of.notification.data["sunday"]))
