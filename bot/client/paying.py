"""Paying for a session: before it is booked, what is left after a deposit, and what is owed of it."""

from bot.client.costs import rest_said
from bot.client.payment_card import goes_to_card, pay_link, payment_card
from bot.client.views import OpenSession, OpenShop, PayFirst, PayRest
from bot.client.whom import holds, meant, next_of, own
from bot.dialogue.actions import Home
from bot.dialogue.routes import command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money, voice
from bot.tax import named
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE
from domain.money import Money
from domain.payments import dues
from domain.payments import service as payments
from domain.payments.charges import awaits_card
from domain.payments.model import Purpose
from domain.policies.model import Pay
from domain.trainers.model import Approval


def pay_said(scene: Scene, sheet: Sheet) -> str:
    """The rule of a held time, and how a deposit stands; nothing where it is paid later."""
    booking = sheet.booking
    if booking.pay is Pay.LATER or booking.status in GONE:
        return ""
    if booking.status is Status.HELD:
        due = payments.first_due(scene.work, sheet)
        return lines(_tax_in(sheet) if due else "", _before(sheet, due))
    return rest_said(scene, sheet)


def _tax_in(sheet: Sheet) -> str:
    """By text the link says it."""
    tax = "" if voice().terse else named(sheet.booking.tax)
    return tax and _("The price includes {tax}.", tax=tax) if sheet.booking.tax_rate else tax and f"{tax}."


def _before(sheet: Sheet, due: Money | None) -> str:
    if due is None:
        return ""
    asked = sheet.booking.approval is not Approval.AT_ONCE
    if sheet.booking.pay is Pay.FIRST and not voice().terse:
        once = _("{name} is asked once it is paid.", name=sheet.trainer.name)
        return once if asked else _("It is booked once it is paid.")
    if sheet.booking.pay is Pay.FIRST:
        return _("Paid first.")
    if voice().terse:
        return _("Deposit {fee}.", fee=money(due))
    rest = money(Money(sheet.booking.price_minor - due.minor, due.currency))
    return _("It is booked with a deposit of {fee}; {rest} is paid later.", fee=money(due), rest=rest)


def first_way(scene: Scene, sheet: Sheet) -> Row:
    """What takes the place of confirming where it is paid first; nothing where no cards are taken."""
    due = payments.first_due(scene.work, sheet)
    if due is None or not scene.studio.takes_cards:
        return ()
    return (choice(_("Pay {amount}", amount=money(due)), PayFirst(sheet.booking.id), "primary"),)


def charge_said(scene: Scene, sheet: Sheet) -> str:
    """Of a fee that is about to be charged to the saved card; by text it is told once it was."""
    owed = None if voice().terse else dues.fee_due(scene.work, sheet)
    if owed is None or not awaits_card(scene.work, owed):
        return ""
    return goes_to_card(owed)


def due_ways(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """What is owed has its link, and what is left of the price a way to one; by text there is PAY."""
    if not scene.studio.takes_cards or voice().terse:
        return ()
    owed = dues.fee_due(scene.work, sheet)
    if owed is not None:
        return () if awaits_card(scene.work, owed) else ((pay_link(scene, owed),),)
    rest = dues.rest(scene.work, sheet) if sheet.booking.pay is Pay.DEPOSIT else None
    if rest is None or rest.minor <= 0 or sheet.booking.status in GONE:
        return ()
    return ((choice(_("Pay the rest: {amount}", amount=money(rest)), PayRest(sheet.booking.id)),),)


@on(PayFirst, who=Role.CLIENT)
def pay_first(turn: Turn, wanted: PayFirst) -> Screen:
    """The link to its page; the time waits for it."""
    own(turn, wanted.booking)
    begun = payments.begin_session(turn.work, turn.person, wanted.booking, now=turn.now)
    if begun is None:
        return pay_rest(turn, PayRest(wanted.booking))
    return payment_card(turn, begun)


@on(PayRest, who=Role.CLIENT)
def pay_rest(turn: Turn, wanted: PayRest) -> Screen:
    own(turn, wanted.booking)
    begun = payments.begin_rest(turn.work, turn.person, wanted.booking, now=turn.now)
    if begun is None:
        raise AlreadyAnswered(booking=wanted.booking)
    return payment_card(turn, begun)


@command("pay", "pagar", who=Role.CLIENT)
def pay_typed(turn: Turn, rest: str) -> Screen:
    """What is held, what is owed, or what is left to pay of the next session."""
    for held in holds(turn):
        if payments.first_due(turn.work, turn.work.bookings.sheet(held.id)) is not None:
            return pay_first(turn, PayFirst(held.id))
    for person in meant(turn):
        for each in turn.work.payments.open_of(person.id):
            if each.purpose is Purpose.FEE:
                turn.speak_for(person.id)
                return payment_card(turn, each)
    sheet, nothing = next_of(turn), _("Nothing is to be paid now.")
    if sheet is None:
        ways = (choice(_("Packages"), OpenShop(), word=_("BUY")), choice(_("Menu"), Home()))
        return Screen(text=nothing, choices=(ways,))
    if dues.rest(turn.work, sheet).minor > 0:
        return pay_rest(turn, PayRest(sheet.booking.id))
    return Screen(text=nothing, choices=((choice(_("The session"), OpenSession(sheet.booking.id)),),))
