"""What the books and the provider count differently, and the tap that gives back what came twice."""

from bot.dialogue.actions import Action
from bot.dialogue.routes import card, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money
from bot.packages import what
from domain.base import Role
from domain.errors import NotYours
from domain.payments.agreed import Difference, Surplus
from domain.payments.surplus import give_back, is_surplus


class GiveBackSurplus(Action, code="yt", acts=True):
    """All of what came for nothing."""

    difference: int


def difference_card(scene: Scene, found: Difference) -> Screen:
    payment = scene.work.payments.payment(found.payment_id)
    client = scene.work.people.person(payment.client_id)
    said = _(
        "Check a payment: Stripe has {theirs} for {what}, the books have {ours}.",
        theirs=money(found.theirs),
        what=_("{package} of {name}", package=what(payment), name=client.name),
        ours=money(found.ours),
    )
    surplus = scene.work.payments.surplus_of(found.id)
    can_return = surplus is None and is_surplus(found)
    label = _("Give {amount} back", amount=money(found.theirs))
    return Screen(
        text=lines(said, _step(found, surplus, client.first_name), found.intent_id),
        choices=((choice(label, GiveBackSurplus(found.id), "primary"),),) if can_return else (),
        subject=("money_difference", found.id),
    )


def _step(found: Difference, surplus: Surplus | None, name: str) -> str:
    if surplus is not None:
        if surplus.refused:
            return _("Stripe did not give it back: {words}", words=surplus.refused)
        return _("It goes back to the card. {name} is told.", name=name)
    if is_surplus(found):
        return _("Nothing was sold for it: it came twice, or by mistake.")
    if found.theirs_minor > found.ours_minor:
        return _("Open it in Stripe, and give back what came twice.")
    return _("Open it in Stripe: it was given back there, or never came.")


@on(GiveBackSurplus, who=Role.ADMIN)
def give_surplus_back(turn: Turn, wanted: GiveBackSurplus) -> Screen:
    give_back(turn.work, turn.person, wanted.difference, now=turn.now)
    return difference_card(turn, turn.work.payments.difference(wanted.difference))


@card("money_difference")
def card_of(turn: Turn, difference_id: int) -> Screen:
    """Raises NotYours."""
    if not turn.person.roles & Role.ADMIN:
        raise NotYours
    return difference_card(turn, turn.work.payments.difference(difference_id))
