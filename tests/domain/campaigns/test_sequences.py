"""A campaign and what follows it: who gets which step and when, who does not any more, and how it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Executable, insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.campaigns import follow_ups, policy
from domain.campaigns import service as campaigns
from domain.campaigns.gate import may_hand_off
from domain.campaigns.model import Campaign, Recipient, Stage, Status, Unless, Why
from domain.campaigns.sequence import first_of, steps_of, under_way
from domain.campaigns.steps import step
from domain.consent.service import agree, stop
from domain.conversations.model import Message
from domain.errors import Changed, NotYours
from domain.family.model import Kind, SpeaksFor
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.people.model import Address, Channel, Person, Relationship
from storage.work import SqlWork
from tests.domain.campaigns.test_campaigns import HOUR, admin, reader, readers, written
from tests.factories import NOON, Studio, booking, studio
from tests.turns import in_a_turn

MOST = 10
DAY = timedelta(days=1)
THIRD = 3 * DAY


def sequence(work: SqlWork, ada: Person, *unless: Unless) -> list[Campaign]:
    """A draft, with a step after it for each of these."""
    draft = written(work, ada)
    for number, each in enumerate(unless, 2):
        made = follow_ups.add(work, ada, draft.id, f"Text {number}", most=MOST, now=NOON)
        follow_ups.spare(work, ada, made.id, each)
    return steps_of(work, draft)


def sent(work: SqlWork, ada: Person, *unless: Unless) -> list[Campaign]:
    steps = sequence(work, ada, *unless)
    campaigns.send(work, ada, steps[0].id, steps[0].version, above=100, most=MOST, now=NOON)
    return steps


def goes_on(work: SqlWork, now: datetime) -> None:
    """As the clock and the lanes would do it, until nothing more is to be done."""
    done = 1
    while done:
        work.session.execute(
            update(Notification)
            .where(Notification.kind == campaigns.KIND, Notification.state == State.PENDING)
            .values(state=State.SENT, settled_at=now)
        ).close()
        done = sum(step(work, each, now=now) for each in work.campaigns.to_see_to())


def at(work: SqlWork, campaign: Campaign, who: Person) -> Recipient | None:
    work.session.expire_all()
    return work.campaigns.of_person(campaign.id, who.id)


def became(work: SqlWork, campaign: Campaign, who: Person) -> Stage | Why | None:
    """How far it is with them, or why they are left out."""
    theirs = at(work, campaign, who)
    return (theirs.why or theirs.stage) if theirs else None


def place(work: SqlWork, who: Person) -> Address:
    found = work.session.scalars(select(Address.id).where(Address.person_id == who.id)).one()
    return work.people.address(found)


def wants_news(work: SqlWork, here: Studio) -> None:
    agree(work, place(work, here.cleo), "Yes", shown="News?", now=NOON)


@in_a_turn
def test_each_step_comes_so_many_days_after_the_person_s_own_and_it_ends_with_the_last(work: SqlWork) -> None:
    ada, (early, late) = admin(work), readers(work, 2)
    keep_quiet(work, late, Quiet(11 * 60, 13 * 60), now=NOON)
    first, second, third = sent(work, ada, Unless.BOOKED, Unless.NOTHING)
    follow = {each.id: at(work, second, each) for each in (early, late)}
    assert follow == {early.id: None, late.id: None}
    goes_on(work, NOON)
    assert [became(work, first, each) for each in (early, late)] == [Stage.SENT, Stage.WAITING]
    assert [became(work, second, each) for each in (early, late)] == [Stage.WAITING, None]
    goes_on(work, NOON + HOUR)
    assert first.status is Status.FINISHED
    assert under_way(work, first).id == second.id
    theirs = [at(work, second, each) for each in (early, late)]
    assert [each.due_at for each in theirs if each] == [NOON + THIRD, NOON + HOUR + THIRD]
    goes_on(work, NOON + THIRD - HOUR)
    assert work.campaigns.progress(second.id).stages[Stage.WAITING] == 2
    goes_on(work, NOON + THIRD)
    assert [became(work, second, each) for each in (early, late)] == [Stage.SENT, Stage.WAITING]
    goes_on(work, NOON + THIRD + HOUR)
    assert (second.status, third.status) == (Status.FINISHED, Status.RUNNING)
    goes_on(work, NOON + 2 * THIRD + HOUR)
    assert third.status is Status.FINISHED
    assert work.campaigns.to_see_to() == []
    told = work.session.scalars(select(Notification.key).where(Notification.kind == campaigns.KIND)).all()
    assert len(told) == len(set(told)) == 6


@in_a_turn
def test_who_booked_at_the_last_moment_is_spared(work: SqlWork) -> None:
    ada, here = admin(work), studio(work)
    wants_news(work, here)
    _first, second = sent(work, ada, Unless.BOOKED)
    goes_on(work, NOON)
    step(work, second.id, now=NOON + THIRD)
    row = work.session.scalars(
        select(Notification).where(Notification.subject_id == second.id, Notification.kind == campaigns.KIND)
    ).one()
    booking(work, here.cleo, here.training, NOON + 9 * DAY, now=NOON + THIRD - timedelta(minutes=1))
    assert may_hand_off(work, row, place(work, here.cleo), now=NOON + THIRD) == Why.BOOKED


@in_a_turn
@pytest.mark.parametrize("unless", list(Unless))
@pytest.mark.parametrize("did", ["booked before", "booked", "booked for a child", "tapped", "wrote", "left"])
def test_what_ends_it_for_somebody(work: SqlWork, unless: Unless, did: str) -> None:
    ada, here = admin(work), studio(work)
    wants_news(work, here)
    pair = Relationship(client_id=here.cleo.id, trainer_id=here.ana.id, since=NOON)
    work.add(pair)
    work.flush()
    first, second = sent(work, ada, unless)
    goes_on(work, NOON)
    later = NOON + DAY
    match did:
        case "booked before" | "booked":
            made_at = later if did == "booked" else NOON - DAY
            booking(work, here.cleo, here.training, NOON + 9 * DAY, now=made_at)
        case "booked for a child":
            work.add(
                SpeaksFor(
                    speaker_id=here.cleo.id,
                    person_id=here.sam.id,
                    kind=Kind.CHILD,
                    since=NOON,
                    agreed_at=NOON,
                )
            )
            booking(work, here.sam, here.training, NOON + 9 * DAY, now=later)
        case "tapped":
            theirs = at(work, first, here.cleo)
            assert theirs
            theirs.tapped_at = later
        case "wrote":
            work.add(Message(relationship_id=pair.id, author_id=here.cleo.id, text="Is it warm?", at=later))
        case "left":
            cleos = place(work, here.cleo)
            stop(work, cleos, "/stop", now=later, purpose=Purpose.PROMOTIONAL)
            agree(work, cleos, "Yes", shown="News?", now=later)
    work.flush()
    goes_on(work, NOON + THIRD)
    booked = {Unless.BOOKED: Why.BOOKED, Unless.ANSWERED: Why.BOOKED}.get(unless, Stage.SENT)
    answered = Why.ANSWERED if unless is Unless.ANSWERED else Stage.SENT
    assert became(work, second, here.cleo) == {
        "booked before": Stage.SENT,
        "booked": booked,
        "booked for a child": booked,
        "tapped": answered,
        "wrote": answered,
        "left": Why.OPTED_OUT,
    }[did]  # fmt: skip


@in_a_turn
def test_who_says_stop_gets_no_step_that_is_left(work: SqlWork) -> None:
    ada, here = admin(work), readers(work, 2)
    _first, second, third = sent(work, ada, Unless.NOTHING, Unless.NOTHING)
    goes_on(work, NOON)
    stop(work, place(work, here[0]), "STOP", now=NOON + DAY)
    goes_on(work, NOON + THIRD)
    goes_on(work, NOON + 2 * THIRD)
    assert [became(work, second, each) for each in here] == [Why.OPTED_OUT, Stage.SENT]
    assert [became(work, third, each) for each in here] == [None, Stage.SENT]
    assert third.status is Status.FINISHED


@in_a_turn
def test_what_pauses_or_stops_takes_what_follows_with_it(work: SqlWork) -> None:
    ada, _people = admin(work), readers(work, 2)
    steps = sent(work, ada, Unless.NOTHING, Unless.NOTHING)
    first, second, third = steps

    def states() -> list[Status]:
        work.session.expire_all()
        return [each.status for each in steps]

    goes_on(work, NOON)
    campaigns.pause(work, ada, first.id, now=NOON)  # which is over
    assert states() == [Status.FINISHED, Status.PAUSED, Status.PAUSED]
    goes_on(work, NOON + THIRD)
    assert work.campaigns.progress(second.id).stages[Stage.WAITING] == 2
    campaigns.resume(work, ada, second.id, now=NOON + THIRD)
    goes_on(work, NOON + THIRD)
    assert states() == [Status.FINISHED, Status.FINISHED, Status.RUNNING]
    campaigns.stop(work, ada, third.id, now=NOON + THIRD)
    goes_on(work, NOON + 2 * THIRD)
    assert work.campaigns.progress(third.id).stages[Stage.WAITING] == 2
    assert under_way(work, first).status is Status.STOPPED

    again = sent(work, ada, Unless.NOTHING)
    campaigns.stop(work, ada, again[0].id, now=NOON)
    assert {each.status for each in again} == {Status.STOPPED}


@in_a_turn
def test_a_second_admin_approves_all_of_its_texts_at_once(work: SqlWork) -> None:
    ada, bea = admin(work), admin(work, "Bea")
    readers(work, 2)
    steps = sequence(work, ada, Unless.BOOKED)
    first, second = steps
    seen = first.version
    campaigns.write(work, ada, second.id, "Other words", most=MOST, now=NOON)
    with pytest.raises(Changed):
        campaigns.send(work, ada, first.id, seen, above=1, most=MOST, now=NOON)
    with pytest.raises(Changed):
        campaigns.send(work, ada, second.id, second.version, above=100, most=MOST, now=NOON)
    with pytest.raises(policy.BannedWord):
        campaigns.send(work, ada, first.id, first.version, above=1, banned=["other"], most=MOST, now=NOON)
    campaigns.send(work, ada, first.id, first.version, above=1, most=MOST, now=NOON)
    work.flush()
    assert {each.status for each in steps} == {Status.AWAITING}
    changes: list[Callable[[], object]] = [
        lambda: campaigns.write(work, ada, second.id, "Worse words", most=MOST, now=NOON),
        lambda: follow_ups.wait(work, ada, second.id, 5),
        lambda: follow_ups.remove(work, ada, second.id),
    ]
    for change in changes:
        with pytest.raises(campaigns.NotADraft):
            change()
    campaigns.take_back(work, bea, first.id, first.version, now=NOON)
    work.flush()
    campaigns.send(work, ada, first.id, first.version, above=1, most=MOST, now=NOON)
    campaigns.approve(work, bea, first.id, first.version, most=MOST, now=NOON)
    assert [(each.status, each.approved_by) for each in steps] == [(Status.RUNNING, bea.id)] * 2


@in_a_turn
def test_steps_are_added_changed_and_taken_out_while_it_is_a_draft(work: SqlWork) -> None:
    ada, cleo = admin(work), reader(work, "Cleo", "1")
    blank = campaigns.begin(work, ada, now=NOON)
    with pytest.raises(campaigns.NoWords):
        follow_ups.add(work, ada, blank.id, "And?", most=MOST, now=NOON)
    with pytest.raises(policy.Shouting), work.session.begin_nested():
        follow_ups.add(work, ada, written(work, ada).id, "COME COME COME NOW", most=MOST, now=NOON)
    steps = sequence(work, ada, *[Unless.BOOKED] * 4)
    with pytest.raises(follow_ups.TooManySteps):
        follow_ups.add(work, ada, steps[0].id, "And?", most=MOST, now=NOON)
    for days in (0, 31):
        with pytest.raises(follow_ups.BadDays):
            follow_ups.wait(work, ada, steps[1].id, days)
    with pytest.raises(Changed):
        follow_ups.wait(work, ada, steps[0].id, 2)
    with pytest.raises(NotYours):
        follow_ups.remove(work, cleo, steps[1].id)
    follow_ups.remove(work, ada, steps[1].id)
    follow_ups.remove(work, ada, steps[4].id)
    assert [each.id for each in steps_of(work, steps[0])] == [steps[each].id for each in (0, 2, 3)]
    assert first_of(work, steps[3]).id == steps[0].id
    assert steps[0].id in {each.id for each in work.campaigns.latest(limit=9)}
    assert not {each.id for each in steps[1:]} & {each.id for each in work.campaigns.latest(limit=9)}
    campaigns.discard(work, ada, steps[0].id)
    assert work.session.scalars(select(Campaign.id).where(Campaign.follows.is_not(None))).all() == []


@in_a_turn
def test_at_most_so_many_are_told_what_follows(work: SqlWork) -> None:
    ada, here = admin(work), studio(work)
    wants_news(work, here)
    draft = written(work, ada)
    second = follow_ups.add(work, ada, draft.id, "Hi {name}, and?", most=MOST, now=NOON)
    nameless = reader(work, "+15550100", "7")
    campaigns.write(work, ada, draft.id, "Hi there", most=MOST, now=NOON)
    found = campaigns.audience(work, draft, most=MOST, now=NOON)
    at_most = follow_ups.reached_at_most(found, second)
    assert {each.who.person_id for each in found.told} == {here.cleo.id, nameless.id}
    assert [each.who.person_id for each in at_most.told] == [here.cleo.id]
    with pytest.raises(campaigns.NoValue):
        campaigns.write(work, ada, second.id, "Hi {name}, still?", most=MOST, now=NOON)


@in_a_turn
def test_the_database_holds_the_order_of_the_steps(work: SqlWork) -> None:
    ada, (one, other) = admin(work), readers(work, 2)
    first, second = sent(work, ada, Unless.BOOKED)
    drafts = sequence(work, ada, Unless.BOOKED)
    step(work, first.id, now=NOON)

    def gets(campaign: Campaign, who: Person, due: datetime) -> Executable:
        row = {"campaign_id": campaign.id, "person_id": who.id, "due_at": due}
        return insert(Recipient).values(row | {"stage": Stage.LEFT_OUT, "why": Why.BOOKED})

    wrong: list[Executable] = [
        update(Campaign).where(Campaign.id == drafts[0].id).values(follows=drafts[1].id),
        update(Campaign).where(Campaign.id == drafts[1].id).values(follows=drafts[1].id),
        update(Campaign).where(Campaign.id == drafts[1].id).values(follows=first.id),  # one has followed it
        update(Campaign).where(Campaign.id == drafts[1].id).values(days=0),
        update(Campaign).where(Campaign.id == drafts[1].id).values(unless=None),
        update(Campaign).where(Campaign.id == drafts[1].id).values(follows=None),
        update(Campaign).where(Campaign.id == second.id).values(days=1),
        update(Campaign).where(Campaign.id == second.id).values(unless=Unless.NOTHING),
        update(Campaign).where(Campaign.id == second.id).values(status=Status.FINISHED, ended_at=NOON),
        update(Campaign)
        .where(Campaign.id == drafts[1].id)
        .values(status=Status.RUNNING, started_at=NOON, sent_by=ada.id),
        gets(second, one, NOON + THIRD),  # who has not had the first yet
        gets(first, admin(work, "Bea"), NOON),
    ]
    for statement in wrong:
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(statement)
    goes_on(work, NOON)
    theirs = at(work, second, one)
    assert theirs
    assert at(work, second, other)
    sooner = update(Recipient).where(Recipient.id == theirs.id).values(due_at=NOON + DAY)
    for statement in (gets(second, one, NOON + THIRD), sooner):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(statement)


@in_a_turn
def test_nobody_is_told_two_steps_on_one_day(work: SqlWork) -> None:
    """Nor where the row is written too early by mistake."""
    ada, (one,) = admin(work), readers(work, 1)
    first, second = sequence(work, ada, Unless.BOOKED)
    follow_ups.wait(work, ada, second.id, 1)
    campaigns.send(work, ada, first.id, first.version, above=100, most=MOST, now=NOON)
    step(work, first.id, now=NOON)
    work.session.execute(
        update(Recipient)
        .where(Recipient.campaign_id == first.id)
        .values(stage=Stage.SENT, handed_at=NOON, until=NOON + THIRD)
    )
    row = {"campaign_id": second.id, "person_id": one.id, "stage": Stage.LEFT_OUT, "why": Why.BOOKED}
    for early in (NOON, NOON + DAY - timedelta(seconds=1)):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(insert(Recipient).values(**row, due_at=early))
    work.session.execute(insert(Recipient).values(**row, due_at=NOON + DAY))


@in_a_turn
def test_an_address_that_died_meanwhile_is_told_nothing_more(work: SqlWork) -> None:
    ada, (one,) = admin(work), readers(work, 1)
    _first, second = sent(work, ada, Unless.NOTHING)
    goes_on(work, NOON)
    there = work.people.heard_at(Channel.TELEGRAM, "50000")
    assert there
    there.dead_at = NOON + DAY
    work.flush()
    goes_on(work, NOON + THIRD)
    assert became(work, second, one) is Why.UNREACHED


@in_a_turn
def test_only_the_whole_is_approved_and_taken_back(work: SqlWork) -> None:
    ada, bea = admin(work), admin(work, "Bea")
    readers(work, 3)
    first, second = sequence(work, ada, Unless.NOTHING)
    campaigns.send(work, ada, first.id, first.version, above=1, most=MOST, now=NOON)
    with pytest.raises(Changed):
        campaigns.approve(work, bea, second.id, second.version, most=MOST, now=NOON)
    with pytest.raises(Changed):
        campaigns.take_back(work, bea, second.id, second.version, now=NOON)
    assert {first.status, second.status} == {Status.AWAITING}


@pytest.mark.parametrize(("words", "days"), [("5", 5), ("12 days", 12), (" 1 día", 1)])
def test_days_are_read(words: str, days: int) -> None:
    assert follow_ups.read_days(words) == days


@pytest.mark.parametrize("words", ["", "soon", "-1", "0", "31", "3.5", "1000", "²"])
def test_what_is_no_number_of_days_is_said_so(words: str) -> None:
    with pytest.raises(follow_ups.BadDays):
        follow_ups.read_days(words)
