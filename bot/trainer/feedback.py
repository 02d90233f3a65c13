"""A trainer's ratings: the average, and what was said lately."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day
from bot.stars import average_said, stars_said
from bot.trainer.home import trainer_of
from domain.base import Role
from domain.feedback.rules import ENOUGH
from domain.feedback.service import average


@command("ratings", "hub ratings", "valoraciones", "hub valoraciones", who=Role.TRAINER)
def ratings(turn: Turn, rest: str) -> Screen:
    """Clients see the average; the words only the trainer does."""
    trainer = trainer_of(turn)
    latest = turn.work.feedback.latest_for(trainer.id)
    if not latest:
        return Screen(text=_("Nobody has rated a session yet."), private=True)
    found = average(turn.work, trainer.id)
    said = (
        list_of([day(each.at), turn.work.people.person(each.client_id).name, stars_said(each)])
        for each in latest
    )
    few = _("Clients see an average from {n} ratings on.", n=ENOUGH)
    return Screen(
        title=_("Your ratings"), text=lines(average_said(found) if found else few, *said), private=True
    )
