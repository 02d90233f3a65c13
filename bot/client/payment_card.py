"""The card of a payment: where to pay, and once it is paid what came of it."""

from bot.client.times import picked
from bot.client.views import AskRefund, OpenCredits, OpenSession, OpenShop
from bot.dialogue.actions import Home
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines, web
from bot.dialogue.words import _, clock, money, ngettext, voice, when
from bot.packages import bought, receipt
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.payments.model import PageState, Payment, Standing
from domain.payments.refunds import refundable
from domain.trainers.model import Approval


def payment_card(scene: Scene, payment: Payment) -> Screen:
    """Sent once, and edited from then on: a card that can be paid turns into one that is."""
    if payment.status is Standing.UNDONE:
        return _screen(payment, "", _("Taken back: {name} was not paid.", name=payment.name), _menu())
    if payment.status is Standing.PAID:
        return _paid(scene, payment)
    pages = scene.work.payments.pages(payment.id)
    state = pages[-1].state if pages else PageState.OPEN
    return _sent(scene, payment) if state is PageState.PROCESSING else _to_pay(scene, payment, state)


def _sent(scene: Scene, payment: Payment) -> Screen:
    """Nothing is left to do but wait for the bank."""
    said = _("Your bank is sending the money, which can take days. I tell you once it is here.")
    text = lines(said, _waiting(scene, payment))
    if voice().terse:
        return _screen(payment, "", lines(bought(payment), text), ())
    return _screen(payment, bought(payment), text, (*_back(_held(scene, payment)), *_menu()))


def _to_pay(scene: Scene, payment: Payment, state: PageState) -> Screen:
    label = _("Pay {amount}", amount=money(payment.price))
    link = web(label, f"{scene.studio.public_url}/pay/{payment.token}")
    failed = _("The payment didn't go through, and nothing was taken. Try again:")
    text = lines(failed if state is PageState.FAILED else "", _waiting(scene, payment))
    if voice().terse:
        return _screen(payment, "", lines(bought(payment), text), ((link,),))
    sheet = _held(scene, payment)
    text = text or _("Here is the page to pay at.")
    return _screen(payment, bought(payment), text, ((link,), *_back(sheet), *_menu()))


def _waiting(scene: Scene, payment: Payment) -> str:
    """The time that is held until it is paid, or was."""
    sheet = _for_which(scene, payment)
    if sheet is not None and sheet.booking.status is Status.CANCELLED:
        return _("{time} was let go. This is good for any other time.", time=when(sheet.booking.starts))
    if sheet is None or sheet.booking.status is not Status.HELD or sheet.booking.until is None:
        return ""
    time, until = when(sheet.booking.starts), clock(sheet.booking.until)
    if voice().terse:
        return _("{time} is yours until {until}.", time=time, until=until)
    if sheet.booking.approval is Approval.FIRST:
        return _(
            "{time} is held for you until {until}. Once this is paid, {name} is asked about it.",
            time=time,
            until=until,
            name=sheet.trainer.name,
        )
    return _("{time} is held for you until {until}, and booked once this is paid.", time=time, until=until)


def _held(scene: Scene, payment: Payment) -> Sheet | None:
    sheet = _for_which(scene, payment)
    return sheet if sheet and sheet.booking.status is Status.HELD else None


def _back(held: Sheet | None) -> tuple[Row, ...]:
    return ((choice(_("Back to the time"), picked(held)),),) if held else ()


def _paid(scene: Scene, payment: Payment) -> Screen:
    sheet = _for_which(scene, payment)
    ways: Row = (choice(_("Your credits"), OpenCredits()), *_menu()[0])
    if sheet is not None and sheet.booking.status in FIRM and not voice().terse:
        ways = (choice(_("The session"), OpenSession(sheet.booking.id)), *ways)
    text = lines(_left(scene, payment), _came_of(sheet))
    title = "" if voice().terse else _("Paid")
    back = () if voice().terse else _back(_held(scene, payment))
    return _screen(payment, title, lines(receipt(payment), text), (*back, ways, *_paper(scene, payment)))


def paper_link(scene: Scene, payment: Payment) -> str:
    return f"{scene.studio.public_url}/pay/{payment.token}/receipt"


def _paper(scene: Scene, payment: Payment) -> tuple[Row, ...]:
    """By text RECEIPT and REFUND are known without being offered."""
    if voice().terse:
        return ()
    return ((web(_("Receipt (PDF)"), paper_link(scene, payment)), *_refund(scene, payment)),)


def _refund(scene: Scene, payment: Payment) -> Row:
    if not refundable(scene.work, payment)[1].minor:
        return ()
    return (choice(_("Ask for a refund"), AskRefund(payment.id)),)


def _left(scene: Scene, payment: Payment) -> str:
    held = scene.work.packages.holdings(payment.client_id, payment.trainer_id)
    left = next((each.free for each in held if each.lot.id == payment.lot_id), 0)
    return ngettext("{n} credit left.", "{n} credits left.", left)


def _came_of(sheet: Sheet | None) -> str:
    if sheet is None:
        return ""
    time = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    if sheet.booking.status is Status.CONFIRMED:
        return _("Booked: {time}.", time=time)
    if sheet.booking.status is Status.REQUESTED:
        return _("{name} is asked about {time}.", name=sheet.trainer.name, time=time)
    if sheet.booking.status is Status.EXPIRED:
        return _("{time} was gone by then, so your credits wait for another time.", time=time)
    if sheet.booking.status is Status.HELD and sheet.booking.until is not None:
        until = clock(sheet.booking.until)
        if voice().terse:
            return _("{time} is not booked yet. Text me that time by {until}.", time=time, until=until)
        return _("{time} is not booked yet. Go back to it until {until}.", time=time, until=until)
    return ""


def _for_which(scene: Scene, payment: Payment) -> Sheet | None:
    return None if payment.booking_id is None else scene.work.bookings.sheet(payment.booking_id)


def _menu() -> tuple[Row, ...]:
    return ((choice(_("Packages"), OpenShop()), choice(_("Menu"), Home())),)


def _screen(payment: Payment, title: str, text: str, choices: tuple[Row, ...]) -> Screen:
    return Screen(title=title, text=text, choices=choices, subject=("payment", payment.id))
