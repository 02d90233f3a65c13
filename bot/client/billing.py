"""Cards that are kept with the provider, and what they are charged for next."""

from bot.client.memberships import known_memberships
from bot.client.payment_card import payment_card
from bot.client.views import AgreeFees, OpenBilling, OpenMemberships
from bot.dialogue.actions import Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of, web
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _, voice
from bot.memberships import next_charge
from domain.base import Role
from domain.wallets.model import Wallet
from domain.wallets.ports import Card
from domain.wallets.service import agree, cards_of, open_wallet

_ON, _OFF = frozenset({"on", "si", "yes"}), frozenset({"off", "no"})
SHOWN_BY_TEXT = 1  # card: the default, else the first


@on(OpenBilling, who=Role.CLIENT)
def open_billing(turn: Turn, _asked: OpenBilling) -> Screen:
    """In words which cards there are, and one tap to where they are kept."""
    menu = choice(_("Menu"), Home())
    if not turn.studio.takes_cards:
        return Screen(text=_("No cards are taken here: you pay your trainer in person."), choices=((menu,),))
    wallet = open_wallet(turn.work, turn.person.id)
    cards = sorted(cards_of(wallet), key=lambda each: not each.default)
    shown = cards[:SHOWN_BY_TEXT] if turn.by_text else cards
    link = web(_("Your cards"), f"{turn.studio.public_url}/billing/{wallet.token}")
    live = [each for each in known_memberships(turn) if each.is_live]
    upcoming = (
        [] if turn.by_text else [f"{each.name}: {said}" for each in live if (said := next_charge(each))]
    )
    ways: Row = (choice(_("Membership"), OpenMemberships()),) if live and not turn.by_text else ()
    return Screen(
        title="" if turn.by_text else _("Cards and payments"),
        text=lines(*map(_said, shown), *upcoming, _rule(wallet))
        if shown
        else lines(*upcoming, _none_yet(wallet)),
        choices=((link,),) if turn.by_text else ((link,), (_agree(wallet),), (*ways, menu)),
    )


@on(AgreeFees, who=Role.CLIENT)
def agree_to_fees(turn: Turn, agreed: AgreeFees) -> Screen:
    """From now on, or no longer; then what it was asked beside."""
    if agreed.payment:
        payment = turn.work.payments.payment(agreed.payment)
        turn.speak_for(payment.client_id)
        agree(turn.work, payment.client_id, on=agreed.on, now=turn.now)
        return payment_card(turn, payment)
    agree(turn.work, turn.person.id, on=agreed.on, now=turn.now)
    return open_billing(turn, OpenBilling())


def _none_yet(wallet: Wallet) -> str:
    """What was agreed holds once there is one."""
    if wallet.agreed_at is not None:
        return _("No card is kept yet. Until one is, fees come with a link to pay.")
    return lines(_("No card is kept yet."), _rule(wallet))


def _rule(wallet: Wallet) -> str:
    """How fees are paid, said before it is chosen."""
    if wallet.agreed_at is not None:
        off = _("Fees for cancelling late or not coming are charged to it. CARDS OFF ends it.")
        return off if voice().terse else _("Fees for cancelling late or not coming are charged to your card.")
    if voice().terse:
        return _("CARDS ON: fees for cancelling late or not coming are charged to it.")
    return _(
        "Fees for cancelling late or not coming come with a link to pay. If you agree, they are charged to "
        "your card instead, a minute after they are due."
    )


def _agree(wallet: Wallet) -> Choice:
    agreed = wallet.agreed_at is not None
    label = _("Send me links instead") if agreed else _("Charge fees to my card")
    return choice(label, AgreeFees(not agreed))


def _said(card: Card) -> str:
    """Such as "Visa ending 4242, default"."""
    named = _("{brand} ending {last4}", brand=card.brand.replace("_", " ").title(), last4=card.last4)
    return list_of([named, _("default")]) if card.default else named


@command(
    "billing", "cards", "card", "payment methods", "tarjetas", "tarjeta", "facturación",
    who=Role.CLIENT, takes_words=True,
)  # fmt: skip
def billing_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: the cards. "cards on" has fees charged to them, "cards off" ends that."""
    if not rest:
        return open_billing(turn, OpenBilling())
    said = fold(rest)
    return agree_to_fees(turn, AgreeFees(said in _ON)) if said in _ON | _OFF else None
