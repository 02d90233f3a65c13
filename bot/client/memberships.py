"""What a client pays every month: seen, paused, ended and kept, by button or by word."""

from bot.client.membership_card import membership_card
from bot.client.shop import for_sale
from bot.client.views import OpenMembership, OpenMemberships, OpenShop, SetMembership
from bot.dialogue.actions import Home
from bot.dialogue.routes import card, command, on
from bot.dialogue.screen import Row, Screen, choice, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _
from bot.memberships import DOES, VERBS, state_said, want_typed
from domain.base import Role
from domain.memberships.errors import NotNow
from domain.memberships.model import Membership, State


@on(OpenMemberships, who=Role.CLIENT)
def open_memberships(turn: Turn, _asked: OpenMemberships) -> Screen:
    """The only one at once."""
    known = known_memberships(turn)
    if len(known) == 1:
        turn.speak_for(known[0].payer_id)
        return membership_card(turn, known[0])
    listed = [choice(list_of([each.name, state_said(each)]), OpenMembership(each.id)) for each in known]
    none = _("You pay nothing every month.")
    sold = any(package.monthly for _trainer, package in for_sale(turn)) and turn.studio.takes_cards
    shop: Row = (choice(_("Packages"), OpenShop()),) if sold else ()
    return Screen(
        title=_("Your memberships") if known else "",
        text="" if known else none,
        choices=(*rows(listed), (*shop, choice(_("Menu"), Home()))),
    )


@on(OpenMembership, who=Role.CLIENT)
def open_membership(turn: Turn, asked: OpenMembership) -> Screen:
    return membership_card(turn, _own(turn, asked.membership))


@card("membership")
def card_of(turn: Turn, membership_id: int) -> Screen:
    return membership_card(turn, _own(turn, membership_id))


@on(SetMembership, who=Role.CLIENT)
def set_membership(turn: Turn, wanted: SetMembership) -> Screen:
    """What can't be any more changes nothing, and the card shows how it stands."""
    found = _own(turn, wanted.membership)
    try:
        found = DOES[wanted.want](turn.work, turn.person, found.id, now=turn.now)
    except NotNow as refused:
        return membership_card(turn, found).with_toast(_(refused.message))
    return membership_card(turn, found)


@command(
    "membership", "memberships", "subscription", "subscriptions", "abono", "abonos", "suscripción",
    who=Role.CLIENT, takes_words=True,
)  # fmt: skip
def membership_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: all of them. Such as "membership pause", or "membership pause gold" where there are several."""
    verb, _space, name = fold(rest).partition(" ")
    known = [each for each in known_memberships(turn) if not name or fold(each.name) == name]
    if not rest or (len(known) != 1 and verb in VERBS):
        return open_memberships(turn, OpenMemberships())
    want = want_typed(verb, known[0]) if known else None
    return set_membership(turn, SetMembership(known[0].id, want)) if want else None


def membership_way(turn: Turn) -> Row:
    """The way to what goes on; a text has MEMBERSHIP."""
    live = any(each.is_live for each in known_memberships(turn))
    return (choice(_("Membership"), OpenMemberships()),) if live and not turn.by_text else ()


def known_memberships(turn: Turn) -> list[Membership]:
    """What goes on, of everybody for whom they speak; else the last that was over."""
    begun = [
        found
        for person in turn.people
        for found in turn.work.memberships.of_payer(person.id)
        if found.state is not State.OPEN and not found.is_desk
    ]
    return [each for each in begun if each.is_live] or begun[:1]


def _own(turn: Turn, membership_id: int) -> Membership:
    """One of theirs, and the turn is for whose it is. Raises NotYours."""
    found = turn.work.memberships.membership(membership_id)
    turn.speak_for(found.payer_id)
    return found
