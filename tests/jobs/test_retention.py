"""What is old and settled goes; what is owed stays, however old."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain.base import Role
from domain.conversations.model import InboxEvent
from domain.notifications.model import Delivery, Notification
from domain.notifications.service import tell
from domain.people.model import Address, Channel, Person
from jobs.retention import forget
from storage.work import SqlWork
from tests.jobs.post import LANE, NOON, Post


async def test_only_what_was_settled_is_forgotten(post: Post) -> None:
    await post.database.run(_some_of_each)
    await post.dispatcher().drain()
    await post.database.run(_one_more_to_come)
    post.clock.advance(days=29)
    assert await forget(post.database, post.clock) == 0
    post.clock.advance(days=2)
    assert await forget(post.database, post.clock) == 1
    post.clock.advance(days=60)
    assert await forget(post.database, post.clock) == 2
    assert await post.database.read(_left) == (1, 1, 0)


async def test_a_form_that_nobody_goes_on_with_leaves_no_answers(post: Post) -> None:
    await post.database.run(lambda work: _asks(work, "1001", post.clock.now() + timedelta(hours=1)))
    await post.database.run(lambda work: _asks(work, "1002", post.clock.now() + timedelta(hours=9)))
    post.clock.advance(days=1, hours=2)
    assert await forget(post.database, post.clock) == 1
    assert await post.database.read(_asked) == ["1002"]


def _asks(work: SqlWork, user: str, until: datetime) -> None:
    cleo = Person(name="Cleo", zone="Europe/London", created_at=NOON)
    asking = {"data": "hq_1_1", "values": {"heart": "yes"}, "field": 1, "until": until.isoformat()}
    work.add(Address(person=cleo, channel=Channel.TELEGRAM, external_id=user, lane=LANE, asking=asking))


def _asked(work: SqlWork) -> list[str]:
    return list(work.session.scalars(select(Address.external_id).where(Address.asking.is_not(None))))


def _some_of_each(work: SqlWork) -> None:
    cleo = Person(name="Cleo", zone="Europe/London", created_at=NOON)
    work.add(Address(person=cleo, channel=Channel.TELEGRAM, external_id="1001", lane=LANE))
    work.flush()
    answered = work.inbox.store("telegram", "1", {}, owner="me", now=NOON)
    assert answered
    work.inbox.settle([answered], now=NOON)
    work.inbox.store("telegram", "2", {}, owner="me", now=NOON)
    tell(work, cleo.id, Role.CLIENT, "reminder_1h", "reminder_1h:1", due=NOON)
    work.deliveries.report("sms", "SM1", "reminder_1h:1:1", "delivered", now=NOON)


def _one_more_to_come(work: SqlWork) -> None:
    tell(work, 1, Role.CLIENT, "reminder_1h", "reminder_1h:2", due=NOON + timedelta(days=365))


def _left(work: SqlWork) -> tuple[int, int, int]:
    count = [select(func.count()).select_from(each) for each in (InboxEvent, Notification, Delivery)]
    heard, told, known = (work.session.scalars(each).one() for each in count)
    return heard, told, known
