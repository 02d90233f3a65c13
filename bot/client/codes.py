"""Codes as clients have them: typed or put into a form, a promo lowers prices and a gift brings credits."""

from pydantic import BaseModel, Field

from bot.client.payment_card import payment_card
from bot.client.shop import for_sale
from bot.client.views import AskCode, Buy, BuyGift, BuyWith, OpenCredits, OpenShop
from bot.client.whom import own
from bot.dialogue.actions import Home
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money, ngettext
from domain.base import Role
from domain.codes import service as codes
from domain.codes.errors import CodeOver, CodeTaken, CodeUsed, NoSuchCode
from domain.codes.idle import make_room
from domain.codes.model import Gift, Promo
from domain.payments import service as payments
from domain.payments.model import Payment, Standing


class CodeForm(BaseModel):
    word: str = Field(title=N_("Your code"), examples=["SUMMER"], max_length=40)


@on(AskCode, who=Role.CLIENT)
def ask_code(turn: Turn, asked: AskCode) -> Screen:
    return Screen(title=_("I have a code"), form=asked.pack())


@answers(AskCode, CodeForm)
def code_given(turn: Turn, asked: AskCode, form: CodeForm) -> Screen:
    return _code(turn, form.word, asked.booking)


@command("code", "redeem", "código", "canjear", who=Role.CLIENT, takes_words=True)
def code_typed(turn: Turn, rest: str) -> Screen:
    """Such as "code SUMMER"."""
    return _code(turn, rest, None) if rest else ask_code(turn, AskCode())


def _code(turn: Turn, word: str, booking: int | None) -> Screen:
    found = codes.look_up(turn.work, turn.person, word, now=turn.now)
    if isinstance(found, Gift):
        return _redeemed(turn, found)
    if isinstance(found, Promo):
        return _at_less(turn, found, booking)
    unknown = NoSuchCode(word=word[:24])
    return _said(_(unknown.message).format(**unknown.facts))


def _redeemed(turn: Turn, gift: Gift) -> Screen:
    gift = codes.redeem(turn.work, turn.person, gift.word, now=turn.now)
    name = turn.work.trainers.trainer(gift.trainer_id).name
    said = ngettext(
        "{n} session with {name} is yours: {package}.",
        "{n} sessions with {name} are yours: {package}.",
        gift.sessions,
        name=name,
        package=gift.name,
    )
    ways = (choice(_("Your credits"), OpenCredits()), choice(_("Menu"), Home()))
    return Screen(text=said, choices=(ways,))


def _at_less(turn: Turn, promo: Promo, booking: int | None) -> Screen:
    """What is sold, at the prices that it makes."""
    offered = []
    for _trainer, package in for_sale(turn):
        try:
            price = codes.require_good(turn.work, promo, package, turn.person, now=turn.now)
        except CodeUsed as used:
            begun = _begun(turn, promo)
            if begun is not None and begun.status is Standing.OPEN:
                return payment_card(turn, begun)
            return _said(_(used.message).format(**used.facts))
        except CodeTaken as taken:
            return _said(_(taken.message).format(**taken.facts))
        except CodeOver:
            continue
        label = list_of([package.name, money(price)])
        offered.append(choice(label, BuyWith(package.id, promo.id, booking)))
    if not offered:
        over = CodeOver(word=promo.word)
        return _said(_(over.message).format(**over.facts))
    at_the_desk = "" if turn.studio.takes_cards else _("Your trainer sells them to you in person.")
    return Screen(
        title=_("With {word}", word=promo.word),
        text=lines(at_the_desk) or _("Pick a package:"),
        choices=(*rows(offered if turn.studio.takes_cards else []), (choice(_("Menu"), Home()),)),
    )


def _said(text: str) -> Screen:
    return Screen(text=text, choices=((choice(_("Packages"), OpenShop()), choice(_("Menu"), Home())),))


@on(BuyWith, who=Role.CLIENT)
def buy_with(turn: Turn, wanted: BuyWith) -> Screen:
    """The same again shows what was begun with it. Who is too late for it may still pay the full price."""
    if wanted.booking is not None:
        own(turn, wanted.booking)
    promo, package = turn.work.codes.promo(wanted.promo), turn.work.packages.package(wanted.package)
    begun = _begun(turn, promo)
    if begun is not None and begun.package_id == package.id:
        return payment_card(turn, begun)
    try:
        price = codes.require_good(turn.work, promo, package, turn.person, now=turn.now)
    except CodeTaken as taken:
        full = choice(list_of([package.name, money(package.price)]), Buy(package.id, wanted.booking))
        ways = (choice(_("Packages"), OpenShop()), choice(_("Menu"), Home()))
        return Screen(text=_(taken.message).format(**taken.facts), choices=((full,), ways))
    make_room(turn.work, promo, turn.person, now=turn.now)
    begun = payments.begin(
        turn.work, turn.person, package.id, booking_id=wanted.booking, price=price, now=turn.now
    )
    if turn.work.codes.use_of(begun.id) is None:
        codes.use(turn.work, promo, begun, package.price)
    return payment_card(turn, begun)


def _begun(turn: Turn, promo: Promo) -> Payment | None:
    """What this client is about to pay, or has paid, with it."""
    theirs = (each for each in turn.work.codes.uses(promo.id) if each.client_id == turn.person.id)
    return next((turn.work.payments.payment(each.payment_id) for each in theirs), None)


@on(BuyGift, who=Role.CLIENT)
def buy_gift(turn: Turn, wanted: BuyGift) -> Screen:
    payment = turn.work.payments.payment(wanted.payment)
    turn.speak_for(payment.client_id)
    return _as_gift(turn, payment.package_id or 0)


def _as_gift(turn: Turn, package_id: int) -> Screen:
    begun = payments.begin(turn.work, turn.person, package_id, as_gift=True, now=turn.now)
    return payment_card(turn, begun)


@command("gift", "regalar", "regalo", who=Role.CLIENT, takes_words=True)
def gift_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "gift 10-pack": bought for somebody else."""
    named = [package for _trainer, package in for_sale(turn) if fold(package.name) == fold(rest)]
    return _as_gift(turn, named[0].id) if len(named) == 1 and turn.studio.takes_cards else None
