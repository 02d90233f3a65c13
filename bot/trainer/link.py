"""The link by which clients come to a trainer, and the words that do the same by text."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from bot.trainer.home import trainer_of
from domain.base import Role


@command(
    "link", "my link", "what is my link", "hub link", "enlace", "mi enlace",
    "cuál es mi enlace", "hub enlace", who=Role.TRAINER,
)  # fmt: skip
def link(turn: Turn, rest: str) -> Screen:
    """As far as clients can come that way here."""
    slug, studio = trainer_of(turn).slug, turn.studio
    by_link = _("Clients come to you by this link: {link}", link=f"{studio.bot_link}?start=t_{slug}")
    by_text = _("By text they send JOIN {name} to {number}.", name=slug.upper(), number=studio.phone)
    said = lines(by_link if studio.bot_link else "", by_text if studio.phone else "")
    return Screen(text=said or _("Clients can’t write here yet: ask who runs this."), private=True)
