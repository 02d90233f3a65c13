"""A studio that no slot runs out in: a trainer for each client, free all day."""

from datetime import UTC, datetime

from domain.base import Role
from domain.people.model import Address, Channel, Person
from domain.schedule.model import WeeklyHours
from domain.trainers.model import Approval, Service, Trainer
from storage.database import SqliteDatabase, connect
from storage.migrate import upgrade
from storage.work import SqlWork

ZONE = "Europe/Lisbon"


async def open_studio(url: str, trainers: int) -> SqliteDatabase:
    """A migrated database with trainers ana-0, ana-1, …"""
    await upgrade(url)
    database = connect(url)
    assert isinstance(database, SqliteDatabase)
    await database.run(lambda work: furnish(work, range(trainers)))
    return database


def now() -> datetime:
    return datetime.fromtimestamp(datetime.now(UTC).timestamp() // 60 * 60, UTC)  # noqa: TID251 - a clock


def furnish(work: SqlWork, numbers: range) -> None:
    made = [_trainer(number) for number in numbers]
    work.add(*made)
    work.flush()
    for trainer in made:
        work.add(_slack(trainer.person), _service(trainer), *_all_day(trainer))


def _trainer(number: int) -> Trainer:
    person = Person(name=f"Ana {number}", zone=ZONE, zone_told=True, roles=Role.TRAINER, created_at=now())
    slug = f"ana-{number}"
    return Trainer(person=person, slug=slug, headline="Strength and good habits.", zone=ZONE, horizon_days=60)


def _slack(person: Person) -> Address:
    """Where the trainer is told of bookings: those rows are written, though nobody sends them here."""
    return Address(person=person, channel=Channel.SLACK, external_id=f"U{person.id}", lane="slack")


def _service(trainer: Trainer) -> Service:
    return Service(
        trainer_id=trainer.id,
        name="Personal training",
        minutes=60,
        price_minor=5000,
        currency="EUR",
        approval=Approval.AT_ONCE,
    )


def _all_day(trainer: Trainer) -> list[WeeklyHours]:
    return [WeeklyHours(trainer_id=trainer.id, weekday=day, opens=0, closes=1440) for day in range(7)]
