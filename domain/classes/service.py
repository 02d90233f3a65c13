"""The use cases of classes: to make one, have its dates follow, end it, and write to all who are in it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.places import session_at, take_units
from domain.bookings.rules import FIRM
from domain.bookings.service import expire_over, relate
from domain.classes.drafts import class_of, service_for
from domain.classes.model import ClassDate, GroupClass
from domain.classes.plan import Planned, ahead
from domain.classes.rules import decided_at
from domain.classes.words import ClassWords
from domain.conversations.service import pass_on
from domain.errors import Taken
from domain.people.model import Person
from domain.resources.model import Resource
from domain.trainers.model import Service, Trainer
from domain.work import Work
from domain.zones import wall

DAY = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # what is in the way of a date may be gone


def save(work: Work, actor: Person, draft_id: int, *, now: datetime) -> GroupClass:
    """Give it from now on; dates that clash are left out and tried again. Saving it twice changes
    nothing more. Raises as `draft` does.
    """
    draft = work.classes.draft(draft_id)
    if draft.class_id is not None:
        return work.classes.group(draft.class_id)
    trainer = work.trainers.trainer(draft.trainer_id)
    require_trainer(actor, trainer)
    words = ClassWords.read(draft.words)
    service = service_for(work, trainer, words, draft.currency)
    work.add(service)
    work.flush()
    group = class_of(trainer, service, words, now=now)
    work.add(group)
    work.flush()
    draft.class_id = group.id
    _give(work, group, service, now)
    return group


def take_up(work: Work, actor: Person, class_id: int, *, now: datetime) -> GroupClass:
    """Give one again that was ended. Raises NotYours."""
    group = work.classes.locked(class_id)
    service, trainer = work.trainers.service(group.service_id)
    require_trainer(actor, trainer)
    if group.ended_on is not None:
        group.ended_on = None
        _give(work, group, service, now)
    return group


def _give(work: Work, group: GroupClass, service: Service, now: datetime) -> None:
    service.active, group.extend_at = True, now
    work.flush()
    extend(work, group.id, now=now)


def extend(work: Work, class_id: int, *, now: datetime) -> int:
    """Give every date that has come into reach its session. Answers how many."""
    group = work.classes.locked(class_id)
    if group.extend_at is None or group.extend_at > now:
        return 0
    service, trainer = work.trainers.service(group.service_id)
    left = ahead(work, group, service, trainer, now=now)
    free = (each for each in left if each.clash is None)
    made = [each for each in free if _keep_time(work, group, service, trainer, each, now)]
    if len(made) < len(left):
        group.extend_at = now + AGAIN
    else:
        group.extend_at = now + DAY if group.every else None
    return len(made)


def keep_with(
    work: Work,
    actor: Person,
    class_id: int,
    missing_id: int,
    resource_id: int,
    *,
    day: date | None = None,
    now: datetime,
) -> bool:
    """Give a date that lacks a room its session with another one, or all dates that do; false where nothing
    is lacking any more, or that one is taken too. Raises NotYours.
    """
    group = work.classes.locked(class_id)
    service, trainer = work.trainers.service(group.service_id)
    require_trainer(actor, trainer)
    instead = {missing_id: work.resources.resource(resource_id)}
    lacking = [
        each
        for each in ahead(work, group, service, trainer, now=now)
        if day in (None, each.day) and missing_id in [need.resource.id for need in each.lacks]
    ]
    kept = [_keep_time(work, group, service, trainer, each, now, instead) for each in lacking]
    return any(kept)


def _keep_time(
    work: Work,
    group: GroupClass,
    service: Service,
    trainer: Trainer,
    planned: Planned,
    now: datetime,
    instead: Mapping[int, Resource] | None = None,
) -> bool:
    """False where another was faster, or the trainer's day is full."""
    session = session_at(trainer, service, planned.starts, capacity=group.capacity)
    try:
        with work.claim(trainer.id):
            expire_over(work, trainer.id, session.busy_from, session.busy_to, now=now)
            work.add(session)
            take_units(work, service, session, now=now, instead=instead)
            due = decided_at(group, planned.starts, now)
            work.add(ClassDate(class_id=group.id, day=planned.day, session=session, due_at=due))
            work.flush()
    except Taken:
        return False
    return True


def end(work: Work, actor: Person, class_id: int, *, now: datetime) -> list[ClassDate]:
    """Give it no more. Dates that nobody has joined go; the others stay, and are answered. Raises
    NotYours.
    """
    group = work.classes.locked(class_id)
    service, trainer = work.trainers.service(group.service_id)
    require_trainer(actor, trainer)
    today = wall(now, trainer.zone).date()
    group.ended_on, group.extend_at = group.ended_on or today, None
    goes_on = (other for other, _ in work.classes.of_trainer(trainer.id) if other.service_id == service.id)
    service.active = any(other.ended_on is None for other in goes_on)
    stays = []
    with work.claim(trainer.id):
        for each in work.classes.dates(class_id, today):
            if each.is_off or each.session.starts <= now:
                continue
            if work.classes.seats(each.session_id):
                stays.append(each)
            else:
                each.session.live = False
                work.delete(each)
        work.flush()
    return stays


def tell_all(
    work: Work, actor: Person, session_id: int, text: str, *, now: datetime
) -> tuple[int, list[Person]]:
    """The trainer's words to everybody in a class, once an address. Answers how many were told, and whom
    nothing reaches. Raises NotYours.
    """
    trainer = work.trainers.trainer(work.classes.date_of(session_id).session.trainer_id)
    require_trainer(actor, trainer)
    told, unreached = set[int](), list[Person]()
    for sheet in work.bookings.in_session(session_id, FIRM):
        place = work.people.reach(sheet.client.id, Role.CLIENT)
        if place is None:
            unreached.append(sheet.client)
        elif place.address_id not in told:
            relationship = relate(work, sheet.client, trainer, now=now)
            pass_on(work, trainer.person, relationship, text, now=now)
            told.add(place.address_id)
    return len(told), unreached
