"""A client asks for more time for credits: granted with one tap, or with another last day."""

from datetime import date

from bot.credits import holding_said
from bot.dialogue.routes import card, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day
from bot.trainer.package_views import CreditsOf, ExtendLot, GrantLonger
from domain.access import require_trainer
from domain.base import Role
from domain.packages import service as packages
from domain.packages.expiring import longer_until
from domain.packages.model import CreditLot
from domain.zones import wall


def longer_card(scene: Scene, lot: CreditLot, was: date) -> Screen:
    """While it ends on the day that was asked about, with the ways to change that."""
    client, trainer = scene.work.people.person(lot.client_id), scene.work.trainers.trainer(lot.trainer_id)
    held = scene.work.packages.holdings(client.id, trainer.id)
    said = next(holding_said(each, scene.now, trainer) for each in held if each.lot.id == lot.id)
    of_client = choice(_("Credits"), CreditsOf(client.id))
    if lot.expires_on != was:
        good = _("Good until {day} now.", day=day(lot.expires_on)) if lot.expires_on else ""
        return _screen(lot, _("{name}: more time", name=client.name), lines(said, good), ((of_client,),))
    until = longer_until(lot, wall(scene.now, trainer.zone).date())
    grant = choice(_("Until {day}", day=day(until)), GrantLonger(lot.id, was), "primary")
    ways = ((grant, choice(_("Another day"), ExtendLot(lot.id))), (of_client,))
    return _screen(lot, _("{name} asks for more time", name=client.name), said, ways)


@on(GrantLonger, who=Role.TRAINER | Role.ADMIN)
def grant(turn: Turn, wanted: GrantLonger) -> Screen:
    """Once: where it has another last day by now, that is shown."""
    lot = turn.work.packages.lot(wanted.lot)
    trainer = turn.work.trainers.trainer(lot.trainer_id)
    require_trainer(turn.person, trainer)
    if lot.expires_on == wanted.was:
        until = longer_until(lot, wall(turn.now, trainer.zone).date())
        name = turn.work.people.person(lot.client_id).first_name
        why = _("{name} asked for it", name=name)
        packages.extend(turn.work, turn.person, lot.id, until, reason=why, now=turn.now)
    return longer_card(turn, lot, wanted.was)


@card("lot")
def card_of(turn: Turn, lot_id: int) -> Screen:
    """Raises NotYours for another trainer."""
    lot = turn.work.packages.lot(lot_id)
    require_trainer(turn.person, turn.work.trainers.trainer(lot.trainer_id))
    return longer_card(turn, lot, lot.expires_on or date.max)


def _screen(lot: CreditLot, title: str, text: str, ways: tuple[Row, ...]) -> Screen:
    return Screen(title=title, text=text, choices=ways, subject=("lot", lot.id), private=True)
