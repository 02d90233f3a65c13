"""What can be done with a campaign's message: book, or have no more of them."""

from dataclasses import replace

from bot.campaigns import EndNews, FromCampaign
from bot.client.consent import NEWS, stop_typed
from bot.client.home import book
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.dialogue.words import _
from domain.base import Role
from domain.campaigns.trial import text_to
from domain.consent import service as consent


@on(FromCampaign, who=Role.CLIENT)
def book_from(turn: Turn, pressed: FromCampaign) -> Screen:
    """The message stays; that it was pressed is noted once."""
    theirs = turn.work.campaigns.of_person(pressed.campaign, turn.speaker.id)
    if theirs is not None and theirs.tapped_at is None:
        theirs.tapped_at = turn.now
    return replace(book(turn, ""), fresh=True)


@on(EndNews, who=Role.CLIENT)
def end_news(turn: Turn, pressed: EndNews) -> Screen:
    """What they had before them was its text."""
    campaign = turn.work.campaigns.campaign(pressed.campaign)
    theirs = turn.work.campaigns.of_person(campaign.id, turn.speaker.id)
    shown = text_to(turn.work, campaign, theirs) if theirs else campaign.words
    consent.stop(
        turn.work, turn.address, turn.text or _("No more news"), shown=shown, now=turn.now, purpose=NEWS
    )
    return replace(stop_typed(turn, ""), fresh=True)
