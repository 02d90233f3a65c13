"""Joining: a trainer or an admin gives the code they were invited with."""

from datetime import datetime

from bot.dialogue.heard import Event
from bot.dialogue.routes import stranger
from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import Voice, _, speaking
from domain.people.model import Address
from domain.people.service import join
from domain.work import Work


@stranger("join")
def join_with_code(work: Work, event: Event, code: str, now: datetime) -> Screen:
    """The chat now speaks for the invited person. Raises BadInvitation."""
    address = join(work, code, event.channel, event.sender, lane=event.lane, place=None, now=now)
    with speaking(Voice(address.person.locale, address.person.zone)):
        text = lines(
            _("Welcome, {name}. This chat is yours now.", name=address.person.first_name),
            _("Open the Home tab for your day, or type help."),
            _("Clients see no times yet: type hours mon-fri 7-12, 16-20")
            if _has_no_hours(work, address)
            else "",
        )
        return Screen(text=text, private=True, fresh=True)


def _has_no_hours(work: Work, address: Address) -> bool:
    trainer = work.trainers.of_person(address.person_id)
    return trainer is not None and not work.schedule.hours(trainer.id)
