"""The same weekday and hour once more, in one act."""

from dataclasses import replace
from datetime import timedelta

from bot.client.booking import Confirm, confirm, instead, review_screen
from bot.client.cards import booking_card, clash
from bot.client.costs import is_free_still
from bot.client.times import PickTime
from bot.client.views import Again
from bot.dialogue.actions import Minute
from bot.dialogue.routes import on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, clock, instant, local, weekday_names, when
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.errors import NotOpen
from domain.bookings.ports import Sheet
from domain.errors import Taken
from domain.packages.spending import has_run_out
from domain.payments.service import first_due
from domain.schedule.service import is_free

_WEEK = timedelta(weeks=1)


@on(Again, who=Role.CLIENT)
def book_again(turn: Turn, wanted: Again) -> Screen:
    """Hold and confirm what the button named; below the card, which keeps its other buttons."""
    return replace(_booked(turn, wanted), fresh=turn.event.is_press)


def _booked(turn: Turn, wanted: Again) -> Screen:
    """Booked at once, but for a client who has another session then, whose credits are used up, or whom
    cancelling it would cost something already: they are asked.
    """
    if mine := _theirs(turn, wanted):
        return booking_card(turn, mine)  # the same tap twice
    try:
        held = bookings.hold(
            turn.work, turn.person, wanted.service, wanted.starts, minutes=wanted.minutes, now=turn.now
        )
    except (Taken, NotOpen) as lost:
        return instead(turn, PickTime(wanted.service, wanted.starts, minutes=wanted.minutes), lost)
    turn.work.flush()
    asked = clash(turn, held.booking.starts, held.booking.session.ends) or not is_free_still(turn, held)
    if asked or has_run_out(turn.work, held) or first_due(turn.work, held) is not None:
        return review_screen(turn, held)
    return confirm(turn, Confirm(held.booking.id, held.booking.version))


def offer_again(scene: Scene, sheet: Sheet) -> Choice | None:
    """Such as "Tue 18:00 again?", where that time is free."""
    starts = weeks_on(scene, sheet)
    free = is_free(
        scene.work, sheet.trainer, sheet.service, starts, now=scene.now, client_id=sheet.booking.client_id
    )
    if not free:
        return None
    soon = sheet.booking.starts >= starts - (_WEEK + timedelta(hours=1))  # clocks may change in between
    named = f"{weekday_names()[local(starts).weekday()]} {clock(starts)}" if soon else when(starts)
    once_more = Again(sheet.service.id, starts, sheet.booking.client_id, sheet.service.chosen)
    return choice(_("{time} again?", time=named), once_more)


def weeks_on(scene: Scene, last: Sheet) -> Minute:
    """The first such weekday and hour, as the client's clock shows them, that is ahead and not taken by
    this very client; what was given up may be had again.
    """
    wall = local(last.booking.starts)
    coming = scene.work.bookings.coming(last.booking.client_id, scene.now)
    theirs = {sheet.booking.starts for sheet in coming}
    weeks = 0
    while True:
        starts = instant((wall + weeks * _WEEK).date(), wall.time())
        if starts > scene.now and starts not in theirs:
            return Minute(starts)
        weeks += 1


def _theirs(turn: Turn, wanted: Again) -> Sheet | None:
    coming = turn.work.bookings.coming(turn.person.id, turn.now)
    same = (wanted.service, wanted.starts)
    return next((each for each in coming if (each.service.id, each.booking.starts) == same), None)
