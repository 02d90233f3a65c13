"""A campaign from a draft to its end: who gets it and who not, a second admin, and its states."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.campaigns import names, policy, segments, tells
from domain.campaigns import service as campaigns
from domain.campaigns.fields import Field, UnknownField, filled
from domain.campaigns.model import Campaign, Recipient, Stage, Status, Why
from domain.campaigns.rules import FOLLOWS
from domain.campaigns.segment import Segment
from domain.campaigns.steps import AHEAD, step
from domain.consent.service import agree, stop
from domain.errors import Changed, NotYours
from domain.notifications import quiet
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.preferences import keep_quiet
from domain.notifications.quiet import Quiet
from domain.people import labels
from domain.people.model import Address, Channel, ClientTag, Level, Person, Relationship
from domain.zones import wall
from storage.work import SqlWork
from tests.factories import NOON, address, client, person, studio
from tests.turns import in_a_turn

MOST, ABOVE = 3, 5
HOUR = timedelta(hours=1)


def admin(work: SqlWork, name: str = "Ada") -> Person:
    return address(work, person(work, name, roles=Role.ADMIN), f"U{name.upper()}", Channel.SLACK).person


def reader(work: SqlWork, name: str, external_id: str) -> Person:
    """Who asked for news."""
    somebody = client(work, name, external_id)
    agree(work, work.people.heard_at(Channel.TELEGRAM, external_id), "Yes", shown="News?", now=NOON)  # type: ignore[arg-type]
    return somebody


def readers(work: SqlWork, count: int) -> list[Person]:
    return [reader(work, f"Reader {number}", f"5{number:04}") for number in range(count)]


def written(work: SqlWork, ada: Person, words: str = "Hi {name}, autumn is here") -> Campaign:
    draft = campaigns.begin(work, ada, now=NOON)
    return campaigns.write(work, ada, draft.id, words, most=MOST, now=NOON)


def started(work: SqlWork, ada: Person) -> Campaign:
    draft = written(work, ada)
    return campaigns.send(work, ada, draft.id, draft.version, above=100, most=MOST, now=NOON)


def outbox(work: SqlWork) -> list[Notification]:
    return list(
        work.session.scalars(
            select(Notification).where(Notification.kind == campaigns.KIND).order_by(Notification.id)
        )
    )


def settle(work: SqlWork, state: State = State.SENT, problem: str | None = None) -> None:
    """As a lane would."""
    work.session.execute(
        update(Notification)
        .where(Notification.kind == campaigns.KIND, Notification.state == State.PENDING)
        .values(state=state, problem=problem, settled_at=NOON)
    )


@in_a_turn
def test_each_person_is_counted_once_with_the_first_reason_that_holds(work: SqlWork) -> None:
    ada = admin(work)
    reader(work, "Now", "1")
    later, tired, left = (reader(work, name, str(n)) for n, name in enumerate(("Later", "Tired", "Left"), 2))
    client(work, "Silent", "5")
    person(work, "Nowhere")
    gone = reader(work, "Gone", "7")
    keep_quiet(work, later, Quiet(11 * 60, 13 * 60), now=NOON)
    stop(work, work.people.heard_at(Channel.TELEGRAM, "4"), "/stop", now=NOON, purpose=Purpose.PROMOTIONAL)  # type: ignore[arg-type]
    stop(work, work.people.heard_at(Channel.TELEGRAM, "7"), "STOP", now=NOON)  # type: ignore[arg-type]
    place = work.people.heard_at(Channel.TELEGRAM, "3")
    assert place
    for number in range(MOST):
        work.add(
            Notification(
                key=str(number),
                kind="reminder_1h",
                address_id=place.id,
                lane=place.lane,
                due_at=NOON,
                state=State.SENT,
                settled_at=NOON - HOUR,
            )
        )
    work.flush()
    found = campaigns.audience(work, written(work, ada), most=MOST, now=NOON)
    assert [each.who.name for each in found.now] == ["Now"]
    assert [(each.who.name, each.due) for each in found.later] == [("Later", NOON + HOUR)]
    assert {each.who.person_id: each.why for each in found.out if each.who.name != "Silent"} == {
        tired.id: Why.OVER_BUDGET,
        left.id: Why.OPTED_OUT,
        gone.id: Why.OPTED_OUT,
        **{each.who.person_id: Why.UNREACHED for each in found.out if each.who.name == "Nowhere"},
    }
    assert found.size == len(work.campaigns.people(Segment(), now=NOON)) == 7
    assert found.reasons() == [
        (Why.UNREACHED, 1), (Why.OPTED_OUT, 2), (Why.NOT_ASKED, 1), (Why.OVER_BUDGET, 1)
    ]  # fmt: skip


@in_a_turn
def test_a_field_that_is_unknown_or_would_be_empty_stops_the_text(work: SqlWork) -> None:
    ada, _cleo = admin(work), reader(work, "Cleo", "1")
    draft = campaigns.begin(work, ada, now=NOON)
    for words in ("Hi {nme}", "Hi {}", "Hi {name", "Hi }"):
        with pytest.raises(UnknownField):
            campaigns.write(work, ada, draft.id, words, most=MOST, now=NOON)
    with pytest.raises(campaigns.NoValue) as lacking:
        campaigns.write(work, ada, draft.id, "Hi {name}, {trainer} is back", most=MOST, now=NOON)
    assert lacking.value.facts == {"field": "{trainer}", "names": "Cleo"}
    assert filled("Hi { nombre }, {name}!", {Field.NAME: "Cleo"}) == "Hi Cleo, Cleo!"


@in_a_turn
def test_a_segment_is_what_all_of_its_parts_hold_for(work: SqlWork) -> None:
    ada, here = admin(work), studio(work)
    work.add(Relationship(client_id=here.cleo.id, trainer_id=here.ana.id, since=NOON))
    here.cleo.locale = "es"
    work.flush()
    draft = campaigns.begin(work, ada, now=NOON)

    def names() -> list[str]:
        people = work.campaigns.people(Segment.of(draft.segment), now=NOON)
        return [each.name for each in people]

    assert names() == ["Cleo", "Sam", "Mallory"]
    campaigns.choose(work, ada, draft.id, draft.version, trainer=here.ana.id)
    assert names() == ["Cleo"]
    campaigns.choose(work, ada, draft.id, draft.version, language="en")
    assert names() == []
    segments.save(work, ada, draft.id, "Ana's", now=NOON)
    campaigns.choose(work, ada, draft.id, draft.version, trainer=here.ana.id)
    assert names() == ["Sam", "Mallory"]
    with pytest.raises(Changed):
        campaigns.choose(work, ada, draft.id, draft.version - 1, language="en")
    with pytest.raises(NotYours):
        campaigns.choose(work, here.cleo, draft.id, draft.version, language="en")
    with pytest.raises(NotYours):
        tells.test(work, here.cleo, draft, now=NOON)


@in_a_turn
def test_a_level_and_a_tag_are_what_a_segment_asks_for(work: SqlWork) -> None:
    ada, here = admin(work), studio(work)
    work.add(Relationship(client_id=here.cleo.id, trainer_id=here.ana.id, since=NOON))
    work.flush()
    ana = here.ana.person
    assert labels.tag(work, ana, here.cleo, " Morning Group!", now=NOON) == "morning-group"
    labels.tag(work, ana, here.cleo, "morning-group", now=NOON)
    labels.tag(work, ada, here.sam, "morning group", now=NOON)
    labels.set_level(work, ana, here.cleo, Level.ADVANCED, now=NOON)
    for who, whom in ((ana, here.sam), (here.cleo, here.cleo)):
        with pytest.raises(NotYours):
            labels.tag(work, who, whom, "vip", now=NOON)
    for words in ("", "!", "x" * 21, "a/b"):
        with pytest.raises(labels.BadTag):
            labels.tag(work, ada, here.cleo, words, now=NOON)

    def names(**part: object) -> list[str]:
        found = work.campaigns.people(Segment.of(Segment().toggled(**part).kept()), now=NOON)
        return [each.name for each in found]

    assert names(tag="morning-group") == ["Cleo", "Sam"]
    assert names(level=Level.ADVANCED) == ["Cleo"]
    assert names(level=Level.BEGINNER) == []
    labels.untag(work, ada, here.sam, "Morning group")
    assert labels.set_level(work, ana, here.cleo, Level.ADVANCED, now=NOON) is None
    assert (names(tag="morning-group"), names(level=Level.ADVANCED)) == (["Cleo"], [])
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(insert(ClientTag).values(person_id=ada.id, tag="VIP", said_by=1, said_at=NOON))


@in_a_turn
def test_half_of_them_get_a_second_text_always_the_same_half(work: SqlWork) -> None:
    ada, people = admin(work), readers(work, 6)
    draft, second = written(work, ada), "{name}, come!"
    with pytest.raises(campaigns.TheSameText):
        campaigns.write_second(work, ada, draft.id, draft.words, most=MOST, now=NOON)
    with pytest.raises(policy.Shouting):
        campaigns.write_second(work, ada, draft.id, "AUTUMN IS HERE NOW", most=MOST, now=NOON)
    campaigns.write_second(work, ada, draft.id, second, most=MOST, now=NOON)
    told = [draft.words_for(each.id) for each in people]
    assert sorted(told) == sorted([draft.words, second] * 3)
    campaigns.send(work, ada, draft.id, draft.version, above=10, most=MOST, now=NOON)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(update(Campaign).values(second_words="Another"))
    for _ in range(2):
        step(work, draft.id, now=NOON)
        settle(work)
    for each in [each.id for each in people if draft.words_for(each.id) == second][:2]:
        theirs = work.campaigns.of_person(draft.id, each)
        assert theirs
        theirs.tapped_at = NOON
    work.flush()
    assert [work.campaigns.stats(draft.id, half).tapped for half in (0, 1)] == [0, 2]
    assert [work.campaigns.stats(draft.id, half).delivered for half in (0, 1)] == [3, 3]
    assert len(outbox(work)) == len(people)  # each once, whichever it is


@in_a_turn
def test_a_word_that_was_banned_meanwhile_stops_it_before_it_starts(work: SqlWork) -> None:
    ada, bea = admin(work), admin(work, "Bea")
    readers(work, 2)
    draft = written(work, ada)
    with pytest.raises(policy.BannedWord):
        campaigns.send(work, ada, draft.id, draft.version, above=5, banned=["autumn"], most=MOST, now=NOON)
    asked = campaigns.send(work, ada, draft.id, draft.version, above=1, most=MOST, now=NOON)
    with pytest.raises(policy.BannedWord):
        campaigns.approve(work, bea, asked.id, asked.version, banned=["autumn"], most=MOST, now=NOON)
    assert asked.status is Status.AWAITING


@in_a_turn
def test_saved_people_are_named_anew_and_deleted(work: SqlWork) -> None:
    ada, cleo = admin(work), reader(work, "Cleo", "1")
    draft = written(work, ada)
    saved, other = (segments.save(work, ada, draft.id, name, now=NOON) for name in ("Here", "There"))
    with pytest.raises(segments.NameTaken):
        segments.rename(work, ada, saved.id, "There")
    assert segments.rename(work, ada, saved.id, "Everywhere").name == "Everywhere"
    with pytest.raises(NotYours):
        segments.delete(work, cleo, other.id)
    segments.delete(work, ada, other.id)
    assert [each.name for each in work.campaigns.segments()] == ["Everywhere"]


@in_a_turn
def test_a_large_one_needs_another_admin(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, ABOVE + 1)
    draft = written(work, ada)
    with pytest.raises(campaigns.NoSecond):
        campaigns.send(work, ada, draft.id, draft.version, above=ABOVE, most=MOST, now=NOON)
    bea = admin(work, "Bea")
    asked = campaigns.send(work, ada, draft.id, draft.version, above=ABOVE, most=MOST, now=NOON)
    assert asked.status.value == "awaiting"
    with pytest.raises(campaigns.TheSame):
        campaigns.approve(work, ada, asked.id, asked.version, most=MOST, now=NOON)
    with pytest.raises(campaigns.NotADraft):
        campaigns.write(work, bea, asked.id, "Other words", most=MOST, now=NOON)
    drawn = asked.version
    campaigns.approve(work, bea, asked.id, drawn, most=MOST, now=NOON)
    with pytest.raises(Changed) as again:  # a second press has the card as it stands now
        campaigns.approve(work, bea, asked.id, drawn, most=MOST, now=NOON)
    assert again.value.subject == ("campaign", asked.id)
    assert asked.started_at == NOON
    behind = update(Campaign).values(approved_by=Campaign.sent_by)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(behind)


@in_a_turn
def test_it_goes_into_the_outbox_by_steps_and_finishes_when_nobody_waits(work: SqlWork) -> None:
    ada = admin(work)
    people = readers(work, AHEAD + 10)
    campaign = started(work, ada)
    assert step(work, campaign.id, now=NOON) == AHEAD
    assert step(work, campaign.id, now=NOON) == 0  # there is no room before some of them went
    settle(work)
    step(work, campaign.id, now=NOON)
    assert len(outbox(work)) == len(people)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        force(work, campaign.id, Status.FINISHED)
    settle(work)
    step(work, campaign.id, now=NOON)
    assert campaign.status is Status.FINISHED
    assert work.campaigns.progress(campaign.id).stages[Stage.SENT] == len(people)
    assert [row.data["recipient"] for row in outbox(work)] == sorted(
        row.data["recipient"] for row in outbox(work)
    )


@in_a_turn
def test_who_said_stop_meanwhile_is_left_out_and_what_was_stopped_is_withdrawn(work: SqlWork) -> None:
    ada = admin(work)
    readers(work, AHEAD + 5)
    campaign = started(work, ada)
    step(work, campaign.id, now=NOON)
    first = work.people.heard_at(Channel.TELEGRAM, "50000")
    assert first
    stop(work, first, "/stop", now=NOON, purpose=Purpose.PROMOTIONAL)
    step(work, campaign.id, now=NOON)
    step(work, campaign.id, now=NOON)
    left = work.campaigns.of_person(campaign.id, first.person_id)
    assert left
    assert (left.stage, left.why) == (Stage.LEFT_OUT, Why.OPTED_OUT)
    campaigns.pause(work, ada, campaign.id, now=NOON)
    work.session.execute(update(Notification).values(state=State.SENT, settled_at=NOON))
    step(work, campaign.id, now=NOON)
    assert work.campaigns.queued(campaign.id) == []  # it plans nothing while it rests
    campaigns.resume(work, ada, campaign.id, now=NOON)
    step(work, campaign.id, now=NOON)
    assert work.campaigns.queued(campaign.id) != []
    campaigns.stop(work, ada, campaign.id, now=NOON)
    assert [row for row in outbox(work) if row.state is State.PENDING] == []
    step(work, campaign.id, now=NOON)
    assert work.campaigns.to_see_to() == []
    assert campaign.status is Status.STOPPED


@in_a_turn
def test_nobody_is_in_it_twice_and_it_is_frozen_once_it_has_started(work: SqlWork) -> None:
    ada, cleo = admin(work), reader(work, "Cleo", "1")
    campaign = started(work, ada)
    theirs = work.campaigns.of_person(campaign.id, cleo.id)
    assert theirs
    other = person(work, "Late")
    for statement in (
        insert(Recipient).values(**twice(campaign.id, cleo.id)),
        insert(Recipient).values(**twice(campaign.id, other.id)),  # nor is anybody added
        update(Recipient).values(person_id=ada.id),
        update(Recipient).values(consent_id=None),
        update(Recipient).values(stage=Stage.SENT),
        update(Campaign).values(words="Other words"),
        update(Campaign).values(status=Status.DRAFT),
        update(Campaign).values(opens=0),
    ):
        with pytest.raises(DBAPIError), work.session.begin_nested():
            work.session.execute(statement)


@in_a_turn
@pytest.mark.parametrize("before", list(Status))
def test_the_database_lets_it_go_its_way_and_no_other(work: SqlWork, before: Status) -> None:
    ada = admin(work)
    way = {
        Status.DRAFT: [], Status.AWAITING: [Status.AWAITING], Status.RUNNING: [Status.RUNNING],
        Status.PAUSED: [Status.RUNNING, Status.PAUSED], Status.FINISHED: [Status.RUNNING, Status.FINISHED],
        Status.STOPPED: [Status.RUNNING, Status.STOPPED],
    }  # fmt: skip
    for after in set(Status) - {before}:
        campaign = Campaign(made_by=ada.id, made_at=NOON, words="Hi", sent_by=ada.id)
        work.add(campaign)
        work.flush()
        for each in way[before]:
            force(work, campaign.id, each)
        if after in FOLLOWS[before]:
            force(work, campaign.id, after)
        else:
            with pytest.raises(DBAPIError), work.session.begin_nested():
                force(work, campaign.id, after)


def twice(campaign: int, somebody: int) -> dict[str, object]:
    row = {"campaign_id": campaign, "person_id": somebody, "due_at": NOON}
    return row | {"stage": Stage.LEFT_OUT, "why": Why.OPTED_OUT}


def force(work: SqlWork, campaign: int, status: Status) -> None:
    """With the times that belong to a state, so that only the step itself can be refused."""
    begun = status not in (Status.DRAFT, Status.AWAITING)
    over = status in (Status.FINISHED, Status.STOPPED)
    values = {"started_at": NOON if begun else None, "ended_at": NOON if over else None}
    work.session.execute(
        update(Campaign).where(Campaign.id == campaign).values(status=status, **values)
    ).close()


@in_a_turn
def test_at_best_each_is_told_in_the_hour_in_which_they_mostly_answer(work: SqlWork) -> None:
    ada = admin(work)
    early, late, night, unknown = readers(work, 4)
    for who, hour in ((early, 9), (late, 18), (night, 23)):
        place = work.session.scalars(select(Address).where(Address.person_id == who.id)).one()
        place.hours = [5 if each == hour else 0 for each in range(24)]
    draft = written(work, ada)
    campaigns.write(work, ada, draft.id, draft.words, hours="best 9-20", most=MOST, now=NOON)
    found = campaigns.audience(work, draft, most=MOST, now=NOON)
    assert [each.who.person_id for each in found.now] == [night.id, unknown.id]  # 23:00 is too late for any
    later = {each.who.person_id: each.due for each in found.later if each.due and each.at_best}
    assert {who: wall(due, "Europe/Lisbon").hour for who, due in later.items()} == {early.id: 9, late.id: 18}
    campaigns.send(work, ada, draft.id, draft.version, above=100, most=MOST, now=NOON)
    step(work, draft.id, now=NOON)
    assert [row.path for row in outbox(work)] == [[], []]
    step(work, draft.id, now=later[late.id])
    assert outbox(work)[-1].path == [quiet.step(quiet.Why.BEST, since=later[late.id])]


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("9-20", (540, 1200, False)),
        ("best", (540, 1200, True)),
        ("Best 10-18", (600, 1080, True)),
        ("mejor 9-20", (540, 1200, True)),
    ],
)
def test_hours_are_read(words: str, hours: tuple[int, int, bool]) -> None:
    read = campaigns.read_hours(words)
    assert (read.opens, read.closes, read.at_best) == hours


@in_a_turn
def test_each_campaign_has_a_name_of_its_own_or_none(work: SqlWork) -> None:
    ada = admin(work)
    first = campaigns.begin(work, ada, name="Autumn", now=NOON)
    for _ in range(2):
        campaigns.begin(work, ada, now=NOON)
    with pytest.raises(names.NameTaken) as taken:
        campaigns.begin(work, ada, name=" autumn", now=NOON)
    assert taken.value.facts == {"name": "autumn", "other": "autumn 2"}
    second = campaigns.begin(work, ada, name="autumn 2", now=NOON)
    work.flush()
    with pytest.raises(names.NameTaken) as taken:
        campaigns.write(work, ada, second.id, "Hi", name="Autumn", most=MOST, now=NOON)
    assert taken.value.facts["other"] == "Autumn 2"  # which is its own
    campaigns.write(work, ada, first.id, "Hi", name="Autumn", most=MOST, now=NOON)
    with pytest.raises(DBAPIError), work.session.begin_nested():
        work.session.execute(update(Campaign).where(Campaign.id == second.id).values(name="Autumn"))
