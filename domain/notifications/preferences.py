"""The use cases of being told things: when it is quiet, and what follows for what is waiting already."""

from datetime import datetime

from domain.base import Role
from domain.errors import NotYours, Refusal
from domain.notifications.kinds import KINDS, Group, kind_of
from domain.notifications.model import Notification, Purpose
from domain.notifications.quiet import LONGEST, Planned, Quiet, may_wait, planned, step
from domain.people.model import Person, Preferences
from domain.work import Work

OFF = "off"


class TooQuiet(Refusal):
    """At most 16 hours can be quiet, so that there is a time to tell you things. Try: quiet 22-8"""


def quiet_of(person: Person) -> Quiet | None:
    prefers = person.prefers
    if prefers is None or prefers.quiet_from is None or prefers.quiet_until is None:
        return None
    return Quiet(prefers.quiet_from, prefers.quiet_until)


def keep_quiet(work: Work, person: Person, quiet: Quiet | None, *, now: datetime) -> None:
    """Nothing rings in these hours of a day from now on, whatever is waiting already; None: at any hour.
    Raises TooQuiet.
    """
    if quiet and not 0 < (quiet.ends - quiet.begins) % 1440 <= LONGEST:
        raise TooQuiet
    prefers = preferences(person)
    prefers.quiet_from, prefers.quiet_until = quiet or (None, None)
    work.flush()
    replan(work, person)


def choices_of(person: Person) -> list[Group]:
    """What a person may turn off, as what they are told by their roles."""
    desk = bool(person.roles & ~Role.CLIENT)
    theirs = [
        kind.group for name, kind in KINDS.items() if kind.optional and name.startswith("trainer_") == desk
    ]
    return list(dict.fromkeys(theirs))


def is_off(person: Person, group: Group) -> bool:
    return person.prefers is not None and person.prefers.modes.get(group.value) == OFF


def turn_group(work: Work, person: Person, group: Group, *, on: bool) -> None:
    """What can be turned off of a group is told from now on, or not, whatever is waiting already: that is
    asked when it is handed off. Raises NotYours for a group that is not theirs to choose about.
    """
    if group not in choices_of(person):
        raise NotYours
    prefers = preferences(person)
    others = {name: mode for name, mode in prefers.modes.items() if name != group.value}
    prefers.modes = others if on else others | {group.value: OFF}
    work.flush()


def preferences(person: Person) -> Preferences:
    """Theirs, which begin as those of somebody who never said anything."""
    if person.prefers is None:
        person.prefers = Preferences()
    return person.prefers


def replan(work: Work, person: Person) -> None:
    """What waits for this person goes when it would go had it been written now. Nothing is written or
    withdrawn, so nothing is told twice or lost.
    """
    quiet = quiet_of(person)
    for row in work.outbox.waiting_for(person.id):
        if kind_of(row.kind).patient or row.purpose is Purpose.PROMOTIONAL:
            continue
        _put_anew(row, quiet, person.zone)


def _put_anew(row: Notification, quiet: Quiet | None, zone: str) -> None:
    wanted = row.wanted_at or row.due_at
    waits = may_wait(row.kind, row.data, urgent=row.urgent)
    plan = planned(wanted, row.expires_at, quiet, zone) if waits else Planned(wanted)
    if plan.due == row.due_at:
        return
    row.due_at, row.wanted_at = plan.due, wanted if plan.why else None
    if plan.why:
        row.path = [*row.path, step(plan.why, until=plan.due, since=wanted)]
    else:
        row.path = []
