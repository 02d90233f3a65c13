"""Whether anybody is reached at an address. It dies when its owner blocks us or its phone takes nothing more,
and is alive again as soon as anything is heard from there.
"""

from datetime import datetime

from domain.base import Role
from domain.bookings.announce import MANY, plan_anew
from domain.bookings.ports import Sheet
from domain.family.service import household
from domain.notifications.digest import DIGESTS
from domain.notifications.model import Notification
from domain.notifications.service import tell, tell_elsewhere
from domain.people.model import Address, Person
from domain.work import Work


def lose(work: Work, address: Address, *, now: datetime) -> None:
    """Nobody is reached there any more. What it is owed goes elsewhere once it is due; a trainer whose client
    is reached nowhere now has it on the next session's card, which rings.
    """
    if address.dead_at is None:
        address.dead_at = now
        _show_trainers(work, address, f"lost:{address.id}:{now:%y%m%d%H%M%S}", now, ring=True)


def regain(work: Work, address: Address, *, now: datetime) -> None:
    """Whoever is heard can be reached again, and reminded."""
    if address.dead_at is None:
        return
    _show_trainers(work, address, f"regained:{address.id}:{now:%y%m%d%H%M%S}", now, ring=False)
    address.dead_at = None
    for person in household(work, address.person, now=now):
        plan_anew(work, person.id, now)


def came_back(work: Work, row: Notification, *, now: datetime) -> None:
    """What did not arrive is told elsewhere; where there is nowhere, a trainer whose own words they were
    learns it. Of a digest each by itself.
    """
    if row.kind in DIGESTS:
        for each in work.outbox.gathered(row):
            came_back(work, each, now=now)
        return
    if tell_elsewhere(work, row) or row.kind != "client_message" or row.subject_id is None:
        return
    relationship = work.people.relationship_by_id(row.subject_id)
    tell(
        work,
        work.trainers.trainer(relationship.trainer_id).person_id,
        Role.TRAINER,
        "trainer_unread",
        f"unread:{row.id}",
        due=now,
        subject=("thread", relationship.id),
        data={"text": row.data["text"]},
    )


def _show_trainers(work: Work, address: Address, key: str, now: datetime, *, ring: bool) -> None:
    for person in household(work, address.person, now=now):
        if work.people.reach(person.id, Role.CLIENT) is not None:
            continue
        for sheet in _next_with_each(work, person, now):
            about = ("booking", sheet.booking.id)
            tell(
                work,
                sheet.trainer.person_id,
                Role.TRAINER,
                "trainer_booking",
                f"{key}:{sheet.booking.id}",
                due=now,
                subject=about,
                data={"ping": ring},
            )


def _next_with_each(work: Work, person: Person, now: datetime) -> list[Sheet]:
    """The next session with each trainer."""
    coming = work.bookings.coming(person.id, now, limit=MANY)
    return list({sheet.trainer.id: sheet for sheet in reversed(coming)}.values())
