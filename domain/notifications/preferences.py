"""The use cases of being told things: when it is quiet, and what follows for what is waiting already."""

from datetime import datetime

from domain.base import Role
from domain.errors import NotYours, Refusal
from domain.notifications.digest import DIGESTS, join, leave
from domain.notifications.habits import Habits, Mode, habits_of, plan, waits_with_others
from domain.notifications.kinds import KINDS, Group, Kind, kind_of
from domain.notifications.model import Notification, Purpose
from domain.notifications.quiet import LONGEST, Quiet, step
from domain.people.model import Person, Preferences
from domain.work import Work

A_DAY = 1440  # minutes
DAILY = (Group.AFTER, Group.MONEY)  # what may come once a day; of the others most can't wait


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
    """What a person may choose about, as what they are told by their roles."""
    return [
        group for group in dict.fromkeys(kind.group for kind in _theirs(person)) if modes_of(person, group)
    ]


def modes_of(person: Person, group: Group) -> list[Mode]:
    """What they may choose for a group; nothing where it only comes at once."""
    theirs = [kind for kind in _theirs(person) if kind.group is group]
    gathered = group in DAILY and any(kind.grouped for kind in theirs)
    others = [Mode.DAILY] * gathered + [Mode.OFF] * any(kind.optional for kind in theirs)
    return [Mode.AT_ONCE, *others] if others else []


def _theirs(person: Person) -> list[Kind]:
    desk = bool(person.roles & ~Role.CLIENT)
    return [
        kind
        for name, kind in KINDS.items()
        if (name.startswith("trainer_") == desk and kind.group is not Group.CAMPAIGNS)
        or kind.group is Group.RECEIPTS  # whoever buys has them
        or (kind.group is Group.CAMPAIGNS and Role.ADMIN in person.roles)
    ]


def mode_of(person: Person, group: Group) -> Mode:
    return Mode(person.prefers.modes.get(group.value, Mode.AT_ONCE)) if person.prefers else Mode.AT_ONCE


def is_off(person: Person, group: Group) -> bool:
    return mode_of(person, group) is Mode.OFF


def choose(work: Work, person: Person, group: Group, mode: Mode) -> None:
    """What of a group may be is told so from now on, whatever is waiting already; what is off is asked about
    when it is handed off. Raises NotYours for what is not theirs to choose.
    """
    if mode not in modes_of(person, group):
        raise NotYours
    prefers = preferences(person)
    others = {name: known for name, known in prefers.modes.items() if name != group.value}
    prefers.modes = others if mode is Mode.AT_ONCE else others | {group.value: mode.value}
    work.flush()
    replan(work, person)


def turn_group(work: Work, person: Person, group: Group, *, on: bool) -> None:
    """What can be turned off of a group is told from now on, or not. Raises NotYours."""
    if Mode.OFF not in modes_of(person, group):
        raise NotYours
    choose(work, person, group, Mode.AT_ONCE if on else Mode.OFF)


def send_digest_at(work: Work, person: Person, minute: int) -> None:
    """What they want once a day comes at this minute of it from now on, whatever is waiting already. Raises
    NotYours for a minute that no day has.
    """
    if not 0 <= minute < A_DAY:
        raise NotYours
    preferences(person).digest_at = minute
    work.flush()
    replan(work, person)


def habits(person: Person) -> Habits:
    prefers = person.prefers
    if prefers is None:
        return Habits(person.zone)
    return habits_of(person.zone, prefers.quiet_from, prefers.quiet_until, prefers.modes, prefers.digest_at)


def preferences(person: Person) -> Preferences:
    """Theirs, which begin as those of somebody who never said anything."""
    if person.prefers is None:
        person.prefers = Preferences()
    return person.prefers


def replan(work: Work, person: Person) -> None:
    """What waits for this person goes when it would go had it been written now, alone or with others. But for
    the digests nothing is written or withdrawn, so nothing is told twice or lost.
    """
    theirs = habits(person)
    for row in work.outbox.waiting_for(person.id):
        if (
            not kind_of(row.kind).patient
            and row.purpose is not Purpose.PROMOTIONAL
            and row.kind not in DIGESTS
        ):
            _put_anew(work, row, theirs)
    work.flush()


def _put_anew(work: Work, row: Notification, theirs: Habits) -> None:
    wanted = row.wanted_at or row.due_at
    then = plan(theirs, row.kind, row.data, wanted, row.expires_at, urgent=row.urgent)
    if then.due == row.due_at:
        return
    row.due_at, row.wanted_at = then.due, wanted if then.why else None
    row.path = [*row.path, step(then.why, until=then.due, since=wanted)] if then.why else []
    leave(row)
    if waits_with_others(row.kind, then):
        join(work, row)
