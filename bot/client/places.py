"""How full classes are, as clients see it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.client.waiting import is_full, wish_for
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, choice, rows
from bot.dialogue.words import _, ngettext, voice, when
from domain.bookings.model import TrainingSession
from domain.classes.model import Standing
from domain.classes.ports import Places
from domain.classes.running import is_enough
from domain.trainers.model import Service, Trainer

_MOST_FULL = 2  # classes that can be waited for, beside those that have room


def places_left(scene: Scene, service: Service, found: Sequence[datetime]) -> dict[datetime, str]:
    """Such as "3 of 8 places left", by the times of classes; nothing of other services."""
    if not service.in_classes or not found:
        return {}
    given = scene.work.classes.places(
        service, min(found), max(found), now=scene.now, client_id=scene.person.id
    )
    return {each.starts: _left(each) for each in given}


def _left(each: Places) -> str:
    if voice().terse:
        return _("{n} left", n=each.left)
    return ngettext("{n} of {all} places left", "{n} of {all} places left", each.left, all=each.capacity)


def why_not_joined(scene: Scene, service: Service, starts: datetime) -> str:
    """Why the class that begins then can't be joined; "" where there is none."""
    if not service.in_classes:
        return ""
    given = scene.work.classes.places(service, starts, starts, now=scene.now, client_id=scene.person.id)
    if not given:
        return ""
    return _("You have a place in this class already.") if given[0].mine else _("The class is full.")


def why_no_class(scene: Scene, trainer: Trainer, service: Service) -> str:
    """Why none of these classes can be joined: of the next one they are in it, or it is full; "" where there
    is none.
    """
    given = _coming(scene, trainer, service)
    if not given:
        return ""
    starts = given[0].starts
    time = when(starts, trainer.zone_at(starts))
    if given[0].mine:
        return _("You are in it already: {service}, {time}.", service=service.name, time=time)
    return _("{service} on {time} is full.", service=service.name, time=time)


def _coming(scene: Scene, trainer: Trainer, service: Service) -> Sequence[Places]:
    if not service.in_classes:
        return ()
    last = scene.now + timedelta(days=trainer.horizon_days)
    return scene.work.classes.places(service, scene.now, last, now=scene.now, client_id=scene.person.id)


def needed(scene: Scene, session: TrainingSession) -> str:
    """How many a class takes place with, and when that is known; while they have not come forward."""
    if not session.is_class:
        return ""
    roster = scene.work.classes.roster(session.id)
    if roster.date.standing is not Standing.OPEN or roster.date.due_at is None or is_enough(roster):
        return ""
    if voice().terse:
        return _("Runs with {n} or more.", n=roster.group.minimum)
    known = when(roster.date.due_at)
    return _("Takes place with {n} or more; that is known on {time}.", n=roster.group.minimum, time=known)


def full_ones(scene: Scene, trainer: Trainer, service: Service) -> tuple[Row, ...]:
    """The next classes that are full, each to be waited for."""
    return rows(
        choice(
            _(
                "{time} is full: tell me if a place frees up",
                time=when(each.starts, trainer.zone_at(each.starts)),
            ),
            wish_for(service, each.starts),
        )
        for each in [each for each in _coming(scene, trainer, service) if is_full(each)][:_MOST_FULL]
    )
