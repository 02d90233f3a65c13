"""A trainer's desk plan: taken, paused, ended and kept, by button or by word."""

from bot.client.membership_card import last_paid, stands_said
from bot.client.payment_card import paper_link
from bot.dialogue.actions import Home
from bot.dialogue.routes import card, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, web
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, money
from bot.memberships import DOES, Want, named, next_charge, state_said, to_pay, wants
from bot.tax import included
from bot.trainer.desk_views import OpenDesk, OpenDesks, SetDesk
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from domain.access import require_admin
from domain.base import Role
from domain.memberships.desks import desk_of, is_replaced
from domain.memberships.errors import NotNow
from domain.memberships.model import Membership, State
from domain.memberships.seeing import tax_now
from domain.trainers.model import Trainer
from domain.wallets.service import open_wallet

_ACTS = {
    Want.STAY: N_("Keep it"),
    Want.TAKE_UP: N_("Take it up again"),
    Want.REST: N_("Pause it"),
    Want.LEAVE: N_("Finish desk plan"),
}


@on(OpenDesk, who=Role.TRAINER)
def open_desk(turn: Turn, _asked: OpenDesk) -> Screen:
    return below(turn, own_desk(turn, trainer_of(turn)))


def own_desk(turn: Turn, trainer: Trainer) -> Screen:
    found = desk_of(turn.work, trainer)
    if found is None:
        return Screen(text=_("You pay the studio for no desk."), private=True)
    open_wallet(turn.work, found.payer_id)
    return desk_card(turn, found)


@on(SetDesk, who=Role.TRAINER)
def set_desk(turn: Turn, wanted: SetDesk) -> Screen:
    """What can't be any more changes nothing, and the card shows how it stands."""
    try:
        found = DOES[wanted.want](turn.work, turn.person, wanted.membership, now=turn.now)
    except NotNow:
        found = turn.work.memberships.membership(wanted.membership)
        return desk_card(turn, found).with_toast(_("That can't be done with it as it stands."))
    return desk_card(turn, found)


@card("desk")
def card_of(turn: Turn, membership_id: int) -> Screen:
    """Raises NotYours for another trainer."""
    found = turn.work.memberships.membership(membership_id)
    if found.payer_id == turn.person.id:
        return desk_card(turn, found)
    require_admin(turn.person)
    return let_card(turn, found)


def desk_card(scene: Scene, found: Membership, said: str = "") -> Screen:
    """As its trainer sees it: sent once, and edited from then on."""
    return Screen(
        title=named(found),
        text=lines(said, _stands(scene, found)),
        choices=(*_to_pay(scene, found), *_acts(found), *_papers(scene, found)),
        subject=("desk", found.id),
        private=True,
    )


def let_card(scene: Scene, found: Membership, said: str = "") -> Screen:
    """As an admin sees it."""
    trainer = scene.work.trainers.trainer(found.trainer_id)
    return Screen(
        title=f"{trainer.name}: {named(found)}",
        text=lines(said, next_charge(found) or state_said(found)),
        choices=((choice(_("Desk plans"), OpenDesks()),),),
        subject=("desk", found.id),
        private=True,
    )


def _stands(scene: Scene, found: Membership) -> str:
    if found.state is State.OPEN and is_replaced(scene.work, found):
        return _("The studio offers you another one instead: DESK PLAN")
    if found.state is State.OPEN:
        amount = money(found.price)
        offer = _(
            "The studio’s offer: {amount} is charged once you take it, then every month.", amount=amount
        )
        return lines(offer, included(tax_now(scene.work, found)))
    if found.is_live and found.rests and not found.leaves:
        return _("Paused: nothing is charged until you take it up again.")
    return stands_said(found)


def _to_pay(scene: Scene, found: Membership) -> tuple[Row, ...]:
    if found.state is State.OPEN and is_replaced(scene.work, found):
        return ()
    return to_pay(scene, found, N_("Take it for {amount} a month"))


def _acts(found: Membership) -> tuple[Row, ...]:
    acts = tuple(_act(found, want) for want in wants(found))
    return (acts,) if acts else ()


def _act(found: Membership, want: Want) -> Choice:
    return choice(_(_ACTS[want]), SetDesk(found.id, want))


def _papers(scene: Scene, found: Membership) -> tuple[Row, ...]:
    menu = choice(_("Menu"), Home())
    paid, wallet = last_paid(scene, found), scene.work.wallets.of(found.payer_id)
    if paid is None or paid.payment_id is None:
        return ((menu,),)
    receipt = web(_("Receipt (PDF)"), paper_link(scene, scene.work.payments.payment(paid.payment_id)))
    cards = (web(_("Your cards"), f"{scene.studio.public_url}/billing/{wallet.token}"),) if wallet else ()
    return ((receipt, *cards), (menu,))
