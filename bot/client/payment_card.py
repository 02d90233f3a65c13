"""The card of a payment: where to pay, and once it is paid what came of it."""

from bot.client.times import picked
from bot.client.views import AgreeFees, AskRefund, BuyGift, OpenCredits, OpenSession, OpenShop, WithdrawRefund
from bot.dialogue.actions import Home
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, web
from bot.dialogue.words import _, clock, money, ngettext, voice, when
from bot.packages import bought, gift_said, given_back, receipt
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, GONE
from domain.money import Money
from domain.payments import dues, refunds
from domain.payments.charges import awaits_card, charge_of
from domain.payments.credits import holding_of
from domain.payments.disputed import DisputeState
from domain.payments.disputes import taken
from domain.payments.model import PageState, Payment, Purpose, Refund, Standing
from domain.payments.refunds import refundable, returned
from domain.policies.model import Late
from domain.trainers.model import Approval

_OFF = (*GONE, Status.NO_SHOW)


def payment_card(scene: Scene, payment: Payment) -> Screen:
    """Sent once, and edited from then on: a card that can be paid turns into one that is."""
    if payment.status is Standing.UNDONE:
        return _screen(payment, "", _("Taken back: {name} was not paid.", name=payment.name), _menu())
    if payment.status is Standing.DROPPED:
        return _screen(payment, "", _("Nothing is to be paid for it any more."), _menu())
    if payment.status is Standing.PAID:
        return _paid(scene, payment)
    if awaits_card(scene.work, payment):
        return _charged_soon(scene, payment)
    pages = scene.work.payments.pages(payment.id)
    state = pages[-1].state if pages else PageState.OPEN
    if state is not PageState.PROCESSING and (time := _let_go(scene, payment)):
        return _screen(payment, "", _("{time} was let go, so nothing is to be paid.", time=time), _menu())
    return _sent(scene, payment) if state is PageState.PROCESSING else _to_pay(scene, payment, state)


def _charged_soon(scene: Scene, payment: Payment) -> Screen:
    text = lines(goes_to_card(payment), _waiting(scene, payment))
    title = "" if voice().terse else bought(payment)
    return _screen(payment, title, text, () if voice().terse else _menu())


def goes_to_card(fee: Payment) -> str:
    return _("{amount} goes to your card, as agreed. I tell you then.", amount=money(fee.price))


def _sent(scene: Scene, payment: Payment) -> Screen:
    """Nothing is left to do but wait for the bank."""
    said = _("Your bank is sending the money, which can take days. I tell you once it is here.")
    text = lines(said, _waiting(scene, payment))
    if voice().terse:
        return _screen(payment, "", lines(bought(payment), text), ())
    return _screen(payment, bought(payment), text, (*_back(_held(scene, payment)), *_menu()))


def _let_go(scene: Scene, payment: Payment) -> str:
    """The time of a part of a price, which is good for no other."""
    sheet = None if payment.is_for_credits or payment.purpose is Purpose.FEE else _for_which(scene, payment)
    if sheet is None or sheet.booking.status is not Status.CANCELLED:
        return ""
    return when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))


def _to_pay(scene: Scene, payment: Payment, state: PageState) -> Screen:
    link = pay_link(scene, payment)
    failed = _("The payment didn't go through, and nothing was taken. Try again:")
    charge = charge_of(scene.work, payment)
    if charge is not None and charge.number == len(scene.work.payments.pages(payment.id)):
        failed = _("Your card was not charged. Pay here:")
    text = lines(failed if state is PageState.FAILED else "", _waiting(scene, payment))
    if voice().terse:
        return _screen(payment, "", lines(bought(payment), text), ((link,),))
    sheet = _held(scene, payment)
    text = text or _("Here is the page to pay at.")
    gift: tuple[Row, ...] = ()
    if payment.purpose is Purpose.PACKAGE and payment.package_id and payment.booking_id is None:
        gift = ((choice(_("As a gift"), BuyGift(payment.id)),),)
    said = lines(bought(payment), _less(scene, payment))
    agreeing, agree = agree_said(scene, payment)
    return _screen(payment, said, lines(agreeing, text), (*agree, (link,), *gift, *_back(sheet), *_menu()))


def _less(scene: Scene, payment: Payment) -> str:
    """What a code took off."""
    use = scene.work.codes.use_of(payment.id)
    off = Money(use.off_minor, payment.currency) if use else None
    return _("{amount} off by your code.", amount=money(off)) if off else ""


def agree_said(scene: Scene, payment: Payment) -> tuple[str, tuple[Row, ...]]:
    """Where a fee may come of the session, what is agreed to about the card, before anything is paid."""
    sheet = _for_which(scene, payment)
    wallet = scene.work.wallets.of(payment.client_id)
    policy = sheet.policy if sheet else None
    may_cost = policy is not None and Late.FEE in (policy.late, policy.missed)
    if payment.purpose is Purpose.FEE or not may_cost:
        return "", ()
    if wallet is not None and wallet.agreed_at is not None:
        return _("The card is kept, and a fee for cancelling late or not coming is charged to it."), ()
    said = _("If you agree, the card is kept, and fees for cancelling late or not coming are charged to it.")
    return said, ((choice(_("I agree: keep the card"), AgreeFees(True, payment.id)),),)


def pay_link(scene: Scene, payment: Payment) -> Choice:
    label = _("Pay {amount}", amount=money(payment.price))
    return web(label, f"{scene.studio.public_url}/pay/{payment.token}")


def _waiting(scene: Scene, payment: Payment) -> str:
    """The time that is held until it is paid, or was."""
    sheet = _for_which(scene, payment)
    if payment.purpose is Purpose.FEE:
        return _owed(sheet)
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


def _owed(sheet: Sheet | None) -> str:
    """Why it is to be paid."""
    if sheet is None:
        return ""
    time = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    if sheet.booking.status is Status.NO_SHOW:
        return _("For not having come: {time}, {name}.", time=time, name=sheet.trainer.name)
    if sheet.booking.status is Status.CANCELLED:
        return _("For having cancelled late: {time}, {name}.", time=time, name=sheet.trainer.name)
    return _("For having moved late: {time}, {name}.", time=time, name=sheet.trainer.name)


def _owed_then(scene: Scene, payment: Payment) -> str:
    """Of a fee that was charged while its client was away, why that was."""
    charge = charge_of(scene.work, payment)
    if charge is None or charge.state is not PageState.PAID:
        return ""
    return lines(_owed(_for_which(scene, payment)), _("It was charged to your saved card, as agreed."))


def _held(scene: Scene, payment: Payment) -> Sheet | None:
    sheet = _for_which(scene, payment)
    return sheet if sheet and sheet.booking.status is Status.HELD else None


def _back(held: Sheet | None) -> tuple[Row, ...]:
    return ((choice(_("Back to the time"), picked(held)),),) if held else ()


def _paid(scene: Scene, payment: Payment) -> Screen:
    sheet = _for_which(scene, payment)
    theirs: Row = (choice(_("Your credits"), OpenCredits()),) if payment.is_for_credits else ()
    ways: Row = (*theirs, *_menu()[0])
    if sheet is not None and sheet.booking.status in FIRM and not voice().terse:
        ways = (choice(_("The session"), OpenSession(sheet.booking.id)), *ways)
    left = _left(scene, payment)
    came_of = _owed_then(scene, payment) if payment.purpose is Purpose.FEE else _came_of(sheet, payment)
    gone = returned(scene.work, payment)
    if sheet is not None and payment.purpose is Purpose.DEPOSIT and sheet.booking.status in _OFF:
        text = lines(_goes_back(sheet, gone), _kept(scene, payment), _bank_says(scene, payment))
    else:
        text = lines(given_back(scene.work, payment), _bank_says(scene, payment) or left, came_of)
    title = "" if voice().terse else _("Paid")
    back = () if voice().terse else _back(_held(scene, payment))
    waiting = refunds.asked(scene.work, payment)
    waits = asked_back(scene, payment, waiting) if waiting and not voice().terse else ""
    said = lines(receipt(payment), text, waits)
    return _screen(payment, title, said, (*back, ways, *_paper(scene, payment)))


def asked_back(scene: Scene, payment: Payment, refund: Refund) -> str:
    """Of a refund that waits for an answer."""
    name = scene.work.trainers.trainer(payment.trainer_id).name
    return _(
        "{name} is asked to give you {amount} back. I tell you at once.",
        name=name,
        amount=money(refund.amount),
    )


def paper_link(scene: Scene, payment: Payment) -> str:
    return f"{scene.studio.public_url}/pay/{payment.token}/receipt"


def _paper(scene: Scene, payment: Payment) -> tuple[Row, ...]:
    """By text RECEIPT and REFUND are known without being offered."""
    if voice().terse:
        return ()
    return ((web(_("Receipt (PDF)"), paper_link(scene, payment)), *_refund(scene, payment)),)


def _refund(scene: Scene, payment: Payment) -> Row:
    if waiting := refunds.asked(scene.work, payment):
        return (choice(_("Withdraw it"), WithdrawRefund(waiting.id)),)
    if not refundable(scene.work, payment)[1].minor:
        return ()
    return (choice(_("Ask for a refund"), AskRefund(payment.id)),)


def _goes_back(sheet: Sheet, back: Money) -> str:
    """Of a deposit whose session does not take place; what is kept for a fee is none of it."""
    if not back.minor:
        return ""
    amount, time = money(back), when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    match sheet.booking.status:
        case Status.DECLINED:
            return _(
                "{name} can't take this time; your {amount} goes back.",
                name=sheet.trainer.name,
                amount=amount,
            )
        case Status.CANCELLED:
            return _("{time} is off; your {amount} goes back.", time=time, amount=amount)
        case Status.NO_SHOW:
            return _("{time} was missed; your {amount} goes back.", time=time, amount=amount)
        case _lapsed:
            return _("{time} was gone by then, so your {amount} goes back.", time=time, amount=amount)


def _kept(scene: Scene, payment: Payment) -> str:
    kept = Money(dues.kept(scene.work, payment), payment.currency)
    return _("{amount} of it is kept for the fee.", amount=money(kept)) if kept.minor else ""


def _bank_says(scene: Scene, payment: Payment) -> str:
    """Of one that a bank disputes, or has decided about."""
    known = scene.work.disputes.of_payment(payment.id)
    dispute = next((each for each in known if each.is_open), next(reversed(known), None))
    match dispute.state if dispute else None:
        case None:
            return ""
        case DisputeState.WON:
            return lines(_("Your bank decided: the payment stands."), _left(scene, payment))
        case DisputeState.LOST:
            count = taken(scene.work, dispute) if dispute else 0
            if not count:
                return _("Your bank took the money back.")
            return ngettext(
                "Your bank took the money back: {n} credit went with it.",
                "Your bank took the money back: {n} credits went with it.",
                count,
            )
        case _open:
            held = holding_of(scene.work, payment)
            count = held.frozen if held else 0
            if not count:
                return _("Your bank disputes it, and will decide.")
            return ngettext(
                "Your bank disputes it: {n} credit waits until it decides.",
                "Your bank disputes it: {n} credits wait until it decides.",
                count,
            )


def _gift(scene: Scene, payment: Payment) -> str:
    gift = scene.work.codes.gift_of(payment.id)
    if gift is None:
        return ""
    if gift.redeemed_by is not None:
        return _("The gift was redeemed.")
    return gift_said(gift.word)


def _left(scene: Scene, payment: Payment) -> str:
    """Of what came of it: what a gift has left is for nobody but who has redeemed it."""
    if payment.purpose is Purpose.GIFT:
        return _gift(scene, payment)
    held = holding_of(scene.work, payment) if payment.is_for_credits else None
    return ngettext("{n} credit left.", "{n} credits left.", held.free) if held else ""


def _came_of(sheet: Sheet | None, payment: Payment) -> str:
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
