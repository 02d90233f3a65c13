"""What is said unasked about bookings: to the client, and on the trainer's cards."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.client.cards import booking_card, facts, late_way, suggested_for, way_out
from bot.client.costs import policy_said
from bot.client.times import days_of, near, offer
from bot.client.views import AskToMove, Attend, TakeSuggested
from bot.client.where import join_way, where_in_short
from bot.dialogue.actions import Home, Minute
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import N_, _, clock, local, ngettext, voice, when
from bot.notices.registry import Notice, notice
from bot.trainer.cards import trainer_card
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE
from domain.people.model import Channel

_SAID = {
    "client_approved": N_("{name} approved your session."),
    "client_given": N_("{name} booked this session for you. It costs nothing to give it back."),
    "client_waived": N_("{name} lets you off: nothing is charged."),
    "client_place": N_("{name} says where your session is."),
    "client_moved": N_("{name} moved your session. It was {was} before."),
    "client_completed": N_("Well done! {name} marked this session as completed."),
    "client_no_show": N_("{name} marked this session as missed. Write here if that is wrong."),
}
_LOST = {
    "client_cancelled": N_("{name} had to cancel this session."),
    "client_called_off": N_("{name} has called this class off."),
    "client_declined": N_("{name} can't take this time."),
    "client_request_expired": N_("{name} did not answer in time, so nothing is booked."),
    "client_hold_expired": N_("It is no longer held for you, so nothing is booked."),
}
_AN_HOUR_AND_MORE = 75  # minutes; a reminder that comes earlier does so because of quiet hours
_NEARLY_AN_HOUR = 55  # minutes; a reminder that comes later, after a standstill say, counts them


@notice(*_SAID)
def told(told_of: Notice) -> Screen:
    """The card as it now stands, sent anew so that the phone rings."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    data = told_of.notification.data
    before = datetime.fromisoformat(data["was"]) if data.get("was") else None
    was = when(before, sheet.trainer.zone_at(before)) if before else ""
    said = _(_SAID[told_of.notification.kind], name=sheet.trainer.name, was=was)
    card = booking_card(told_of, sheet)
    return replace(card, text=lines(said, _quoted(data.get("reason", "")), card.text), fresh=True)


@notice(*_LOST)
def lost(told_of: Notice) -> Screen | None:
    """No dead end: what did not work out comes with the nearest free times."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    kind = told_of.notification.kind
    if sheet.booking.status not in GONE:
        return None
    found = near(told_of, sheet.trainer, sheet.service, sheet.booking.starts)
    said = _(_LOST[kind], name=sheet.trainer.name)
    if voice().terse:  # unasked, nothing is numbered
        since = Minute(max(told_of.now, sheet.booking.starts - timedelta(hours=12)))
        more = choice(_("Other times"), days_of(sheet.service, after=since))
        return Screen(
            title=when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)),
            text=lines(said, _quoted(told_of.notification.data.get("reason", ""))),
            choices=((more, choice(_("Menu"), Home())),),
            subject=("booking", sheet.booking.id),
            fresh=kind != "client_hold_expired",
        )
    others = _("Free near it:") if found else ""
    return Screen(
        title=when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)),
        text=lines(said, _quoted(told_of.notification.data.get("reason", "")), others),
        choices=(*offer(told_of, sheet.service, sheet.trainer, found), (choice(_("Menu"), Home()),)),
        subject=("booking", sheet.booking.id),
        # A hold lapses on the card that showed it; nobody's phone rings for it.
        fresh=kind != "client_hold_expired",
    )


@notice("client_suggested")
def suggested(told_of: Notice) -> Screen | None:
    """Another time: taken with one tap, while the request goes on."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    booking, trainer = sheet.booking, sheet.trainer
    there = suggested_for(told_of, booking)
    if there is None:
        return None
    said = _(
        "{name} suggests {time} instead of {was}.",
        name=sheet.trainer.name,
        time=when(there, trainer.zone_at(there)),
        was=when(booking.starts, trainer.zone_at(booking.starts)),
    )
    goes_on = _("Your request stays open until you choose or {name} answers.", name=sheet.trainer.name)
    costs = policy_said(told_of, sheet)
    return Screen(
        title=_("Another time?"),
        text=said if voice().terse else lines(said, goes_on, costs),
        choices=(
            (choice(_("Take it"), TakeSuggested(booking.id, booking.version), "primary"),),
            (choice(_("Other times"), AskToMove(booking.id)), way_out(booking)),
        ),
        subject=("booking", booking.id),
        fresh=True,
    )


@notice("client_released")
def released(told_of: Notice) -> Screen | None:
    """The card of a hold that was let go promises it no longer. Only the card: nobody need be told."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    shown = told_of.work.conversations.card(told_of.address.id, ("booking", sheet.booking.id))
    if shown is None or told_of.address.channel is Channel.SMS:
        return None
    return replace(
        booking_card(told_of, sheet),
        title=when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts)),
        text=_("You let this time go, so it is no longer held for you."),
    )


@notice("client_settled")
def settled(told_of: Notice) -> Screen | None:
    """The card loses its Undo. Only the card: nobody need be told."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    shown = told_of.work.conversations.card(told_of.address.id, ("booking", sheet.booking.id))
    return booking_card(told_of, sheet) if shown and told_of.address.channel is not Channel.SMS else None


@notice("reminder_24h", "reminder_1h")
def reminder(told_of: Notice) -> Screen | None:
    """Confirm, move or cancel; nothing where the session is no longer on."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    booking = sheet.booking
    if booking.status is not Status.CONFIRMED or booking.starts <= told_of.now or _is_off(told_of, booking):
        return None
    come = choice(_("Confirm"), Attend(booking.id, booking.version), "primary")
    first = (come,) if not booking.attending else ()
    change = (choice(_("Move"), AskToMove(booking.id)), way_out(booking))
    return Screen(
        title=_reminder_title(told_of, sheet),
        text=facts(sheet),
        choices=(*join_way(told_of, sheet), (*first, *change), *late_way(told_of, sheet)),
        subject=("booking", booking.id),
        fresh=True,
        spare=where_in_short(told_of, sheet),
    )


def _is_off(told_of: Notice, booking: Booking) -> bool:
    """Whether its trainer can't be there, and its client was asked for another time."""
    asked = told_of.work.absences.about(booking.id)
    return asked is not None and asked.was == booking.starts


def _reminder_title(told_of: Notice, sheet: Sheet) -> str:
    if told_of.notification.kind == "reminder_1h":
        left = round((sheet.booking.starts - told_of.now) / timedelta(minutes=1))
        if _NEARLY_AN_HOUR <= left <= _AN_HOUR_AND_MORE:
            return _("In an hour")
        if left > _AN_HOUR_AND_MORE:
            return _coming_title(told_of, sheet)
        starts = clock(sheet.booking.starts)
        return ngettext("At {time}, in {n} minute", "At {time}, in {n} minutes", left, time=starts)
    return _coming_title(told_of, sheet)


def _coming_title(told_of: Notice, sheet: Sheet) -> str:
    tomorrow = local(told_of.now).date() + timedelta(days=1)
    return (
        _("Your session tomorrow")
        if local(sheet.booking.starts).date() == tomorrow
        else _("Your next session")
    )


@notice("trainer_booking", "trainer_cancelled")
def trainers_card(told_of: Notice) -> Screen:
    """The trainer's card, edited silently, or posted anew where it should ring."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    card = trainer_card(told_of, sheet)
    data = told_of.notification.data
    was = _("Before: {time}", time=when(datetime.fromisoformat(data["was"]))) if data.get("was") else ""
    return replace(card, text=lines(was, card.text), fresh=bool(data.get("ping")))


def _quoted(reason: str) -> str:
    return f"“{reason}”" if reason else ""
