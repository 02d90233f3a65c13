"""The card of a booking as its client sees it: one living message, whatever happens to it."""

from datetime import datetime

from bot.client.after import said_after, shared_in_short, ways_after
from bot.client.costs import costs_said
from bot.client.credit_words import credit_said, price_in_brief, price_said
from bot.client.health import offer_form
from bot.client.paying import charge_said, due_ways, pay_said
from bot.client.places import needed
from bot.client.times import days_of
from bot.client.views import (
    AskComeLate,
    AskNote,
    AskToCancel,
    AskToMove,
    CalendarFile,
    Cancel,
    OpenSession,
    TakeSuggested,
    UndoCancel,
)
from bot.client.where import join_way, where_in_short, where_said
from bot.dialogue.actions import Home, Minute
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of
from bot.dialogue.words import N_, _, clock, day, minutes_long, voice, when
from bot.standing.views import AskWeekly, OpenSlot
from domain.bookings.costs import to_move
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, GONE
from domain.bookings.undo import can_undo
from domain.health.service import is_wanted
from domain.lateness.rules import SOON

_BY_TEXT = 40  # characters of what is planned
HEADLINES = {
    Status.HELD: N_("Held for you"),
    Status.REQUESTED: N_("Requested – waiting for {name}"),
    Status.CONFIRMED: N_("Booked"),
    Status.COMPLETED: N_("Completed"),
    Status.NO_SHOW: N_("Missed"),
    Status.CANCELLED: N_("Cancelled"),
    Status.DECLINED: N_("Declined"),
    Status.EXPIRED: N_("Not booked – the time ran out"),
}


def booking_card(scene: Scene, sheet: Sheet) -> Screen:
    """How the booking stands now, and what can still be done with it."""
    booking = sheet.booking
    return Screen(
        title=headline(sheet),
        text=lines(
            "" if shared_in_short(sheet) else in_short(scene, sheet),  # a text has room for either
            credit_said(scene, sheet),
            _suggested(scene, sheet) or _waiting(sheet),
            _attending(sheet),
            _said_before(sheet),
            _needed(scene, sheet),
            pay_said(scene, sheet),
            costs_said(scene, sheet),
            charge_said(scene, sheet),
            said_after(scene, sheet),
        ),
        choices=(*join_way(scene, sheet), *due_ways(scene, sheet), *_ways(scene, sheet)),
        subject=("booking", booking.id),
        spare=_in_short(scene, sheet),
    )


def headline(sheet: Sheet) -> str:
    return _(HEADLINES[sheet.booking.status]).format(name=sheet.trainer.name)


def in_short(scene: Scene, sheet: Sheet) -> str:
    """The facts; in a text with how many credits are left."""
    return facts(sheet, price=price_in_brief(scene, sheet)) if voice().terse else facts(sheet)


def facts(sheet: Sheet, *, price: str = "") -> str:
    """When, with whom, what and for how much, in other words where they are given; the zone is named where
    the two clocks differ.
    """
    booking, service = sheet.booking, sheet.service
    if voice().terse:
        on = when(booking.starts, sheet.trainer.zone_at(booking.starts))
        what = service.name if booking.session.is_class else minutes_long(service.minutes)
        return list_of([on, sheet.trainer.name, what, price or price_said(booking)])
    return lines(
        when(booking.starts, sheet.trainer.zone_at(booking.starts)),
        _("With {name}", name=sheet.trainer.name),
        where_said(sheet),
        list_of([service.name, minutes_long(service.minutes), price_said(booking)]),
    )


def session_line(sheet: Sheet, whose: str = "") -> str:
    """One line of a list; ``whose`` stands before it where the list is of several people."""
    on = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    return whose + list_of([on, sheet.trainer.name, headline(sheet)])


def open_choice(sheet: Sheet, whose: str = "") -> Choice:
    on = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    return choice(whose + list_of([on, sheet.trainer.name]), OpenSession(sheet.booking.id))


def clash(scene: Scene, starts: datetime, ends: datetime, *, but: int = 0) -> str:
    """A warning where the client has another session in that stretch of time; ``but`` is not another."""
    for sheet in scene.work.bookings.coming(scene.person.id, scene.now, limit=100):
        session = sheet.booking.session
        if sheet.booking.id != but and session.starts < ends and starts < session.ends:
            if voice().terse:
                return _("Mind: you have a session with {name} then.", name=sheet.trainer.name)
            time = when(session.starts, sheet.trainer.zone_at(session.starts))
            return _("Mind: you have a session with {name} then, {time}.", name=sheet.trainer.name, time=time)
    return ""


def way_out(booking: Booking) -> Choice:
    """A tap is asked about before it cancels; who texts DROP has said it. There, CANCEL is the carriers'."""
    if voice().terse:
        return choice(_("Give it back"), Cancel(booking.id, booking.version))
    return choice(_("Cancel"), AskToCancel(booking.id))


def suggested_for(scene: Scene, booking: Booking) -> datetime | None:
    """The other time that can still be taken instead of the requested one."""
    there = booking.suggested if booking.status is Status.REQUESTED else None
    return there if there and there > scene.now else None


def _suggested(scene: Scene, sheet: Sheet) -> str:
    there, trainer = suggested_for(scene, sheet.booking), sheet.trainer
    time = when(there, trainer.zone_at(there)) if there else ""
    return _("{name} suggests {time}.", name=trainer.name, time=time) if time else ""


def _take(scene: Scene, booking: Booking) -> tuple[Row, ...]:
    there = suggested_for(scene, booking)
    return ((choice(_("Take it"), TakeSuggested(booking.id, booking.version), "primary"),),) if there else ()


def _waiting(sheet: Sheet) -> str:
    if sheet.booking.status is not Status.REQUESTED or sheet.booking.until is None:
        return ""
    until = sheet.booking.until
    if voice().terse and sheet.client.name.startswith("+"):
        return _("Text NAME and yours, so that {name} knows who comes.", name=sheet.trainer.name)
    if voice().terse:
        return _("{name} answers by {time}.", name=sheet.trainer.name, time=when(until))
    return _(
        "{name} has until {time} on {day} to answer; I tell you at once.",
        name=sheet.trainer.name,
        time=clock(until),
        day=day(until),
    )


def _said_before(sheet: Sheet) -> str:
    """The client's note and what the trainer plans; a text has that in `_in_short`."""
    note, agenda, name = sheet.booking.note, sheet.booking.session.agenda, sheet.trainer.name
    if voice().terse:
        return ""
    return lines(
        _("{name} plans: “{words}”", name=name, words=agenda) if agenda else "",
        _("Your note: “{words}”", words=note) if note else "",
    )


def _in_short(scene: Scene, sheet: Sheet) -> tuple[str, ...]:
    """What a text says of the rest, the first that there is room for."""
    where, shared, agenda = where_in_short(scene, sheet), shared_in_short(sheet), sheet.booking.session.agenda
    if not voice().terse or not agenda or sheet.booking.status not in FIRM:
        return *where, *shared
    short = agenda if len(agenda) <= _BY_TEXT else f"{agenda[: _BY_TEXT - 3]}..."
    return *where, *shared, _("Plan: {words}", words=short)


def _needed(scene: Scene, sheet: Sheet) -> str:
    return needed(scene, sheet.booking.session) if sheet.booking.status in FIRM else ""


def _attending(sheet: Sheet) -> str:
    return (
        _("You said you will come.")
        if sheet.booking.attending and sheet.booking.status is Status.CONFIRMED
        else ""
    )


def _ways(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    booking = sheet.booking
    menu = choice(_("Menu"), Home())
    if booking.status in GONE and booking.starts > scene.now:
        return (*_undo(scene, sheet), (choice(_("Other times"), days_of(sheet.service)), menu))
    if booking.status not in FIRM or booking.starts <= scene.now:
        return (*ways_after(scene, sheet), (menu,))
    form = (*_health(scene, sheet), *_take(scene, booking))
    change = (*_move(scene, sheet), way_out(booking))
    week = weekly_way(sheet)
    if booking.status is Status.CONFIRMED and not voice().terse:  # a text carries no file
        return (
            *form,
            *late_way(scene, sheet),
            change,
            *week,
            (*_note(booking), choice(_("Add to calendar"), CalendarFile(booking.id))),
            (menu,),
        )
    return *form, change, *week, (*_note(booking), menu)


def weekly_way(sheet: Sheet) -> tuple[Row, ...]:
    """To all the dates of the standing slot that it is of, or to such a slot from it. A text has no room for
    it: WEEKLY is read whenever it is typed.
    """
    booking = sheet.booking
    if voice().terse or booking.session.is_class:
        return ()
    if booking.standing_id is not None:
        return ((choice(_("All dates"), OpenSlot(booking.standing_id)),),)
    if booking.status is not Status.CONFIRMED:
        return ()
    ask = AskWeekly(
        sheet.service.id, Minute(booking.starts), minutes=sheet.service.chosen, whom=booking.client_id
    )
    return ((choice(_("Make it weekly"), ask),),)


def late_way(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """Near the start. A text has no room for it: LATE 10 is read whenever it is typed."""
    if voice().terse or sheet.booking.starts - scene.now > SOON:
        return ()
    return ((choice(_("Running late"), AskComeLate(sheet.booking.id)),),)


def _note(booking: Booking) -> Row:
    """By text NOTE is known without being offered: there is no room for it."""
    label = _("Change the note") if booking.note else _("Add a note")
    return () if voice().terse else (choice(label, AskNote(booking.id)),)


def _undo(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    if not can_undo(scene.work, sheet, sheet.client, now=scene.now):
        return ()
    return ((choice(_("Undo"), UndoCancel(sheet.booking.id, sheet.booking.version)),),)


def _move(scene: Scene, sheet: Sheet) -> Row:
    may = to_move(scene.work, sheet, now=scene.now) is not None
    return (choice(_("Move"), AskToMove(sheet.booking.id)),) if may else ()


def _health(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """The way to the health form, as long as the trainer waits for it."""
    wanted = is_wanted(scene.work, sheet.client, sheet.trainer)
    return ((offer_form(_("Health questions (1 minute)"), sheet.client),),) if wanted else ()
