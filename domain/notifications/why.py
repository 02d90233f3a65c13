"""Why somebody was told something then and there, or was not: as it was kept when it was decided."""

from typing import NamedTuple

from domain.base import Role
from domain.errors import NotYours
from domain.notifications.digest import DIGESTS
from domain.notifications.kinds import KINDS, Night
from domain.notifications.model import Delivery, Notification
from domain.notifications.ports import Told
from domain.people.model import Person
from domain.work import Work

# Cards that change ring for nobody, so nobody asks; of a digest what it was made of tells more.
_HEARD = tuple(name for name, kind in KINDS.items() if kind.night is not Night.SILENT and name not in DIGESTS)


class Life(NamedTuple):
    """A message, whose address it is for, the digest that it goes with, and what its provider said of it."""

    told: Told
    owner: Person
    digest: Notification | None
    deliveries: list[Delivery]


def latest(work: Work, actor: Person, whom: Person, *, limit: int) -> list[Told]:
    """What this person was told last or is to be told, the latest first. Their own, their trainers' and an
    admin's to ask about: raises NotYours.
    """
    if actor.id != whom.id and not actor.roles & Role.ADMIN and not _trains(work, actor, whom):
        raise NotYours
    return work.outbox.latest_for(whom.id, _HEARD, limit=limit)


def life_of(work: Work, actor: Person, notification_id: int) -> Life:
    """All that is kept of one message. An admin's to ask about: raises NotYours, and NotFound."""
    if not actor.roles & Role.ADMIN:
        raise NotYours
    told = work.outbox.told(notification_id)
    digest = work.outbox.find(told.row.digest) if told.row.digest else None
    owner = work.people.address(told.row.address_id).person
    return Life(told, owner, digest, work.deliveries.of(digest.key if digest else told.row.key))


def _trains(work: Work, actor: Person, whom: Person) -> bool:
    trainer = work.trainers.of_person(actor.id)
    return trainer is not None and work.people.relationship(whom.id, trainer.id) is not None
