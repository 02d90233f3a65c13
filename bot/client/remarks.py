"""Words that follow a rating. Loaded after whatever reads plain sentences: only what is left belongs here."""

from bot.client.talk import THANKS
from bot.dialogue.routes import sentence
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.bookings.service import relate
from domain.conversations.service import is_muted, pass_on
from domain.feedback import service as feedback


@sentence(who=Role.CLIENT)
def words_after(turn: Turn, text: str) -> Screen | None:
    """Within the hour, words that nothing else could read belong to the stars; the trainer gets them as well,
    since they may be about something else.
    """
    if is_muted(turn.address, turn.now) or THANKS.fullmatch(text.strip()):
        return None
    rating = feedback.add_words(turn.work, turn.person, text, now=turn.now)
    if rating is None:
        return None
    trainer = turn.work.trainers.trainer(rating.trainer_id)
    relationship = relate(turn.work, turn.person, trainer, now=turn.now)
    pass_on(turn.work, turn.person, relationship, text, now=turn.now)
    return Screen(text=_("Added to your rating, and {name} reads it.", name=trainer.name))
