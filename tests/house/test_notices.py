"""Whatever may be said unasked has a notice that says it."""

import importlib
import pkgutil

import bot.client
import bot.notices
import bot.trainer
from bot.notices.registry import NOTICES
from domain.notifications.kinds import KINDS


def test_every_kind_has_a_notice() -> None:
    for room in (bot.notices, bot.client, bot.trainer):
        for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    assert NOTICES.missing(KINDS) == []
