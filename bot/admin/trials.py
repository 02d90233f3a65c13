"""Two texts of a campaign, tried on some of its people first: on how many, how long, and which it is."""

from bot.admin.campaign_actions import ChooseText, TryOn, WaitFor
from bot.admin.campaign_cards import campaign_card
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from domain.base import Role
from domain.campaigns import trial


@on(TryOn, who=Role.ADMIN)
def try_on(turn: Turn, chip: TryOn) -> Screen:
    return campaign_card(turn, trial.try_on(turn.work, turn.person, chip.campaign, chip.version, chip.share))


@on(WaitFor, who=Role.ADMIN)
def wait_for(turn: Turn, chip: WaitFor) -> Screen:
    return campaign_card(
        turn, trial.wait_for(turn.work, turn.person, chip.campaign, chip.version, chip.hours)
    )


@on(ChooseText, who=Role.ADMIN)
def choose_text(turn: Turn, wanted: ChooseText) -> Screen:
    """The others do not wait any longer."""
    chosen = trial.choose_now(
        turn.work, turn.person, wanted.campaign, wanted.version, wanted.text, now=turn.now
    )
    return campaign_card(turn, chosen)
