"""Several messages as one: what is gathered, for when, and that none is lost whatever changes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.consent.service import stop
from domain.errors import NotFound, NotYours
from domain.notifications.habits import Habits, Mode, next_digest
from domain.notifications.kinds import Group
from domain.notifications.model import Notification, State
from domain.notifications.ports import Outcome
from domain.notifications.preferences import choices_of, choose, keep_quiet, modes_of, send_digest_at
from domain.notifications.quiet import Quiet, Why, step
from domain.notifications.service import tell, tell_elsewhere
from domain.notifications.why import life_of
from domain.people.model import Channel, Person
from storage.work import SqlWork
from tests.factories import LANE, NOON, Studio, address, person, studio
from tests.turns import in_a_turn

HOUR = timedelta(hours=1)
SIX = NOON + 6 * HOUR  # in the evening
NIGHT = Quiet(22 * 60, 8 * 60)


def here_daily(work: SqlWork) -> Studio:
    """Cleo, who wants to hear of her money once a day."""
    here = studio(work)
    choose(work, here.cleo, Group.MONEY, Mode.DAILY)
    return here


def told(work: SqlWork, whom: Person, key: str, kind: str = "client_credits", **how: object) -> Notification:
    due = how.pop("due", NOON)
    tell(work, whom.id, Role.CLIENT, kind, key, due=due, subject=("lot", 7), **how)  # type: ignore[arg-type]
    return named(work, f"{key}:{whom.id}")


def named(work: SqlWork, key: str) -> Notification:
    work.flush()
    mine = select(Notification).where(Notification.key == key)
    return work.session.scalars(mine.execution_options(populate_existing=True)).one()


def digests(work: SqlWork) -> list[Notification]:
    work.flush()
    theirs = select(Notification).where(Notification.kind.like("%_digest")).order_by(Notification.id)
    return list(work.session.scalars(theirs.execution_options(populate_existing=True)))


def taken(work: SqlWork, now: datetime, lane: str = LANE) -> Notification:
    assert work.lanes.hold(lane, "here", now)
    (row,) = work.lanes.take(lane, now)
    return row


@in_a_turn
def test_what_is_wanted_once_a_day_is_gathered_for_one_message(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    rows = [told(work, cleo, key) for key in ("a", "b")]
    (digest,) = digests(work)
    assert {(row.state, row.digest, row.due_at) for row in rows} == {(State.GATHERED, digest.key, SIX)}
    assert [each["why"] for each in rows[0].path] == ["together"]
    assert (digest.state, digest.due_at, digest.kind) == (State.PENDING, SIX, "client_digest")
    assert work.lanes.take(LANE, NOON) == []
    digest = taken(work, SIX)
    assert [row.key for row in work.outbox.gathered(digest)] == [row.key for row in rows]
    assert work.lanes.settle(Outcome(digest, State.SENT), SIX)
    assert {(row.state, row.settled_at) for row in work.outbox.gathered(digest)} == {(State.SENT, SIX)}
    assert work.lanes.take(LANE, SIX) == []


@in_a_turn
def test_what_is_urgent_expires_before_or_is_of_another_group_goes_at_once(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    assert told(work, cleo, "a", urgent=True).state is State.PENDING
    assert told(work, cleo, "b", expires=SIX).state is State.PENDING
    assert told(work, cleo, "c", "client_paid").state is State.PENDING
    assert told(work, cleo, "d", "client_completed").due_at == NOON
    assert digests(work) == []


@in_a_turn
def test_what_comes_while_the_digest_is_on_its_way_goes_by_itself(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    told(work, cleo, "a")
    digest = taken(work, SIX)
    late = told(work, cleo, "late")
    assert (late.state, late.digest) == (State.PENDING, None)
    work.lanes.settle(Outcome(digest, State.PENDING, "again"), SIX)
    assert told(work, cleo, "later").state is State.PENDING  # it may have arrived as it was
    assert named(work, f"a:{cleo.id}").state is State.GATHERED


@in_a_turn
def test_what_was_left_out_of_it_ends_or_goes_on_by_itself(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    a, b, c = (told(work, cleo, key) for key in "abc")
    digest = taken(work, SIX)
    off = step(Why.OFF, since=SIX)
    apart = (
        Outcome(a, State.SUPPRESSED, "they turned it off", step=off),
        Outcome(b, State.PENDING, "not drawn"),
    )
    work.lanes.settle(Outcome(digest, State.SENT, apart=apart), SIX)
    assert [(named(work, row.key).state, named(work, row.key).digest) for row in (a, b, c)] == [
        (State.SUPPRESSED, None),
        (State.PENDING, None),
        (State.SENT, digest.key),
    ]
    assert named(work, a.key).path[-1] == off


@in_a_turn
def test_a_stale_claim_settles_nothing_of_it(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    a = told(work, cleo, "a")
    digest = taken(work, SIX)
    stale = Outcome(digest, State.SENT, apart=(Outcome(a, State.SUPPRESSED, "no longer true"),))
    digest.token -= 1
    work.session.expunge(digest)
    assert not work.lanes.settle(stale, SIX)
    assert named(work, a.key).state is State.GATHERED


@in_a_turn
def test_who_wants_it_at_once_again_has_what_was_gathered_now(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    row = told(work, cleo, "a")
    send_digest_at(work, cleo, 20 * 60)
    assert (row.state, row.due_at) == (State.GATHERED, NOON + 8 * HOUR)
    choose(work, cleo, Group.MONEY, Mode.AT_ONCE)
    assert (row.state, row.digest, row.due_at, row.path) == (State.PENDING, None, NOON, [])
    choose(work, cleo, Group.MONEY, Mode.DAILY)
    assert (row.state, row.due_at) == (State.GATHERED, NOON + 8 * HOUR)
    assert len(digests(work)) == 2


@in_a_turn
def test_what_a_night_put_off_comes_as_one_in_the_morning(work: SqlWork) -> None:
    here = studio(work)
    keep_quiet(work, here.cleo, NIGHT, now=NOON)
    late = NOON + 11 * HOUR
    a, b = (
        told(work, here.cleo, "a", due=late),
        told(work, here.cleo, "b", "client_completed", due=late + HOUR),
    )
    alone = told(work, here.cleo, "c", "client_cancelled", due=late)
    (digest,) = digests(work)
    assert {a.digest, b.digest} == {digest.key}
    assert {a.due_at, b.due_at, alone.due_at, digest.due_at} == {NOON + 20 * HOUR}
    assert [each["why"] for each in a.path] == ["quiet"]
    keep_quiet(work, here.cleo, None, now=late)
    assert {a.state, b.state} == {State.PENDING}


@in_a_turn
def test_stop_takes_what_was_gathered_elsewhere_as_one(work: SqlWork) -> None:
    here = here_daily(work)
    chat = work.people.heard_at(Channel.TELEGRAM, "1001")
    assert chat
    phone = address(work, here.cleo, "+15550101", Channel.SMS)
    rows = [told(work, here.cleo, key) for key in "ab"]
    assert {row.address_id for row in rows} == {chat.id}
    stop(work, chat, "STOP", now=NOON)
    (digest,) = digests(work)
    moved = [named(work, f"{key}:{here.cleo.id}>{phone.id}") for key in "ab"]
    assert {(row.address_id, row.digest, row.state) for row in moved} == {
        (phone.id, digest.key, State.GATHERED)
    }
    assert digest.address_id == phone.id


@in_a_turn
def test_what_is_about_something_that_is_over_is_withdrawn(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    told(work, cleo, "a")
    work.outbox.withdraw(("lot", 7), ("client_credits",))
    digest = taken(work, SIX)
    assert work.outbox.gathered(digest) == []


@in_a_turn
def test_the_database_gathers_nothing_for_a_digest_that_is_not_there(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    row = told(work, cleo, "a", "client_paid")
    row.state, row.digest = State.GATHERED, "client_digest:1:nowhere"
    with pytest.raises(DBAPIError, match="no_digest"):
        work.flush()


@in_a_turn
def test_a_claim_that_nobody_ended_is_in_doubt_with_all_that_it_held(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    row = told(work, cleo, "a")
    taken(work, SIX)
    work.lanes.release(LANE, "here")
    assert work.lanes.hold(LANE, "there", SIX, forgiven=0)
    assert work.lanes.hold(LANE, "there", SIX)
    (digest,) = digests(work)
    assert named(work, row.key).state is digest.state


@in_a_turn
def test_only_what_can_wait_is_chosen_about(work: SqlWork) -> None:
    here = studio(work)
    assert choices_of(here.cleo) == [Group.AFTER, Group.MONEY, Group.OFFERS, Group.RECEIPTS, Group.REMINDERS]
    assert modes_of(here.cleo, Group.MONEY) == [Mode.AT_ONCE, Mode.DAILY]
    assert modes_of(here.ana.person, Group.MONEY) == [Mode.AT_ONCE, Mode.DAILY, Mode.OFF]
    for group, mode in ((Group.MONEY, Mode.OFF), (Group.REMINDERS, Mode.DAILY), (Group.STUDIO, Mode.OFF)):
        with pytest.raises(NotYours):
            choose(work, here.cleo, group, mode)
    with pytest.raises(NotYours):
        send_digest_at(work, here.cleo, 1440)


@pytest.mark.parametrize(
    ("after", "hour", "quiet", "due"),
    [
        ((23, 17, 59), 18, None, (23, 18)),
        ((23, 18, 0), 18, None, (24, 18)),
        ((23, 12, 0), 23, NIGHT, (24, 8)),
        ((23, 23, 30), 23, NIGHT, (24, 8)),
    ],
)
def test_the_next_digest(
    after: tuple[int, int, int], hour: int, quiet: Quiet | None, due: tuple[int, int]
) -> None:
    theirs = Habits("Europe/Lisbon", quiet, ["money"], hour * 60)
    assert next_digest(theirs, datetime(2026, 11, *after, tzinfo=UTC)) == datetime(2026, 11, *due, tzinfo=UTC)


@in_a_turn
def test_the_life_of_one_message_is_an_admins_to_see(work: SqlWork) -> None:
    here, ada = here_daily(work), person(work, "Ada", roles=Role.ADMIN)
    row = told(work, here.cleo, "a")
    life = life_of(work, ada, row.id)
    assert (life.told.channel, life.owner.id, life.deliveries) == (Channel.TELEGRAM, here.cleo.id, [])
    assert life.digest
    assert life.digest.key == row.digest
    with pytest.raises(NotYours):
        life_of(work, here.ana.person, row.id)
    with pytest.raises(NotFound):
        life_of(work, ada, row.id + 1000)


@in_a_turn
def test_what_a_digest_says_goes_elsewhere_and_never_the_digest_itself(work: SqlWork) -> None:
    cleo = here_daily(work).cleo
    told(work, cleo, "a")
    address(work, cleo, "+447700900111", Channel.SMS)
    assert not tell_elsewhere(work, digests(work)[0])
    assert len(digests(work)) == 1
