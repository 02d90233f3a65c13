"""Every screen there is: importing a module registers its handlers."""

from importlib import import_module

from bot.dialogue.routes import Routes, routes
from bot.notices.registry import NOTICES, Notices

MODULES = (
    "bot.dialogue.form_steps",
    "bot.dialogue.home",
    "bot.trainer.home",
    "bot.trainer.requests",
    "bot.trainer.sessions",
    "bot.trainer.closing",
    "bot.trainer.undo",
    "bot.trainer.hours",
    "bot.trainer.seasons",
    "bot.trainer.suggestions",
    "bot.trainer.blocks",
    "bot.trainer.openings",
    "bot.trainer.moves",
    "bot.trainer.limits",
    "bot.trainer.policies",
    "bot.trainer.overrides",
    "bot.trainer.services",
    "bot.trainer.classes",
    "bot.trainer.rosters",
    "bot.trainer.place",
    "bot.trainer.welcome",
    "bot.trainer.joining",
    "bot.trainer.threads",
    "bot.trainer.health",
    "bot.trainer.waitlist",
    "bot.admin.closures",
    "bot.admin.rate",
    "bot.trainer.feedback",
    "bot.admin.family",
    "bot.client.home",
    "bot.client.trainers",
    "bot.client.classes",
    "bot.client.times",
    "bot.client.anybody",
    "bot.client.booking",
    "bot.client.sessions",
    "bot.client.moving",
    "bot.client.cancelling",
    "bot.client.suggestions",
    "bot.client.shortcuts",
    "bot.client.carrier",
    "bot.client.settings",
    "bot.client.wished",
    "bot.client.consent",
    "bot.client.again",
    "bot.client.attendance",
    "bot.client.feedback",
    "bot.client.plain",
    "bot.client.remarks",
    "bot.client.misspelt",
    "bot.client.talk",
    "bot.client.health",
    "bot.client.waitlist",
    "bot.client.family",
    "bot.notices.bookings",
    "bot.notices.moves",
    "bot.notices.consent",
    "bot.notices.messages",
    "bot.notices.health",
    "bot.notices.closing",
    "bot.notices.waitlist",
    "bot.notices.classes",
    "bot.notices.feedback",
    "bot.notices.family",
)


def load() -> tuple[Routes, Notices]:
    for module in MODULES:
        import_module(module)
    return routes, NOTICES
