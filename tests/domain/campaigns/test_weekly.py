"""On Monday morning admins read what campaigns did in the week before, and nothing where there was none."""

from datetime import date, timedelta

from sqlalchemy import select

from domain.base import Role
from domain.campaigns import service as campaigns
from domain.campaigns.model import Unless
from domain.campaigns.steps import step
from domain.campaigns.weekly import KIND, did, last_monday, tell_week, week_before
from domain.consent.service import stop
from domain.notifications.habits import Mode
from domain.notifications.kinds import Group
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.preferences import choices_of, choose, mode_of
from domain.people.model import Channel
from storage.work import SqlWork
from tests.domain.campaigns.test_campaigns import admin, readers, settle, started
from tests.domain.campaigns.test_sequences import THIRD, goes_on, sent
from tests.factories import NOON, client
from tests.turns import in_a_turn

ZONE = "Europe/Lisbon"
WEEK = timedelta(weeks=1)


def summaries(work: SqlWork) -> list[str]:
    return list(work.session.scalars(select(Notification.key).where(Notification.kind == KIND)))


@in_a_turn
def test_each_admin_is_told_once_of_a_week_with_a_campaign_and_of_no_other(work: SqlWork) -> None:
    ada, _bea = admin(work), admin(work, "Bea")
    people = readers(work, 4)
    monday = last_monday(NOON + WEEK, ZONE)
    assert tell_week(work, monday, ZONE, now=NOON + WEEK) == 0
    campaign = started(work, ada)
    step(work, campaign.id, now=NOON)
    settle(work, State.FAILED)
    step(work, campaign.id, now=NOON)
    for _ in range(2):
        assert tell_week(work, monday, ZONE, now=NOON + WEEK) == 2
    assert len(summaries(work)) == 2
    (found,) = work.campaigns.of_week(week_before(monday, ZONE))
    assert found is campaign
    assert work.campaigns.results([campaign.id])[campaign.id].failed == len(people)
    assert work.campaigns.of_week(week_before(monday + WEEK, ZONE)) == []


@in_a_turn
def test_a_step_that_nobody_has_come_to_is_not_among_them(work: SqlWork) -> None:
    ada, _people = admin(work), readers(work, 2)
    first, second, _third = sent(work, ada, Unless.NOTHING, Unless.NOTHING)
    week = week_before(last_monday(NOON + WEEK, ZONE), ZONE)
    goes_on(work, NOON)
    assert [(each, came.sent) for each, came in did(work, week)] == [(first, 2)]
    goes_on(work, NOON + THIRD)
    assert [each for each, _came in did(work, week)] == [first, second]


@in_a_turn
def test_one_that_goes_on_into_a_week_is_told_of_again(work: SqlWork) -> None:
    ada, people = admin(work), readers(work, 2)
    campaign = started(work, ada)
    campaigns.pause(work, ada, campaign.id, now=NOON)
    monday = last_monday(NOON + WEEK, ZONE) + WEEK
    assert work.campaigns.of_week(week_before(monday, ZONE)) == []
    campaigns.resume(work, ada, campaign.id, now=NOON + WEEK)
    step(work, campaign.id, now=NOON + WEEK)
    settle(work)
    work.flush()
    for each in people:
        theirs = work.campaigns.of_person(campaign.id, each.id)
        assert theirs
    place = work.people.heard_at(Channel.TELEGRAM, "50000")
    assert place
    step(work, campaign.id, now=NOON + WEEK)
    stop(work, place, "/stop", now=NOON + timedelta(hours=1), purpose=Purpose.PROMOTIONAL)
    came = work.campaigns.results([campaign.id])[campaign.id]
    assert (came.sent, came.failed, came.opted_out) == (2, 0, 1)


def test_a_week_ends_with_its_sunday_and_is_told_at_nine() -> None:
    monday = date(2026, 11, 23)
    nine = week_before(monday + WEEK, ZONE).start + timedelta(hours=9)
    assert last_monday(nine, ZONE) == monday
    assert last_monday(nine - timedelta(seconds=1), ZONE) == monday - WEEK
    assert last_monday(nine + timedelta(days=6), ZONE) == monday


@in_a_turn
def test_it_can_be_turned_off_by_who_is_told_it_and_is_no_choice_of_others(work: SqlWork) -> None:
    ada, cleo = admin(work), client(work, "Cleo", "1")
    assert Group.CAMPAIGNS in choices_of(ada)
    assert Group.CAMPAIGNS not in choices_of(cleo)
    ana = admin(work, "Ana")
    ana.roles = Role.TRAINER
    assert Group.CAMPAIGNS not in choices_of(ana)
    choose(work, ada, Group.CAMPAIGNS, Mode.OFF)
    assert mode_of(ada, Group.CAMPAIGNS) is Mode.OFF
