"""The waitlist as a client has it: join, leave, take what is offered or pass."""

from collections.abc import Callable
from dataclasses import replace

from bot.client import whom
from bot.client.absences import kept_screen
from bot.client.anybody import Anybody
from bot.client.booking import instead
from bot.client.cards import booking_card, clash, session_line
from bot.client.classes import named_service
from bot.client.consent import ask_news
from bot.client.costs import policy_said
from bot.client.named import find_trainer, those_named
from bot.client.paying import pay_first, pay_said
from bot.client.sessions import all_sessions
from bot.client.talked_of import earlier, talked_of
from bot.client.times import Days, days_of, picked
from bot.client.trainers import service_label, trainer_of
from bot.client.views import AllSessions, PayFirst
from bot.client.waiting import (
    JoinWaitlist,
    LeaveWaitlist,
    Pass,
    Take,
    leave_choices,
    leaving,
    wanted,
    way_to_wait,
    wish_of,
)
from bot.client.wished import which_of
from bot.dialogue.actions import Home
from bot.dialogue.routes import command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.when import When, read_when
from bot.dialogue.words import N_, _, clock, local, voice, when
from domain.base import Role
from domain.bookings.errors import HoldExpired, NotOpen, PaidFirst
from domain.bookings.model import Booking
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE
from domain.trainers.model import Service, Trainer
from domain.trainers.service import of_length, services_for
from domain.waitlist import service as waitlist
from domain.waitlist.errors import OfferOver
from domain.waitlist.model import OfferStatus, WaitlistEntry

_OVER = {
    OfferStatus.PASSED: N_("You passed, so the next one is asked."),
    OfferStatus.LAPSED: N_("The 15 minutes are over, so the next one is asked."),
    OfferStatus.WITHDRAWN: N_("{name} has taken this offer back. Nothing is booked."),
}


@on(JoinWaitlist, who=Role.CLIENT)
def join(turn: Turn, wish: JoinWaitlist) -> Screen:
    asked = whom.question(turn, lambda person_id: replace(wish, whom=person_id))
    return asked or _join(turn, wish)


def _join(turn: Turn, wish: JoinWaitlist) -> Screen:
    entry = waitlist.join(
        turn.work,
        turn.person,
        wish.service,
        wish.day,
        opens=wish.opens,
        closes=wish.closes,
        now=turn.now,
    )
    return _joined(turn, entry)


def _joined(turn: Turn, entry: WaitlistEntry) -> Screen:
    trainer = turn.work.trainers.trainer(entry.trainer_id)
    leave = choice(_("Wait no longer"), leaving(entry))
    anybody = choice(_("Whoever is free"), Anybody())
    if voice().terse:
        return Screen(
            text=_(
                "On the waitlist: {what}. If it frees up I text you.",
                what=list_of([wanted(entry), trainer.name]),
            ),
            choices=((leave, anybody, choice(_("Menu"), Home())),),
        )
    kept = _(
        "A place that frees up is offered to one person at a time, who then has 15 minutes. "
        "Nothing is booked without your tap."
    )
    return Screen(
        title=_("On the waitlist"),
        text=lines(list_of([wanted(entry), trainer.name]), kept),
        choices=(
            (choice(_("Other times"), Days(entry.service_id)), anybody),
            (choice(_("My sessions"), AllSessions()), choice(_("Menu"), Home())),
            (leave,),
        ),
    )


@on(LeaveWaitlist, who=Role.CLIENT)
def leave(turn: Turn, wish: LeaveWaitlist) -> Screen:
    if wish.whom:
        turn.speak_for(wish.whom)
    left = waitlist.leave(turn.work, turn.person, wish.entry)
    said = _("You no longer wait for {what}.", what=wanted(left)) if left else _("That wait is over.")
    return all_sessions(turn, AllSessions()).with_toast(said)


@command("wait", "waitlist", "esperar", "lista de espera", who=Role.CLIENT, takes_words=True)
def wait_typed(turn: Turn, rest: str) -> Screen | None:
    """For what was just said, or is said now: "wait thu 6pm with Ana"."""
    said, rest = earlier(turn), "" if whom.is_named(turn, rest) else whom.in_their_words(turn, rest)
    if rest:
        said = read_when(
            rest,
            now=local(turn.now),
            languages=[turn.speaker.locale],
            order=turn.date_order,
            earlier=said,
        )
        if said is None or said.trouble or not said.sure:
            return None
    if said and (several := _several(turn, said)) is not None:
        return several
    known = _meant(turn, rest, said)
    wish = wish_of(turn, known[0], said) if known else None
    if known is None or wish is None:
        waiting = whom.waiting(turn)
        return all_sessions(turn, AllSessions()) if waiting else _how_to_wait()
    service, trainer = known
    if not way_to_wait(turn, trainer, service, wish):
        if not rest:
            return _how_to_wait()
        from bot.client.fitting import fitting

        return fitting(turn, trainer, service, said) if said else None
    return join(turn, wish)


def _several(turn: Turn, said: When) -> Screen | None:
    """Ask with whom, where several share the name and none of them is being talked to."""
    found = those_named(turn, said.rest)
    unclear = len(found) > 1 and not find_trainer(turn, said.rest) and trainer_of(turn) not in found
    return which_of(turn, found, said, None) if unclear else None


def _meant(turn: Turn, rest: str, said: When | None) -> tuple[Service, Trainer] | None:
    """What was named, or else the first thing that whoever was named, or is talked to, offers."""
    named = find_trainer(turn, said.rest) if said else None
    if rest and (known := named_service(turn, rest, named)):
        return known
    trainer = named or trainer_of(turn)
    services = services_for(turn.work, trainer, turn.person.id) if trainer else []
    service = talked_of(turn, services) or of_length(services, None)
    return (service, trainer) if service and trainer else None


def _how_to_wait() -> Screen:
    text = _("Say for when, and I tell you if a place frees up. For example: WAIT thu 6pm")
    return Screen(text=text, choices=((choice(_("Menu"), Home()),),))


@command("unwait", "no esperar", who=Role.CLIENT)
def unwait_typed(turn: Turn, rest: str) -> Screen:
    waiting = whom.waiting(turn)
    if len(waiting) == 1:
        return leave(turn, leaving(waiting[0].entry))
    if not waiting:
        return all_sessions(turn, AllSessions()).with_toast(_("You wait for nothing just now."))
    return Screen(text=_("Which one do you mean?"), choices=rows(leave_choices(waiting)))


def offer_screen(scene: Scene, sheet: Sheet) -> Screen:
    """What is offered, what it would be, and until when."""
    booking = sheet.booking
    until = clock(booking.until) if booking.until else ""
    free = _(
        "{time} with {name} is free.",
        time=when(booking.starts, sheet.trainer.zone_at(booking.starts)),
        name=sheet.trainer.name,
    )
    return Screen(
        text=lines(
            free,
            service_label(sheet.service),
            _("Yours until {time}.", time=until),
            pay_said(scene, sheet),
            policy_said(scene, sheet),
            clash(scene, booking.starts, booking.session.ends),
        ),
        choices=(
            (
                choice(_("Take"), Take(booking.id, booking.version), "primary"),
                choice(_("Pass"), Pass(booking.id)),
            ),
        ),
        subject=("booking", booking.id),
    )


@on(Take, who=Role.CLIENT)
def take(turn: Turn, offered: Take) -> Screen:
    try:
        sheet = waitlist.take(turn.work, turn.person, offered.booking, offered.version, now=turn.now)
    except (OfferOver, HoldExpired, NotOpen) as over:
        sheet = turn.work.bookings.sheet(offered.booking)
        return instead(turn, picked(sheet), over)
    except PaidFirst:
        return pay_first(turn, PayFirst(offered.booking))
    ask_news(turn, sheet)
    return booking_card(turn, sheet)


@on(Pass, who=Role.CLIENT)
def let_pass(turn: Turn, offered: Pass) -> Screen:
    sheet = waitlist.pass_on(turn.work, turn.person, offered.booking, now=turn.now)
    return over_screen(turn, sheet) if sheet.booking.status in GONE else booking_card(turn, sheet)


def over_screen(scene: Scene, sheet: Sheet) -> Screen:
    """An offer that was not taken; who waits goes on waiting for the day."""
    offer = scene.work.waitlist.offer_of(sheet.booking.id)
    name = sheet.trainer.name
    over = _OVER.get(offer.status if offer else OfferStatus.LAPSED, "")
    said = _(over, name=name) if over else ""
    waits = _waits_on(scene, sheet)
    return Screen(
        title=when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)),
        text=lines(said, _("You stay on the waitlist for that day.") if waits else ""),
        choices=((choice(_("Other times"), days_of(sheet.service)), choice(_("Menu"), Home())),),
        subject=("booking", sheet.booking.id),
    )


def _waits_on(scene: Scene, sheet: Sheet) -> bool:
    day = local(sheet.booking.starts).date()
    return scene.work.waitlist.entry_of(scene.person.id, sheet.trainer.id, day) is not None


@command("take", "tomar", "lo tomo", "la tomo", who=Role.CLIENT)
def take_typed(turn: Turn, rest: str) -> Screen | None:
    if turn.offered:
        return None  # for one of the offers on the screen
    return (
        _the_offer(turn, lambda each: Take(each.id, each.version)) or kept_screen(turn) or _nothing_offered()
    )


@command("pass", "paso", "pasar", who=Role.CLIENT)
def pass_typed(turn: Turn, rest: str) -> Screen:
    return _the_offer(turn, lambda each: Pass(each.id)) or _nothing_offered()


def _the_offer(turn: Turn, act: Callable[[Booking], Take | Pass]) -> Screen | None:
    """Done with the one that is offered to any of them; of several, which is asked."""
    offered = [each for each in whom.holds(turn) if turn.work.waitlist.offer_of(each.id)]
    sheets = [turn.work.bookings.sheet(each.id) for each in offered]
    if len(sheets) > 1:
        named = [
            choice(session_line(each, whom.whose(turn, each)), act(each.booking), word="") for each in sheets
        ]
        return Screen(text=_("Which one do you mean?"), choices=rows(named))
    for sheet in sheets:
        turn.speak_for(sheet.client.id)
        wanted = act(sheet.booking)
        return take(turn, wanted) if isinstance(wanted, Take) else let_pass(turn, wanted)
    return None


def _nothing_offered() -> Screen:
    text = _("Nothing is offered to you just now.")
    return Screen(text=text, choices=((choice(_("Menu"), Home()),),))
