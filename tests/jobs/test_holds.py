"""What has lapsed ends by itself, and its client is told."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.bookings.model import Booking, BookingChange, Status, TrainingSession
from domain.bookings.places import seated, session_at
from domain.people.model import Address, Channel, Person
from domain.trainers.model import Service, Trainer
from domain.work import Work
from jobs import apart
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


async def test_one_that_cannot_end_keeps_none_behind_it(
    post: Post, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_told", set())  # as in a process that has just begun
    await post.database.run(_ana_is_held_by_cleo)
    await post.database.run(_sam_holds_the_next_day)
    await post.database.run(_the_first_has_ended_in_its_record_alone)
    post.clock.advance(minutes=10)
    assert [await expire(post.database, post.clock) for _ in range(2)] == [1, 0]
    assert await post.database.read(lambda work: work.bookings.sheet(2).booking.status) is Status.EXPIRED
    assert await post.database.read(_status) is Status.HELD
    assert capsys.readouterr().out.count("row_failed") == 1


def _status(work: Work) -> Status:
    return work.bookings.sheet(1).booking.status


def _sam_holds_the_next_day(work: SqlWork) -> None:
    first = work.bookings.sheet(1)
    sam = Person(name="Sam", zone="Europe/London", created_at=NOON)
    work.add(sam)
    work.flush()
    later = first.booking.starts + timedelta(days=1)
    session = session_at(first.trainer, first.service, later)
    held = seated(sam, first.service, first.trainer, session, Status.HELD, now=NOON)
    held.until = NOON + timedelta(minutes=10)
    work.add(held)


def _the_first_has_ended_in_its_record_alone(work: SqlWork) -> None:
    first = work.bookings.sheet(1).booking
    work.add(
        BookingChange(
            booking_id=first.id,
            version=first.version + 1,
            status=Status.EXPIRED,
            starts=first.starts,
            at=NOON,
            kind="hold_expired",
        )
    )


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
