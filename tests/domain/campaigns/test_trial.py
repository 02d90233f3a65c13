"""Two texts are tried on some of a campaign's people, and the others get the one that did better."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.campaigns import follow_ups, trial
from domain.campaigns import service as campaigns
from domain.campaigns.comparing import Reason, Verdict, by_chance, verdict
from domain.campaigns.model import Campaign, Choice, Recipient, Stage, Status, Why
from domain.campaigns.steps import step
from domain.consent.service import stop
from domain.errors import Changed, NotFound, NotYours
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.people.model import Address, Person
from domain.zones import wall
from storage.work import SqlWork
from tests.domain.campaigns.test_campaigns import MOST, admin, outbox, readers, settle, written
from tests.factories import NOON
from tests.turns import in_a_turn

SECOND = "{name}, come!"
FOUR_HOURS = timedelta(hours=4)


def tried(work: SqlWork, ada: Person, share: int = 20, words: str = "Hi {name}, autumn is here") -> Campaign:
    """A draft with two texts."""
    draft = written(work, ada, words)
    campaigns.write_second(work, ada, draft.id, SECOND, most=MOST, now=NOON)
    return trial.try_on(work, ada, draft.id, draft.version, share)


def sent(work: SqlWork, ada: Person, share: int = 20) -> Campaign:
    draft = tried(work, ada, share)
    return campaigns.send(work, ada, draft.id, draft.version, above=10**6, most=MOST, now=NOON)


def sample_told(
    work: SqlWork, ada: Person, count: int = 100, share: int = 20
) -> tuple[Campaign, list[Person]]:
    people = readers(work, count)
    campaign = sent(work, ada, share)
    for _ in range(3):
        step(work, campaign.id, now=NOON)
        settle(work)
    step(work, campaign.id, now=NOON)
    return campaign, people


def answers(work: SqlWork, campaign: Campaign, half: int, count: int) -> None:
    """So many of those who got a text tap it."""
    mine = (campaign.id + Recipient.person_id) % 2 == half
    rows = work.session.scalars(select(Recipient).where(Recipient.trial, mine).limit(count)).all()
    assert len(rows) == count
    for each in rows:
        each.tapped_at = NOON
    work.flush()


def texts(work: SqlWork, campaign: Campaign) -> Counter[str]:
    """What everybody in the outbox is told."""
    rows = [work.campaigns.recipient(each.data["recipient"]) for each in outbox(work)]
    assert len(rows) == len({each.person_id for each in rows})
    return Counter(trial.text_to(work, campaign, each) for each in rows)


@in_a_turn
def test_both_texts_go_to_some_and_the_better_one_to_the_others(work: SqlWork) -> None:
    ada = admin(work)
    campaign, people = sample_told(work, ada)
    assert texts(work, campaign) == {campaign.words: 10, SECOND: 10}
    assert work.campaigns.split(campaign.id) == (20, 80)
    assert campaign.decides_at == NOON + FOUR_HOURS
    answers(work, campaign, 0, 1)
    answers(work, campaign, 1, 9)
    almost = NOON + FOUR_HOURS - timedelta(seconds=1)
    assert step(work, campaign.id, now=almost) == 0
    assert campaign.ended_at is None  # as the others wait
    for _ in range(3):
        step(work, campaign.id, now=NOON + FOUR_HOURS)
        settle(work)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    assert campaign.status is Status.FINISHED
    assert texts(work, campaign) == {campaign.words: 10, SECOND: 90}
    assert len(outbox(work)) == len(people)
    choice = work.campaigns.choice(campaign.id)
    assert choice
    assert (choice.text, choice.first_answered, choice.second_answered, choice.chosen_by) == (1, 1, 9, None)
    assert trial.judged(choice) == Verdict(1, Reason.CLEAR)
    told = select(Notification.key).where(Notification.kind == "admin_campaign_chosen")
    assert len(work.session.scalars(told).all()) == 1
    assert work.campaigns.stats(campaign.id, trial=False).delivered == 80


@in_a_turn
def test_too_few_answers_leave_it_at_the_first(work: SqlWork) -> None:
    campaign, _people = sample_told(work, admin(work))
    answers(work, campaign, 1, 4)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    choice = work.campaigns.choice(campaign.id)
    assert choice
    assert (choice.text, trial.judged(choice).reason) == (0, Reason.FEW)


@in_a_turn
def test_an_admin_need_not_wait_and_it_is_decided_once(work: SqlWork) -> None:
    ada, bea = admin(work), admin(work, "Bea")
    campaign, people = sample_told(work, ada)
    version = campaign.version
    with pytest.raises(NotYours):
        trial.choose_now(work, people[0], campaign.id, version, 1, now=NOON)
    with pytest.raises(NotFound):
        trial.choose_now(work, ada, campaign.id, version, 2, now=NOON)
    campaigns.pause(work, ada, campaign.id, now=NOON)
    with pytest.raises(Changed):
        trial.choose_now(work, ada, campaign.id, version, 1, now=NOON)
    trial.choose_now(work, ada, campaign.id, campaign.version, 1, now=NOON)
    for seen in (version, campaign.version):
        with pytest.raises(Changed):
            trial.choose_now(work, bea, campaign.id, seen, 0, now=NOON)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    assert len(outbox(work)) == 20  # it is paused
    campaigns.resume(work, ada, campaign.id, now=NOON)
    step(work, campaign.id, now=NOON)
    assert texts(work, campaign) == {campaign.words: 10, SECOND: 70}
    choice = work.campaigns.choice(campaign.id)
    assert choice
    assert (choice.text, choice.chosen_by) == (1, ada.id)


@in_a_turn
def test_one_that_is_paused_or_stopped_while_it_waits_decides_nothing(work: SqlWork) -> None:
    ada = admin(work)
    campaign, _people = sample_told(work, ada)
    campaigns.pause(work, ada, campaign.id, now=NOON)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    assert work.campaigns.choice(campaign.id) is None
    campaigns.stop(work, ada, campaign.id, now=NOON + FOUR_HOURS)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    assert work.campaigns.choice(campaign.id) is None
    assert work.campaigns.progress(campaign.id).stages[Stage.WAITING] == 80
    with pytest.raises(Changed):
        trial.choose_now(work, ada, campaign.id, campaign.version, 0, now=NOON)


@in_a_turn
def test_the_wait_begins_when_the_last_of_the_sample_was_told(work: SqlWork) -> None:
    ada, people = admin(work), readers(work, 10)
    draft = tried(work, ada, 10)
    trial.wait_for(work, ada, draft.id, draft.version, 24)
    for each in people:
        keep_quiet(work, each, Quiet(11 * 60, 13 * 60), now=NOON)
    campaign = campaigns.send(work, ada, draft.id, draft.version, above=99, most=MOST, now=NOON)
    later = NOON + timedelta(hours=1)
    step(work, campaign.id, now=NOON)
    assert (campaign.decides_at, len(outbox(work))) == (None, 0)
    step(work, campaign.id, now=later)
    settle(work)
    step(work, campaign.id, now=later)
    assert campaign.decides_at == later + timedelta(days=1)


@in_a_turn
def test_who_said_stop_or_sleeps_when_the_others_go_is_asked_about_then(work: SqlWork) -> None:
    ada = admin(work)
    campaign, people = sample_told(work, ada, count=10)
    silent, asleep = [each for each in people if not _theirs(work, campaign, each).trial][:2]
    place = work.session.scalars(select(Address).where(Address.person_id == silent.id)).one()
    stop(work, place, "/stop", now=NOON, purpose=Purpose.PROMOTIONAL)
    keep_quiet(work, asleep, Quiet(15 * 60, 18 * 60), now=NOON)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    assert (_theirs(work, campaign, silent).stage, _theirs(work, campaign, silent).why) == (
        Stage.LEFT_OUT,
        Why.OPTED_OUT,
    )
    waits = _theirs(work, campaign, asleep)
    assert (waits.stage, wall(waits.due_at, asleep.zone).hour) == (Stage.WAITING, 18)


@in_a_turn
def test_who_answers_at_an_hour_of_theirs_is_told_then_after_the_trial_too(work: SqlWork) -> None:
    ada, people = admin(work), readers(work, 10)
    for each in people:
        place = work.session.scalars(select(Address).where(Address.person_id == each.id)).one()
        place.hours = [5 if hour == 14 else 0 for hour in range(24)]
    draft = tried(work, ada)
    campaigns.write(work, ada, draft.id, draft.words, hours="best 9-20", most=MOST, now=NOON)
    campaign = campaigns.send(work, ada, draft.id, draft.version, above=99, most=MOST, now=NOON)
    theirs = NOON + timedelta(hours=14 - wall(NOON, people[0].zone).hour)
    for _ in range(2):
        step(work, campaign.id, now=theirs)
        settle(work)
    step(work, campaign.id, now=theirs + FOUR_HOURS)
    assert len(outbox(work)) == 2
    step(work, campaign.id, now=theirs + timedelta(days=1))
    assert len(outbox(work)) == 10


@in_a_turn
def test_the_database_lets_none_of_the_others_go_before_it_is_decided_and_decides_once(work: SqlWork) -> None:
    ada = admin(work)
    campaign, people = sample_told(work, ada, count=10)
    other = next(each for each in people if not _theirs(work, campaign, each).trial)
    whom = update(Recipient).where(Recipient.person_id == other.id)
    row = {
        "text": 1,
        "first_told": 1,
        "first_answered": 0,
        "second_told": 1,
        "second_answered": 1,
        "at": NOON,
    }
    halves = written(work, ada)
    for statement in (
        whom.values(stage=Stage.QUEUED),
        whom.values(trial=True),
        update(Campaign).where(Campaign.id == campaign.id).values(sample=10),
        update(Campaign).where(Campaign.id == halves.id).values(sample=10),
        update(Campaign).where(Campaign.id == halves.id).values(sample=70, trial_hours=4),
        insert(Choice).values(campaign_id=halves.id, **row),
        insert(Choice).values(campaign_id=campaign.id, **{**row, "text": 2}),
        insert(Choice).values(campaign_id=campaign.id, **{**row, "second_answered": 2}),
    ):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(statement)
    trial.choose_now(work, ada, campaign.id, campaign.version, 0, now=NOON)
    for again in (
        insert(Choice).values(campaign_id=campaign.id, **row),
        update(Choice).values(text=1),
        delete(Choice),
    ):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(again)


@in_a_turn
def test_a_trial_needs_two_texts_and_ends_with_the_second(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, 10)
    draft = written(work, ada)
    with pytest.raises(trial.NoSecondText):
        trial.try_on(work, ada, draft.id, draft.version, 10)
    draft = tried(work, ada)
    for offers, other in ((trial.try_on, 30), (trial.wait_for, 5)):
        with pytest.raises(NotFound):
            offers(work, ada, draft.id, draft.version, other)
    campaigns.write_second(work, ada, draft.id, "no", most=MOST, now=NOON)
    assert (draft.sample, draft.trial_hours) == (None, None)
    draft = tried(work, ada)
    trial.try_on(work, ada, draft.id, draft.version, 0)
    assert (draft.sample, draft.trial_hours) == (None, None)


def _theirs(work: SqlWork, campaign: Campaign, person: Person) -> Recipient:
    found = work.campaigns.of_person(campaign.id, person.id)
    assert found
    return found


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ((0, 10), (4, 10), Verdict(0, Reason.FEW)),
        ((5, 0), (5, 10), Verdict(0, Reason.FEW)),  # nobody was told the first
        ((3, 10), (3, 10), Verdict(0, Reason.ALIKE)),
        ((2, 5), (4, 10), Verdict(0, Reason.ALIKE)),  # by their share
        ((3, 10), (5, 10), Verdict(1, Reason.SLIGHT)),
        ((5, 10), (3, 11), Verdict(0, Reason.SLIGHT)),
        ((1, 10), (9, 10), Verdict(1, Reason.CLEAR)),
        ((300, 1000), (200, 1000), Verdict(0, Reason.CLEAR)),
    ],
)
def test_the_better_one_is_the_one_that_a_greater_share_answered(
    first: tuple[int, int], second: tuple[int, int], found: Verdict
) -> None:
    assert verdict(first, second) == found


def test_chance_is_fisher_s_exact_test() -> None:
    """Against the table in his book: of a tea lady's eight cups, and of convicts' brothers."""
    assert by_chance(4, 4, 0, 4) == pytest.approx(2 / 70)
    assert by_chance(10, 13, 2, 17) == pytest.approx(0.00053672, rel=1e-4)


@in_a_turn
def test_what_follows_another_is_not_tried_on_some_first(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, 10)
    draft = tried(work, ada)
    then = follow_ups.add(work, ada, draft.id, "Still time, {name}", most=MOST, now=NOON)
    campaigns.write_second(work, ada, then.id, SECOND, most=MOST, now=NOON)
    with pytest.raises(Changed):
        trial.try_on(work, ada, then.id, then.version, 10)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(update(Campaign).where(Campaign.id == then.id).values(sample=10, trial_hours=4))


@in_a_turn
def test_a_text_that_failed_and_is_tapped_in_the_inbox_counts_for_neither(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, 100)
    campaign = sent(work, ada)
    step(work, campaign.id, now=NOON)
    settle(work, State.FAILED)
    step(work, campaign.id, now=NOON)
    answers(work, campaign, 0, 3)
    step(work, campaign.id, now=NOON + FOUR_HOURS)
    choice = work.campaigns.choice(campaign.id)
    assert choice
    assert (choice.first_told, choice.first_answered) == (0, 0)
    assert len(outbox(work)) > 20
