"""A trainer's words to a client: in the client's thread, or in reply to a message of theirs."""

from dataclasses import replace

from bot.dialogue.heard import SentFile
from bot.dialogue.routes import receives_file, sentence
from bot.dialogue.screen import SILENCE, Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.put_off import put_off_screen
from domain.base import Role
from domain.conversations import put_off
from domain.conversations.service import pass_on, talk_at
from domain.people.model import Channel


@sentence(who=Role.TRAINER)
def reply(turn: Turn, text: str) -> Screen | None:
    """Pass it on, where it was said to a client. One who sleeps or was told enough reads it later; this says
    when.
    """
    relationship = talk_at(turn.work, turn.address, turn.event.thread) if turn.event.thread else None
    if relationship is None:
        return None
    if pass_on(turn.work, turn.person, relationship, text, now=turn.now):
        put_off.spare(turn.work, turn.person, relationship, most=turn.studio.most_a_week, now=turn.now)
        waits = put_off.latest(turn.work, turn.person, relationship, now=turn.now)
        return put_off_screen(turn, waits) if waits else SILENCE
    client = turn.work.people.person(relationship.client_id)
    said = _("{name} can't be reached in a chat just now, so nobody reads that.", name=client.first_name)
    return Screen(text=said, thread=turn.event.thread)


@receives_file(who=Role.TRAINER)
def a_file(turn: Turn, file: SentFile) -> Screen:
    """Pictures are not carried yet; the words beside one are."""
    passed = reply(turn, file.caption) if file.caption else None
    if passed is None:
        said = _("I can only carry words so far, so the file reached nobody. Write what it shows.")
        return Screen(text=said, thread=turn.event.thread)
    if passed.is_silent or passed.choices:
        said = _("Your words were passed on, the file was not: I can only carry text so far.")
        return replace(passed, text=lines(said, passed.text), thread=turn.event.thread)
    return passed


@sentence(who=Role.TRAINER | Role.ADMIN, last=True)
def not_understood(turn: Turn, text: str) -> Screen | None:
    """What a trainer types outside a thread and nothing could read."""
    if turn.person.roles & Role.CLIENT:
        return None
    if not turn.person.roles & Role.TRAINER:
        return Screen(text=_("I did not understand that. Type help for what there is."), private=True)
    said = _("I did not understand that. Try: today, week, hours mon-fri 7-12, or help for all there is.")
    return Screen(text=lines(_where_words_go(turn), said), thread=turn.event.thread)


def _where_words_go(turn: Turn) -> str:
    """Where words do reach somebody."""
    if turn.event.thread:
        return _("This thread is no client's, so nobody would read that.")
    if turn.event.channel is not Channel.SLACK:
        return _("Nobody reads that. To answer a client, reply to the message that they sent.")
    return ""
