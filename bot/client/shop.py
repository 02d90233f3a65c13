"""Buying: the packages of those one trains with, and two taps to the page where one is paid."""

from collections.abc import Sequence

from bot.client.membership_card import membership_card
from bot.client.payment_card import paper_link, payment_card
from bot.client.refunds import nothing_paid
from bot.client.trainers import trainer_of
from bot.client.views import AskCode, Buy, OpenShop
from bot.client.whom import is_named, own
from bot.dialogue.actions import Home
from bot.dialogue.routes import card, command, on
from bot.dialogue.screen import Row, Screen, choice, lines, list_of, rows, web
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _, money, voice
from bot.packages import described, given_back, receipt
from bot.tax import of_price
from domain.base import Role
from domain.bookings.ports import Sheet
from domain.memberships import service as memberships
from domain.packages.model import Package
from domain.packages.spending import left_after
from domain.payments import service as payments
from domain.payments.errors import NotForSale
from domain.trainers.model import Trainer

BESIDE_A_TIME = 3  # packages offered where a time is looked over
TO_THE_NEW = 8  # and where nobody's are asked for


@on(OpenShop, who=Role.CLIENT)
def open_shop(turn: Turn, asked: OpenShop) -> Screen:
    """Each package of theirs, one tap from its page."""
    return _shop(turn, asked.booking)


def _shop(turn: Turn, booking: int | None = None, said: str = "") -> Screen:
    sold = for_sale(turn) if booking is None else _that_pay(turn, own(turn, booking))
    code = () if turn.by_text else (choice(_("I have a code"), AskCode(booking)),)
    menu = ((*code, choice(_("Menu"), Home())),)
    if not sold:
        return Screen(text=lines(said, _("No packages are sold here yet.")), choices=menu)
    several = len({trainer.id for trainer, _package in sold}) > 1
    named = [(f"{trainer.name}: " if several else "", package) for trainer, package in sold]
    at_the_desk = "" if turn.studio.takes_cards else _("Your trainer sells them to you in person.")
    buy = [choice(_label(package, whose), Buy(package.id, booking)) for whose, package in named]
    listed = [] if turn.by_text and buy else [whose + described(turn.work, each) for whose, each in named]
    return Screen(
        title=_("Packages"),
        text=lines(said, *listed, at_the_desk),
        choices=(*rows(buy if turn.studio.takes_cards else []), *menu),
    )


def _label(package: Package, whose: str = "") -> str:
    price = money(package.price)
    return whose + list_of([package.name, _("{amount} a month", amount=price) if package.monthly else price])


@on(Buy, who=Role.CLIENT)
def buy(turn: Turn, wanted: Buy) -> Screen:
    """The link to its page; a time that is held waits for it, but for one that begins a membership."""
    if wanted.booking is not None:
        own(turn, wanted.booking)
    try:
        if turn.work.packages.package(wanted.package).monthly:
            return membership_card(
                turn, memberships.begin(turn.work, turn.person, wanted.package, now=turn.now)
            )
        begun = payments.begin(
            turn.work, turn.person, wanted.package, booking_id=wanted.booking, now=turn.now
        )
    except NotForSale as gone:
        return _shop(turn, wanted.booking, _(gone.message).format(**gone.facts))
    return payment_card(turn, begun)


@card("payment")
def card_of(turn: Turn, payment_id: int) -> Screen:
    payment = turn.work.payments.payment(payment_id)
    turn.speak_for(payment.client_id)
    return payment_card(turn, payment)


@command(
    "packages", "package", "buy", "paquetes", "paquete", "comprar",
    who=Role.CLIENT, takes_words=True,
)  # fmt: skip
def buy_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: what is sold. Such as "buy 10-pack"."""
    if not rest or is_named(turn, rest):
        return _shop(turn)
    named = [package for _trainer, package in for_sale(turn) if fold(package.name) == fold(rest)]
    return buy(turn, Buy(named[0].id)) if len(named) == 1 and turn.studio.takes_cards else None


@command("receipt", "receipts", "recibo", "recibos", who=Role.CLIENT)
def receipt_typed(turn: Turn, rest: str) -> Screen:
    """The link to the paper of the last payment; the ones before it are in their cards."""
    paid = turn.work.payments.paid_of(turn.person.id)
    if not paid:
        return nothing_paid()
    link = web(_("Receipt (PDF)"), paper_link(turn, paid[0]))
    tax = of_price(paid[0]) if turn.by_text else ""  # elsewhere it is said with what was paid
    said = lines(receipt(paid[0]), tax, given_back(turn.work, paid[0]))
    return Screen(text=said, choices=((link, choice(_("Menu"), Home())),))


def for_sale(turn: Turn, of: Trainer | None = None) -> Sequence[tuple[Trainer, Package]]:
    """Of those whom they train with, or whom they are talking about; or of one trainer. Who is new sees what
    there is.
    """
    known = [each.trainer_id for each in turn.work.people.relationships_of(turn.person.id)]
    talked_of = trainer_of(turn)
    ids = [of.id] if of else dict.fromkeys([*known, *([talked_of.id] if talked_of else [])])
    if not ids:
        return turn.work.packages.offered(limit=TO_THE_NEW)
    return [
        (turn.work.trainers.trainer(each), package)
        for each in ids
        for package in turn.work.packages.of_trainer(each)
        if package.active
    ]


def shop_way(turn: Turn) -> Row:
    """The way to what is sold, where anything is; a text has BUY."""
    return () if turn.by_text or not for_sale(turn) else (choice(_("Packages"), OpenShop()),)


def ways_to_pay(turn: Turn, held: Sheet) -> tuple[Row, ...]:
    """Beside a held time that no credit pays for: the packages that would."""
    if not turn.studio.takes_cards or not held.booking.price_minor or left_after(turn.work, held) is not None:
        return ()
    fitting = _that_pay(turn, held)
    if voice().terse:
        return ((choice(_("Buy a package"), OpenShop(held.booking.id)),),) if fitting else ()
    shown = fitting[:BESIDE_A_TIME]
    return rows([choice(_label(each), Buy(each.id, held.booking.id)) for _trainer, each in shown])


def _that_pay(turn: Turn, held: Sheet) -> Sequence[tuple[Trainer, Package]]:
    """Those that are good for what is held; a membership waits for no page."""
    return [
        (trainer, package)
        for trainer, package in for_sale(turn, held.trainer)
        if not package.monthly
        and (not (only := turn.work.packages.services_of(package.id)) or held.service.id in only)
    ]
