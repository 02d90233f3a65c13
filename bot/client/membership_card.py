"""The card of a membership: where it begins, how it stands, and what its payer can do about it."""

from bot.client.payment_card import paper_link
from bot.client.views import OpenBilling, OpenCredits, OpenShop, SetMembership
from bot.dialogue.actions import Home
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, web
from bot.dialogue.words import N_, _, day, money, voice
from bot.memberships import Want, named, next_charge, to_pay, wants
from bot.tax import included
from domain.memberships.model import Bill, BillState, Membership, State
from domain.memberships.seeing import tax_now
from domain.memberships.service import live

_ACTS = {
    Want.STAY: (N_("Keep it"), N_("MEMBERSHIP ON")),
    Want.TAKE_UP: (N_("Take it up again"), N_("MEMBERSHIP ON")),
    Want.REST: (N_("Pause it"), N_("MEMBERSHIP PAUSE")),
    Want.LEAVE: (N_("Finish membership"), N_("MEMBERSHIP OFF")),
}


def membership_card(scene: Scene, found: Membership, said: str = "") -> Screen:
    """Sent once, and edited from then on."""
    if found.state is State.OPEN and (known := live(scene.work, found.payer_id, found.package_id)):
        said, found = lines(said, _("You have {name} already.", name=known.name)), known
    text = lines(said, stands_said(found), _tax_in(scene, found))
    title = "" if voice().terse else named(found)
    if voice().terse and found.state is State.OPEN:
        text = lines(named(found), text)
    elif voice().terse and not said:
        text = lines(f"{found.name}:", text)
    return Screen(
        title=title,
        text=text,
        choices=(
            *to_pay(scene, found, N_("Join for {amount} a month")),
            *_acts(found),
            *_papers(scene, found),
        ),
        subject=("membership", found.id),
    )


def stands_said(found: Membership) -> str:
    amount = money(found.price)
    if found.state is State.OPEN:
        return "" if voice().terse else _("{amount} is charged now, and then every month.", amount=amount)
    if found.state is State.CANCELLED:
        return _("It is over, and nothing more is charged.")
    if found.state is State.EXPIRED:
        return _("It is over, because it stayed unpaid. Nothing more is charged.")
    until = day(found.period_end) if found.period_end else ""
    if found.leaves:
        return _("It ends on {day}. Nothing more is charged.", day=until)
    if found.state is State.PAST_DUE:
        return _("{amount} could not be charged. Pay here:", amount=amount)
    if found.rests:
        return _("Paused: nothing is charged and no credits come, until you take it up again.")
    return next_charge(found)


def _tax_in(scene: Scene, found: Membership) -> str:
    """Before it begins; of the months that are paid, their papers say it."""
    return included(tax_now(scene.work, found)) if found.state is State.OPEN else ""


def _acts(found: Membership) -> tuple[Row, ...]:
    """What fits how it stands; by text each by its words."""
    acts = tuple(_act(found, want) for want in wants(found))
    return (acts,) if acts else ()


def _act(found: Membership, want: Want) -> Choice:
    label, word = _ACTS[want]
    return choice(_(label), SetMembership(found.id, want), word=_(word))


def _papers(scene: Scene, found: Membership) -> tuple[Row, ...]:
    if voice().terse:
        return ()
    menu = choice(_("Menu"), Home())
    paid = last_paid(scene, found)
    if paid is None or paid.payment_id is None:
        return ((choice(_("Packages"), OpenShop()), menu),)
    payment = scene.work.payments.payment(paid.payment_id)
    receipt = web(_("Receipt (PDF)"), paper_link(scene, payment))
    return ((receipt, choice(_("Your credits"), OpenCredits())), (choice(_("Cards"), OpenBilling()), menu))


def last_paid(scene: Scene, found: Membership) -> Bill | None:
    paid = (each for each in scene.work.memberships.bills(found.id) if each.state is BillState.PAID)
    return next(reversed([*paid]), None)
