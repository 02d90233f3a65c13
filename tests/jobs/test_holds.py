"""What has lapsed ends by itself, and its client is told."""

from datetime import timedelta

from domain.base import Role
from domain.bookings.model import Booking, Status, TrainingSession
from domain.people.model import Address, Channel, Person
from domain.trainers.model import Service, Trainer
from domain.work import Work
from jobs.holds import expire
from storage.work import SqlWork
from tests.jobs.post import LANE, NOON, Post


async def test_a_hold_ends_when_its_ten_minutes_are_over(post: Post) -> None:
    await post.database.run(_ana_is_held_by_cleo)
    post.clock.advance(minutes=9)
    assert await expire(post.database, post.clock) == 0
    post.clock.advance(minutes=1)
    assert await expire(post.database, post.clock) == 1
    assert await expire(post.database, post.clock) == 0
    await post.dispatcher().drain()
    assert [text.split(":")[0] for text in post.chat.texts] == ["hold_expired"]
    assert await post.database.read(_status) is Status.EXPIRED


def _status(work: Work) -> Status:
    return work.bookings.sheet(1).booking.status


def _ana_is_held_by_cleo(work: SqlWork) -> None:
    ana = Person(name="Ana", zone="Europe/Lisbon", roles=Role.TRAINER, created_at=NOON)
    cleo = Person(name="Cleo", zone="Europe/London", created_at=NOON)
    trainer = Trainer(person=ana, slug="ana", zone="Europe/Lisbon")
    work.add(trainer, Address(person=cleo, channel=Channel.TELEGRAM, external_id="1001", lane=LANE))
    work.flush()
    service = Service(trainer_id=trainer.id, name="Session", minutes=60, price_minor=4000, currency="EUR")
    work.add(service)
    work.flush()
    starts = NOON + timedelta(days=2)
    ends = starts + timedelta(hours=1)
    session = TrainingSession(
        trainer_id=trainer.id,
        service_id=service.id,
        starts=starts,
        ends=ends,
        busy_from=starts,
        busy_to=ends,
        zone="Europe/Lisbon",
        wall="2026-11-22T12:00",
    )
    work.add(
        Booking(
            session=session,
            client_id=cleo.id,
            status=Status.HELD,
            until=NOON + timedelta(minutes=10),
            made_at=NOON,
            price_minor=4000,
            currency="EUR",
            approval=service.approval,
        )
    )
