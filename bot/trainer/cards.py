"""The card of a booking as its trainer sees it."""

from datetime import datetime

from bot.client.costs import owed_said, rest_said
from bot.client.credit_words import price_said
from bot.dialogue.actions import Action, Minute
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, Section, choice, lines, list_of
from bot.dialogue.words import N_, _, clock, ngettext, when
from bot.standing.views import AskWeeklyFor, OpenSlot
from bot.stars import stars_said
from bot.trainer.class_views import OpenRoster
from bot.trainer.views import AskAgenda, AskMoveFor, AskPlace, AskWaive, SeeHealth, SetRight, Undo
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM, OVER
from domain.bookings.undo import can_undo
from domain.health.model import HealthForm
from domain.health.rules import is_current
from domain.health.service import form_of

HEADLINES = {
    Status.HELD: N_("Being booked"),
    Status.REQUESTED: N_("Request from {name}"),
    Status.CONFIRMED: N_("Booked: {name}"),
    Status.COMPLETED: N_("Completed: {name}"),
    Status.NO_SHOW: N_("No-show: {name}"),
    Status.CANCELLED: N_("Cancelled: {name}"),
    Status.DECLINED: N_("Declined: {name}"),
    Status.EXPIRED: N_("Request lapsed: {name}"),
}


class Approve(Action, code="ra", acts=True):
    booking: int
    version: int


class AskToSuggest(Action, code="rg"):
    """Suggest another time for a request."""

    booking: int
    version: int


class AskDecline(Action, code="rq"):
    """Decline with a word of why: a form."""

    booking: int
    version: int


class Complete(Action, code="rc", acts=True):
    booking: int
    version: int


class AskNoShow(Action, code="rn"):
    booking: int
    version: int


class NoShow(Action, code="rx", acts=True):
    booking: int
    version: int


class AskTrainerCancel(Action, code="rk"):
    """Cancel a booking with a word of why: a form."""

    booking: int
    version: int


def trainer_card(scene: Scene, sheet: Sheet) -> Screen:
    """How the booking stands, who changed it last, and what the trainer can do."""
    standing, answers = _health(scene, sheet)
    return Screen(
        title=headline(sheet),
        text=lines(
            _unreached(scene, sheet),
            facts(sheet),
            _said_before(sheet),
            _last_word(scene, sheet),
            rest_said(scene, sheet),
            owed_said(scene, sheet),
            _answer_by(sheet),
            _rated(scene, sheet),
            standing,
        ),
        choices=(
            *ways(scene, sheet),
            *_on_the_card(scene, sheet),
            *_weekly(scene, sheet),
            *answers,
            *_class_of(sheet),
        ),
        subject=("booking", sheet.booking.id),
    )


def _unreached(scene: Scene, sheet: Sheet) -> str:
    """Before the session, where nothing said in a chat would be read."""
    booking, client = sheet.booking, sheet.client
    ahead = booking.status in FIRM and booking.starts > scene.now
    if not ahead or scene.work.people.reach(client.id, Role.CLIENT) is not None:
        return ""
    return _("{name} can't be reached in a chat just now. A call may help.", name=client.first_name)


def _on_the_card(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """What a list has no room for: another time, and letting a client off."""
    booking = sheet.booking
    at = (booking.id, booking.version)
    if booking.status is Status.CONFIRMED and booking.starts > scene.now:
        plan = choice(_("Agenda"), AskAgenda(booking.id)), choice(_("Place"), AskPlace(booking.id))
        return ((choice(_("Move"), AskMoveFor(*at)), *plan, *_waive(scene, sheet)),)
    waive = _waive(scene, sheet)
    return (waive,) if waive else ()


def _waive(scene: Scene, sheet: Sheet) -> Row:
    owed = scene.work.bookings.owed(sheet.booking.id) if sheet.policy else None
    return (choice(_("Waive the cost"), AskWaive(sheet.booking.id, sheet.booking.version)),) if owed else ()


def _class_of(sheet: Sheet) -> tuple[Row, ...]:
    session = sheet.booking.session
    return ((choice(_("Who comes"), OpenRoster(session.id)),),) if session.is_class else ()


def _weekly(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """The way to the standing slot that it is of, or to make one of it; on the card alone."""
    booking = sheet.booking
    if booking.standing_id is not None:
        return ((choice(_("All dates"), OpenSlot(booking.standing_id)),),)
    if booking.session.is_class or booking.status is not Status.CONFIRMED or booking.starts <= scene.now:
        return ()
    service = sheet.service
    ask = AskWeeklyFor(booking.client_id, service.id, Minute(booking.starts), minutes=service.chosen)
    return ((choice(_("Make it weekly"), ask),),)


def _said_before(sheet: Sheet) -> str:
    """On the card alone, never in a list."""
    note, agenda = sheet.booking.note, sheet.booking.session.agenda
    after, elsewhere = sheet.booking.session.after, sheet.booking.session.place or sheet.service.place
    return lines(
        _("Where: {place}", place=elsewhere) if elsewhere else "",
        _("{name} notes: “{words}”", name=sheet.client.first_name, words=note) if note else "",
        _("You plan: “{words}”", words=agenda) if agenda else "",
        _("Afterwards: “{words}”", words=after) if after else "",
    )


def _rated(scene: Scene, sheet: Sheet) -> str:
    if sheet.booking.status is not Status.COMPLETED:
        return ""
    rating = scene.work.feedback.of(sheet.booking.id)
    return (
        _("{name} gave it {stars}.", name=sheet.client.first_name, stars=stars_said(rating)) if rating else ""
    )


def _health(scene: Scene, sheet: Sheet) -> tuple[str, tuple[Row, ...]]:
    """Whether the form is signed, and the way to it; on the card alone, never in a list."""
    if not sheet.trainer.wants_health or sheet.booking.status not in FIRM:
        return "", ()
    form = form_of(scene.work, scene.person, sheet.client)
    if form is None:
        return _("Health form: not signed yet"), ()
    return _standing(form), ((choice(_("See answers"), SeeHealth(sheet.booking.id)),),)


def _standing(form: HealthForm) -> str:
    if not is_current(form):
        return _("Health form: an older one, to be signed anew")
    if not form.flags:
        return _("Health form: signed")
    return ngettext(
        "Health form: signed, flagged: {n} answer", "Health form: signed, flagged: {n} answers", form.flags
    )


def headline(sheet: Sheet) -> str:
    return _(HEADLINES[sheet.booking.status]).format(name=called(sheet))


def called(sheet: Sheet) -> str:
    """Whose session it is, and who writes for them: "Leo (Sam)"."""
    return f"{sheet.client.name} ({sheet.writer})" if sheet.writer else sheet.client.name


def at(sheet: Sheet, instant: datetime) -> str:
    """A time of a trainer's as they will live it, with its zone where another is anybody's now."""
    return when(instant, sheet.client.zone)


def facts(sheet: Sheet) -> str:
    booking, service = sheet.booking, sheet.service
    length = ngettext("{n} minute", "{n} minutes", service.minutes)
    asked = booking.status is Status.REQUESTED and booking.suggested
    suggested = at(sheet, asked) if asked else ""
    return lines(
        at(sheet, booking.starts),
        _("You suggested {time}.", time=suggested) if suggested else "",
        list_of([service.name, length, price_said(booking)]),
        _("{name} will come.", name=sheet.client.first_name)
        if booking.attending and booking.status is Status.CONFIRMED
        else "",
    )


def section(scene: Scene, sheet: Sheet) -> Section:
    """A line of a list, with what can be done about it."""
    starts = sheet.booking.starts
    text = list_of([when(starts), headline(sheet), sheet.service.name])
    return Section(text, tuple(option for row in ways(scene, sheet) for option in row))


def ways(scene: Scene, sheet: Sheet) -> tuple[Row, ...]:
    """Approve and decline a request; settle a session that has begun; cancel one that has not."""
    booking = sheet.booking
    at = (booking.id, booking.version)
    options: tuple[Choice, ...] = ()
    if booking.status is Status.REQUESTED and booking.standing_id is not None:
        options = (choice(_("All dates"), OpenSlot(booking.standing_id)),)
    elif booking.status is Status.REQUESTED:
        options = (
            choice(_("Approve"), Approve(*at), "primary"),
            choice(_("Suggest a time"), AskToSuggest(*at)),
            choice(_("Decline"), AskDecline(*at), "danger"),
        )
    elif booking.status is Status.CONFIRMED and booking.starts <= scene.now:
        options = (choice(_("Complete"), Complete(*at), "primary"), choice(_("No-show"), AskNoShow(*at)))
    elif booking.status is Status.CONFIRMED:
        options = (choice(_("Cancel session"), AskTrainerCancel(*at)),)
    elif booking.status in (*OVER, Status.CANCELLED):
        options = _after(scene, sheet)
    return (options,) if options else ()


def _after(scene: Scene, sheet: Sheet) -> tuple[Choice, ...]:
    """For a minute a mark or a cancellation can be taken back; a no-show can be set right."""
    at = (sheet.booking.id, sheet.booking.version)
    if can_undo(scene.work, sheet, scene.person, now=scene.now):
        return (choice(_("Undo"), Undo(*at)),)
    return (choice(_("They came"), SetRight(*at)),) if sheet.booking.status is Status.NO_SHOW else ()


def _last_word(scene: Scene, sheet: Sheet) -> str:
    """Who did the last thing, and when: "Approved by you 09:14"."""
    change = scene.work.bookings.last_change(sheet.booking.id)
    if change is None or change.status in (Status.HELD, Status.REQUESTED):
        return _("It was moved.") if change and change.kind == "moved" else ""
    who = _("by itself")
    if change.actor_id == scene.person.id:
        who = _("by you")
    elif change.actor_id is not None:
        who = _("by {name}", name=_name_of(scene, sheet, change.actor_id))
    said = {
        "approved": _("Approved {who} {time}"),
        "booked": _("Booked {who} {time}"),
        "given": _("Booked {who} {time}"),
        "moved": _("Moved {who} {time}"),
        "replanned": _("Moved {who} {time}"),
        "declined": _("Declined {who} {time}"),
        "cancelled": _("Cancelled {who} {time}"),
        "asked_to_cancel": _("CANCEL was texted {who} {time}"),
        "kept": _("Kept {who} {time}"),
        "undone": _("Taken back {who} {time}"),
        "disputed": _("“I was there”, said {who} {time}"),
        "completed": _("Completed {who} {time}"),
        "no_show": _("Marked as a no-show {who} {time}"),
        "waived": _("Let off {who} {time}"),
    }.get(change.kind, _("Changed {who} {time}"))
    return lines(said.format(who=who, time=clock(change.at)), f"“{change.reason}”" if change.reason else "")


def _name_of(scene: Scene, sheet: Sheet, person_id: int) -> str:
    """Whoever writes for the client acts for them."""
    if person_id == sheet.client.id and sheet.writer:
        return sheet.writer
    return scene.work.people.person(person_id).first_name


def _answer_by(sheet: Sheet) -> str:
    until = sheet.booking.until
    if sheet.booking.status is not Status.REQUESTED or until is None:
        return ""
    return _("Answer by {time}; then the request lapses.", time=when(until))
