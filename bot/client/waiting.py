"""The ways to the waitlist, wherever a day or a time is full, and what somebody waits for."""

from datetime import date, datetime, timedelta

from bot.dialogue.actions import Action
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, choice, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.when import When
from bot.dialogue.words import N_, _, day, instant, local, stretch, when
from domain.classes.ports import Places
from domain.trainers.model import Service, Trainer
from domain.waitlist.model import WaitlistEntry
from domain.waitlist.ports import Waiting

_MIDNIGHT = 24 * 60


class JoinWaitlist(Action, code="wj", acts=True, word=N_("WAIT")):
    """Wait for a start on a day of theirs, from one minute of it until another; the same twice is that very
    start.
    """

    service: int
    day: date
    opens: int = 0
    closes: int = _MIDNIGHT
    whom: int | None = None  # where a chat speaks for several people


class LeaveWaitlist(Action, code="wl", acts=True, word=N_("UNWAIT")):
    entry: int
    whom: int | None = None


class Take(Action, code="wt", acts=True, word=N_("TAKE")):
    """Book the time that was offered."""

    booking: int
    version: int


class Pass(Action, code="wp", acts=True, word=N_("PASS")):
    """Let the next one have the time that was offered."""

    booking: int


def wish_of(turn: Turn, service: Service, said: When | None) -> JoinWaitlist | None:
    """What there is to wait for in what was said: one day, or a time of it."""
    if said is None:
        return None
    if len(said.days) == 1:
        wanted = said.days[0]
    elif said.times and not said.days:
        today = local(turn.now)
        wanted = today.date() + timedelta(days=min(said.times) <= today.time())
    else:
        return None
    if len(said.times) == 1:
        minute = said.times[0].hour * 60 + said.times[0].minute
        return JoinWaitlist(service.id, wanted, minute, minute)
    if said.window:
        opens, closes = (each.hour * 60 + each.minute for each in said.window)
        return JoinWaitlist(service.id, wanted, opens, closes) if opens < closes else None
    return JoinWaitlist(service.id, wanted)


def way_to_wait(
    scene: Scene, trainer: Trainer, service: Service, wish: JoinWaitlist | None
) -> tuple[Row, ...]:
    """To be told when a place frees up: where one is taken then, for what was never open frees up never."""
    if wish is None:
        return ()
    first = max(instant(wish.day, wish.opens), scene.now)
    until = instant(wish.day, wish.closes)
    if first > scene.now + timedelta(days=trainer.horizon_days):
        return ()
    if service.in_classes:
        given = scene.work.classes.places(service, first, until, now=scene.now, client_id=scene.person.id)
        taken = any(is_full(each) for each in given)
    else:
        span = first, until + timedelta(minutes=service.minutes)
        booked = scene.work.schedule.sessions([trainer.id], *span).get(trainer.id, [])
        theirs = {each.booking.starts for each in scene.work.bookings.coming(scene.person.id, scene.now)}
        taken = any(each.start not in theirs for each in booked)
    return ((choice(_("Tell me if one frees up"), wish),),) if taken else ()


def is_full(places: Places) -> bool:
    """Whether there is a place to wait for."""
    return not places.left and not places.mine


def wish_for(service: Service, starts: datetime) -> JoinWaitlist:
    """To wait for that very time."""
    moment = local(starts)
    minute = moment.hour * 60 + moment.minute
    return JoinWaitlist(service.id, moment.date(), minute, minute)


def wanted(entry: WaitlistEntry) -> str:
    """Such as "Thu 26 Nov 18:00", or "Thu 26 Nov, any time"."""
    if entry.time is not None:
        return when(entry.time)
    if entry.until - entry.first > timedelta(hours=22):
        return _("{day}, any time", day=day(entry.day))
    return stretch(entry.first, entry.until)


def waits_line(waiting: Waiting) -> str:
    return _("Waitlist: {what}", what=list_of([wanted(waiting.entry), waiting.trainer.name]))


def leaving(entry: WaitlistEntry) -> LeaveWaitlist:
    return LeaveWaitlist(entry.id, entry.client_id)


def leave_choices(waiting: list[Waiting]) -> list[Choice]:
    """One a wait; where there are several, their words carry a number."""
    word = _(LeaveWaitlist.word)
    if len(waiting) == 1:
        return [choice(_("Wait no longer"), leaving(waiting[0].entry))]
    return [
        choice(
            _("Wait no longer: {what}", what=wanted(each.entry)),
            leaving(each.entry),
            word=f"{word} {number}",
        )
        for number, each in enumerate(waiting, 1)
    ]
