"""A notice as it goes by e-mail, where nothing is pressed: its buttons are links to the chat, and one ends
the mail.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue.actions import unpack
from bot.dialogue.screen import Choice, Screen, rows, web
from bot.dialogue.words import _
from domain.notifications.kinds import Night, kind_of
from domain.notifications.model import Notification
from domain.people.model import Channel

if TYPE_CHECKING:
    from bot.notices.registry import Notice


def is_worth_a_mail(row: Notification) -> bool:
    """What only changes a card is none."""
    kind = kind_of(row.kind)
    return kind.night is Night.ANY or kind.rings(row.data)


def by_mail(screen: Screen, told_of: "Notice") -> Screen:
    """What only shows opens in the chat at a click; what acts is pressed there."""
    box = told_of.work.mailboxes.of(told_of.address.id)
    leave = web(_("No more mail"), f"{told_of.studio.public_url}/mail/off/{box.leave}") if box else None
    given = list(screen.all_choices())
    links = [each for each in given if each.url]
    note = ""
    if len(links) < len(given):
        chats = {each.channel: each for each in told_of.work.people.reached_at(told_of.address.person_id)}
        if Channel.TELEGRAM in chats and told_of.studio.bot_link:
            links += _into_the_chat(given, told_of.studio.bot_link)
        elif Channel.SLACK in chats:
            note = _("To answer, open Slack.")
        elif Channel.SMS in chats:
            note = _("To answer, text {number}.", number=told_of.studio.phone)
    plain = tuple(replace(each, choices=()) for each in screen.sections)
    return replace(screen, sections=plain, choices=rows(links), leave=leave, note=note, form="")


def _into_the_chat(given: Iterable[Choice], bot_link: str) -> list[Choice]:
    shows = [each for each in given if each.data and not unpack(each.data).acts]
    return [
        *(web(each.label, f"{bot_link}?start={each.data}") for each in shows),
        web(_("Open the chat"), bot_link),
    ]
