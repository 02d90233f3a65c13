"""Whatever may be said unasked has a notice that says it."""

import importlib
import pkgutil

import bot.notices
from bot.notices.registry import NOTICES
from domain.notifications.kinds import KINDS


def test_every_kind_has_a_notice() -> None:
    for module in pkgutil.iter_modules(bot.notices.__path__):
        importlib.import_module(f"bot.notices.{module.name}")
    assert NOTICES.missing(KINDS) == []
