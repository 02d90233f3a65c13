"""Booking: hold a time, look it over, confirm."""

from dataclasses import replace
from functools import partial
from itertools import takewhile

from bot.client import whom
from bot.client.bookable import none_free
from bot.client.cards import booking_card, clash, in_short
from bot.client.consent import ask_news
from bot.client.costs import policy_said
from bot.client.credit_words import credit_said
from bot.client.lengths import length_chips
from bot.client.paying import first_way, pay_first, pay_said
from bot.client.places import needed
from bot.client.shop import ways_to_pay
from bot.client.times import PickTime, near, offer, picked
from bot.client.trainers import describe
from bot.client.views import PayFirst
from bot.client.waiting import way_to_wait, wish_for
from bot.dialogue.actions import Action
from bot.dialogue.routes import on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, clock, voice, when
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import ClassFull, HoldExpired, NotOpen, PaidFirst
from domain.bookings.model import Booking
from domain.bookings.ports import Sheet
from domain.errors import Refusal, Taken
from domain.packages.errors import NoCreditLeft
from domain.packages.spending import left_after
from domain.payments.service import first_due
from domain.schedule.service import is_free
from domain.trainers.model import Approval


class Confirm(Action, code="bc", acts=True, word="C"):
    """``credit`` where it was shown that a credit pays for it."""

    booking: int
    version: int
    credit: bool = False


class LetGo(Action, code="bl", acts=True, word=N_("DROP")):
    booking: int


@on(PickTime, who=Role.CLIENT)
def hold_time(turn: Turn, pick: PickTime) -> Screen:
    """Hold the time for ten minutes and show what it would be."""
    _show_anew(turn)
    if (question := whom.ask(turn, pick)) is not None:
        return question
    _pass_on(turn, pick)
    try:
        held = bookings.hold(
            turn.work, turn.person, pick.service, pick.starts, minutes=pick.minutes, now=turn.now
        )
    except (Taken, NotOpen) as lost:
        return instead(turn, pick, lost)
    return review(turn, held)


def review(turn: Turn, held: Sheet) -> Screen:
    """The same, and a bare "yes" means it."""
    turn.may_answer_yes(to_confirm(turn, held), no=LetGo(held.booking.id))
    return review_screen(turn, held)


def to_confirm(scene: Scene, held: Sheet) -> Confirm | PayFirst:
    if first_due(scene.work, held) is not None:
        return PayFirst(held.booking.id)
    pays = left_after(scene.work, held) is not None
    return Confirm(held.booking.id, held.booking.version, pays)


def _pass_on(turn: Turn, pick: PickTime) -> None:
    """The same time that another of the family holds is let go for the one who is to have it instead."""
    if pick.whom is None:
        return
    for each in turn.people:
        held = turn.work.bookings.held_by(each.id) if each.id != turn.person.id else None
        if held and (held.session.service_id, held.starts) == (pick.service, pick.starts):
            bookings.release(turn.work, each, held.id, now=turn.now)
            turn.work.flush()


def instead(turn: Turn, pick: PickTime, lost: Refusal) -> Screen:
    """The nearest free times, for one who came too late."""
    service, trainer = turn.work.trainers.service(pick.service)
    service = service.of(pick.minutes)
    found = near(turn, trainer, service, pick.starts)
    full = wish_for(service, pick.starts) if isinstance(lost, ClassFull) else None
    wait = way_to_wait(turn, trainer, service, full)
    said = _(lost.message)
    if not found:
        return none_free(turn, trainer, wait, said if service.in_classes else "")
    # By text the times below say the rest.
    brief = _("It is no longer held for you. Pick a time anew:") if isinstance(lost, HoldExpired) else said
    return Screen(
        title=trainer.name,
        text=said,
        choices=(*offer(turn, service, trainer, found), *wait),
        toast=said,
        brief=lines("" if full else trainer.name, brief),
    )


def review_screen(turn: Turn, held: Sheet) -> Screen:
    """What is held, until when, and the button that makes it a booking."""
    booking, service, trainer = held.booking, held.service, held.trainer
    also = clash(turn, booking.starts, booking.session.ends)
    unpaid = first_due(turn.work, held) is not None
    label = _("Confirm") if booking.approval is Approval.AT_ONCE else _("Request it")
    if booking.session.is_class and booking.approval is Approval.AT_ONCE:
        label = _("Join")
    terse = voice().terse
    return Screen(
        title="" if terse else when(booking.starts, trainer.zone_at(booking.starts)),
        text=lines(
            in_short(turn, held)
            if terse
            else lines(_("With {name}", name=trainer.name), describe(service, trainer)),
            credit_said(turn, held),
            "" if terse and (also or unpaid) else _held_until(booking),
            needed(turn, booking.session),
            pay_said(turn, held),
            policy_said(turn, held),
            also and lines(also, _("Book both?")),
        ),
        choices=(
            first_way(turn, held) if unpaid else (choice(label, to_confirm(turn, held), "primary"),),
            *ways_to_pay(turn, held),
            (choice(_("Another time"), LetGo(booking.id)),),
            *_other_lengths(turn, held),
            *_for_another(turn, held),
        ),
        subject=("booking", booking.id),
    )


def _other_lengths(turn: Turn, held: Sheet) -> tuple[Row, ...]:
    """Those for which that time is free as well: any shorter one, and longer ones up to where it is not."""
    service, starts = held.service, held.booking.starts
    longer = takewhile(
        lambda each: is_free(
            turn.work, held.trainer, service.lasting(each), starts, now=turn.now, client_id=held.client.id
        ),
        (each for each in service.lengths if each > service.minutes),
    )
    shorter = (each for each in service.lengths if each < service.minutes)
    pick = replace(picked(held), whom=turn.whom)
    return length_chips(service, [*shorter, *longer], lambda each: replace(pick, minutes=each))


def _held_until(booking: Booking) -> str:
    if booking.until is None:
        return ""
    until = clock(booking.until)
    return (
        _("Yours until {time}.", time=until) if voice().terse else _("Held for you until {time}.", time=until)
    )


def _for_another(turn: Turn, held: Sheet) -> tuple[Row, ...]:
    """The others for whom this chat books, since whom it is for is asked only once."""
    pick = picked(held)
    others = [each for each in turn.people if each.id != held.client.id]
    named = ((each, whom.called(each)) for each in others)
    return rows(
        [
            choice(_("For {name} instead", name=name), replace(pick, whom=each.id), word=name.upper())
            for each, name in named
        ],
        2,
    )


@on(Confirm, who=Role.CLIENT)
def confirm(turn: Turn, held: Confirm) -> Screen:
    """Make the hold a booking, or a request; where it has run out, offer what is near."""
    act = partial(bookings.confirm, turn.work, turn.person, held.booking, held.version)
    try:
        sheet = act(now=turn.now, by_credit=held.credit)
    except (HoldExpired, NotOpen) as lost:
        sheet = turn.work.bookings.sheet(held.booking)
        return instead(turn, picked(sheet), lost)
    except PaidFirst:
        return pay_first(turn, PayFirst(held.booking))
    except NoCreditLeft as spent:
        return _at_its_price(turn, turn.work.bookings.sheet(held.booking), _(spent.message))
    ask_news(turn, sheet)
    return booking_card(turn, sheet)


def _at_its_price(turn: Turn, held: Sheet, said: str) -> Screen:
    """The last credit was spent on another phone: what was held is held still, and costs what it costs."""
    shown = review(turn, held)
    brief = _("Your last credit is spent. At its price:") if voice().terse else said
    return replace(shown, text=lines(brief, shown.text), toast="" if voice().terse else said)


@on(LetGo, who=Role.CLIENT)
def let_go(turn: Turn, held: LetGo) -> Screen:
    """Give the time back and show the next ones."""
    from bot.client.trainers import trainer_screen

    _show_anew(turn)
    sheet = bookings.release(turn.work, turn.person, held.booking, now=turn.now)
    turn.work.flush()
    today, trainer = turn.work.trainers.service(sheet.service.id)
    return trainer_screen(turn, trainer, today.of(sheet.service.chosen))


def _show_anew(turn: Turn) -> None:
    """The pressed message is about something else from now on: no notice of what it was about edits it."""
    if turn.event.is_press:
        turn.work.inbox.drop_cards(turn.address.id, turn.event.message_id, None)
