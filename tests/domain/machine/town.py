"""The studio that the machine plays with: few people, few hours and few things, so that they collide."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.base import Role
from domain.classes import drafts
from domain.classes import service as classes
from domain.classes.words import ClassWords
from domain.resources import service as resources
from domain.trainers.model import Approval
from domain.work import Work
from tests.factories import client, person, service, trainer

# Before the clocks change in Lisbon or in New York, within the ten weeks of a standing slot; and in winter.
STARTS = [
    datetime(2026, 10, 22, 12, tzinfo=UTC),
    datetime(2026, 11, 23, 12, tzinfo=UTC),
    datetime(2027, 3, 11, 12, tzinfo=UTC),
]
CLIENTS = ("cleo", "sam", "mia")
SERVICES = ("training", "check_in", "run")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Town:
    """Ids. Ana trains in Lisbon: ``training`` on request, ``check_in`` at once, and ``spin``, a class for
    two. Tom is in New York and gives ``run``; for it he needs what Ana needs, the room and one of two bikes.
    """

    trainers: dict[str, int]
    services: dict[str, int]
    people: dict[str, int]
    resources: dict[str, int]
    group: int

    def owner(self, service: str) -> str:
        return "tom" if service == "run" else "ana"


def furnished(work: Work, now: datetime) -> Town:
    ana, tom = trainer(work, "Ana"), trainer(work, "Tom", zone="America/New_York")
    ana.most_a_day, ana.most_a_week, ana.most_ahead = 4, 9, 3
    tom.most_a_day = 3
    ada = person(work, "Ada", roles=Role.ADMIN)
    given = {
        "training": service(work, ana, buffers=(0, 15)),
        "check_in": service(work, ana, minutes=30, approval=Approval.AT_ONCE),
        "run": service(work, tom, buffers=(15, 0), approval=Approval.AT_ONCE),
    }
    things = {
        "room": resources.add(work, ada, "Studio 1", 1, now=now),
        "bikes": resources.add(work, ada, "Bikes", 2, now=now),
    }
    room, bikes = things["room"].id, things["bikes"].id
    resources.set_needs(work, ana.person, given["training"].id, {bikes: 1}, now=now)
    resources.set_needs(work, ana.person, given["check_in"].id, {room: 1}, now=now)
    resources.set_needs(work, tom.person, given["run"].id, {room: 1, bikes: 1}, now=now)
    first = (now + 2 * DAY).date()
    words = ClassWords("Spin", first, 16 * 60, 1, 2, None, "12 eur", least=1, hours=4)
    group = classes.save(
        work, ana.person, drafts.draft(work, ana.person, ana, words, "EUR", now=now).id, now=now
    )
    people = {name: client(work, name.title(), name).id for name in (*CLIENTS, "mallory")}
    return Town(
        trainers={"ana": ana.id, "tom": tom.id},
        services={name: each.id for name, each in given.items()} | {"spin": group.service_id},
        people=people | {"ana": ana.person_id, "tom": tom.person_id, "ada": ada.id},
        resources={name: each.id for name, each in things.items()},
        group=group.id,
    )
