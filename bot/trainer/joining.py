"""Joining: a trainer or an admin gives the code they were invited with."""

import re
from datetime import datetime

from bot.dialogue.heard import Event
from bot.dialogue.routes import stranger
from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import Voice, _, known_language, speaking
from bot.trainer.menus import commands_for
from domain.base import Role
from domain.people.model import Address, Channel, Person
from domain.people.service import invited, join
from domain.work import Work

# On a phone "join ana" asks to train with her; in Slack nobody but the studio's people is known.
_CODE = re.compile(r"[A-Za-z0-9_-]{22}")


@stranger("join")
def join_with_code(work: Work, event: Event, code: str, now: datetime) -> Screen | None:
    """The chat now speaks for the invited person. Raises what `join` does."""
    if event.channel is not Channel.SLACK and not _CODE.fullmatch(code):
        return None
    if event.channel is Channel.SMS and not _is_for_a_client(work, code, now):
        with speaking(Voice(known_language(event.language))):
            return Screen(text=_("That code works in Slack or on Telegram. By text, clients only."))
    address = join(work, code, event.channel, event.sender, lane=event.lane, place=None, now=now)
    if event.language:
        address.person.locale = known_language(event.language)
    with speaking(Voice(address.person.locale, address.person.zone)):
        text = lines(
            _("Welcome, {name}. This chat is yours now.", name=address.person.first_name),
            _("Open the Home tab for your day, or type help.")
            if event.channel is Channel.SLACK
            else _whats_next(address.person),
            _("Clients see no times yet: type hours mon-fri 7-12, 16-20")
            if _has_no_hours(work, address)
            else "",
        )
        return Screen(text=text, private=True, fresh=True, commands=commands_for(address.person))


def _is_for_a_client(work: Work, code: str, now: datetime) -> bool:
    """Nobody works by text; who is spoken for may take a phone of their own."""
    person = invited(work, code, now=now)
    return person is not None and not person.roles & (Role.TRAINER | Role.ADMIN)


def _whats_next(person: Person) -> str:
    if person.roles & (Role.TRAINER | Role.ADMIN):
        return _("Type menu for your desk, or help.")
    return _("Type me for your sessions, or help.")


def _has_no_hours(work: Work, address: Address) -> bool:
    trainer = work.trainers.of_person(address.person_id)
    return trainer is not None and not work.schedule.hours(trainer.id)
