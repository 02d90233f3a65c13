"""What admins are told of messages that were given up."""

from dataclasses import replace

from bot.admin.dead import dead_card
from bot.dialogue.screen import Screen
from bot.notices.registry import Notice, notice
from domain.notifications.model import State


@notice("admin_dead")
def given_up(told_of: Notice) -> Screen | None:
    """Nothing where it was tried again meanwhile."""
    row = told_of.work.outbox.message(told_of.subject_id)
    return replace(dead_card(told_of, row), fresh=True) if row.state is State.DEAD else None
