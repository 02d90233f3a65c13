"""Which messages follow which change of a booking.

The one who acts sees the answer to the press; everybody else concerned is told through the outbox.
Trainers are pinged for requests, for CANCEL by text and what became of it, and for cancellations and moves
close to the start; the rest edits their cards silently.
"""

from datetime import datetime, timedelta

from domain.absences import follow as absences
from domain.base import Role
from domain.bookings.model import Booking, Status
from domain.bookings.ports import Sheet
from domain.bookings.rules import UNDO, reminders
from domain.classes.tells import ask_how_it_went, draw_roster, tell_who_left
from domain.conversations.service import listen_for
from domain.notifications.service import tell
from domain.trainers.model import Approval
from domain.waitlist.follow import follow
from domain.work import Work

REMINDERS = ("reminder_24h", "reminder_1h")
OVER = "trainer_over"  # the session ends: its trainer is asked how it went
MARKS = ("completed", "no_show")
# What waits for the minute in which an act can be undone.
WAITING = (
    *(f"client_{kind}" for kind in (*MARKS, "cancelled", "settled")),
    "trainer_cancelled",
    "trainer_settled",
)
SOON = timedelta(hours=24)
MANY = 200


def announce(
    work: Work,
    sheet: Sheet,
    kind: str,
    *,
    actor_id: int | None,
    now: datetime,
    reason: str = "",
    was: datetime | None = None,
    since: datetime,
) -> None:
    """Tell both sides of what just happened to a booking, and plan its reminders anew: those that fell due
    after ``since``. What can be undone is told when it can be no more, as it is to those who wait.
    """
    booking, trainer = sheet.booking, sheet.trainer
    absences.follow(work, sheet, kind, now=now)
    cancelled = kind == "cancelled"
    if not cancelled and follow(work, sheet, kind, now=now, was=was):
        return
    rings = _pings(kind, booking, now)
    by = min((each for each in (booking.starts, booking.until, was) if each and each > now), default=None)
    data = {"reason": reason, "was": was.isoformat() if was else "", "ping": rings}
    key = f"{kind}:{booking.id}:{booking.version}"
    about = ("booking", booking.id)
    if kind == "released":  # a hold that was let go concerns nobody else, but its card still promises it
        tell(work, booking.client_id, Role.CLIENT, "client_released", key, due=now, subject=about)
        return
    asked = kind == "asked_to_cancel"  # no answer reaches the client where that was said
    due = now + UNDO if cancelled or kind in MARKS else now
    if kind != "undone" and (asked or actor_id != booking.client_id):
        tell(
            work,
            booking.client_id,
            Role.CLIENT,
            f"client_{kind}",
            key,
            due=due,
            subject=about,
            data=data,
            by=by,
        )
    if due > now:
        _seal(work, sheet, actor_id, due)
    if actor_id == trainer.person_id:
        listen_for(work, booking.client_id, trainer.id)
    seen = now if actor_id == trainer.person_id else due
    _tell_trainer(work, sheet, kind, key, data, actor_id=actor_id, due=due, by=by)
    if booking.session.is_class and kind != "hold_expired":
        alone = actor_id == trainer.person_id or _stands_alone(booking, kind)
        _draw_rosters(work, sheet, now=seen, was=was, ping=rings and not alone)
    refresh_home(work, trainer.person_id, trainer.id, f"{booking.id}:{booking.version}", seen)
    plan_reminders(work, sheet, now, since)


def _tell_trainer(
    work: Work,
    sheet: Sheet,
    kind: str,
    key: str,
    data: dict[str, object],
    *,
    actor_id: int | None,
    due: datetime,
    by: datetime | None,
) -> None:
    """On the card of the booking, where there is one."""
    booking, trainer = sheet.booking, sheet.trainer
    quietly = kind == "hold_expired" or (kind == "undone" and actor_id == booking.client_id)
    if quietly or actor_id == trainer.person_id or not _stands_alone(booking, kind):
        return
    own = {"asked_to_cancel": "trainer_asked_to_cancel", "cancelled": "trainer_cancelled"}
    card = (own | {"replanned": "trainer_settled"}).get(kind, "trainer_booking")  # that is on a board
    about = ("booking", booking.id)
    tell(work, trainer.person_id, Role.TRAINER, card, key, due=due, subject=about, data=data, by=by)


def _seal(work: Work, sheet: Sheet, actor_id: int | None, due: datetime) -> None:
    """The card of whoever acted loses its Undo."""
    booking, trainer = sheet.booking, sheet.trainer
    key, about = f"sealed:{booking.id}:{booking.version}", ("booking", booking.id)
    if actor_id == booking.client_id:
        tell(work, booking.client_id, Role.CLIENT, "client_settled", key, due=due, subject=about)
    else:
        tell(work, trainer.person_id, Role.TRAINER, "trainer_settled", key, due=due, subject=about)


def _stands_alone(booking: Booking, kind: str) -> bool:
    """Whether the trainer is told of this booking alone: who joins a class is on its roster."""
    return (
        not booking.session.is_class
        or booking.approval is Approval.FIRST
        or kind in ("asked_to_cancel", "kept", "disputed")
    )


def _draw_rosters(work: Work, sheet: Sheet, *, now: datetime, was: datetime | None, ping: bool) -> None:
    """That of the class, and that of the one they came from."""
    booking, trainer = sheet.booking, sheet.trainer
    before = work.classes.session_at(sheet.service, was) if was else None
    for session in filter(None, (booking.session, before)):
        if ping and session is (before or booking.session):
            tell_who_left(work, trainer, session.id, booking, now=now)
        else:
            cause = f"{session.id}:{booking.id}:{booking.version}"
            draw_roster(work, trainer, session.id, cause, now=now)


def announce_quietly(
    work: Work, sheet: Sheet, kind: str, *, now: datetime, was: datetime | None = None
) -> None:
    """The same where one act changes many bookings and tells of them all: of each, only the cards change that
    there are.
    """
    absences.follow(work, sheet, kind, now=now)
    if follow(work, sheet, kind, now=now, was=was):
        return
    _redraw(work, sheet, now)
    plan_reminders(work, sheet, now)


def _redraw(work: Work, sheet: Sheet, now: datetime) -> None:
    booking = sheet.booking
    about = ("booking", booking.id)
    for person_id, role, kind in (
        (booking.client_id, Role.CLIENT, "client_settled"),
        (sheet.trainer.person_id, Role.TRAINER, "trainer_settled"),
    ):
        place = work.people.reach(person_id, role)
        if place and work.conversations.card(place.address_id, about):
            tell(
                work, person_id, role, kind, f"redrawn:{booking.id}:{booking.version}", due=now, subject=about
            )


def _pings(kind: str, booking: Booking, now: datetime) -> bool:
    """Whether a trainer is interrupted, or only finds the card changed."""
    return kind in ("requested", "kept", "took", "disputed") or (
        kind in ("cancelled", "moved") and booking.starts - now < SOON
    )


def refresh_home(work: Work, person_id: int, trainer_id: int, cause: str, now: datetime) -> None:
    """Have the trainer's board drawn anew, once for all that changed by then; ``cause`` names this change."""
    work.outbox.withdraw(("home", trainer_id), ("trainer_home",))
    tell(
        work,
        person_id,
        Role.TRAINER,
        "trainer_home",
        f"home:{cause}",
        due=now,
        subject=("home", trainer_id),
    )


def plan_reminders(work: Work, sheet: Sheet, now: datetime, since: datetime | None = None) -> None:
    """Make what is pending exactly what the booking, as it is now, still has ahead of it, or had ``since``
    then: its reminders, and the question to the trainer at its end.
    """
    since = since or now
    booking = sheet.booking
    subject = ("booking", booking.id)
    if booking.status is not Status.HELD:
        work.outbox.withdraw(subject, (*REMINDERS, OVER))
    if booking.status is not Status.CONFIRMED:
        return
    if booking.session.is_class:
        ask_how_it_went(work, sheet.trainer, booking.session, now=now)
    elif (ends := booking.session.ends) > since:
        key, trainer = f"{OVER}:{booking.id}:{booking.version}", sheet.trainer.person_id
        tell(work, trainer, Role.TRAINER, OVER, key, due=ends, subject=subject)
    for kind, due, expires in reminders(booking.starts):
        if expires > now:
            key = f"{kind}:{booking.id}:{booking.version}"
            tell(
                work,
                booking.client_id,
                Role.CLIENT,
                kind,
                key,
                due=due,
                expires=expires,
                subject=subject,
                since=since,
            )


def plan_anew(work: Work, person_id: int, now: datetime) -> None:
    """The reminders of what somebody has booked go to where they are reached now."""
    for sheet in work.bookings.coming(person_id, now, limit=MANY):
        plan_reminders(work, sheet, now)
