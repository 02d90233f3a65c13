"""The one message that asks a client for the health form."""

from bot.client.health import offer_form
from bot.dialogue.screen import Screen
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from domain.health.service import is_wanted


@notice("client_health")
def asked(told_of: Notice) -> Screen | None:
    """Nothing where it was signed meanwhile, or is not wanted any more."""
    trainer = told_of.work.trainers.trainer(told_of.notification.data["trainer"])
    if not is_wanted(told_of.work, told_of.person, trainer):
        return None
    return Screen(
        title=_("Health questions"),
        text=_("{name} asks for a short health form before you train. It takes a minute.", name=trainer.name),
        choices=((offer_form(_("Health questions (1 minute)"), told_of.person),),),
        fresh=True,
    )
