"""The test that somebody asked for."""

from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice


@notice("client_test", "trainer_test")
def test(told_of: Notice) -> Screen:
    said = lines(_("This is a test: messages reach you here."), _("Nothing needs an answer."))
    return Screen(text=said, fresh=True)
