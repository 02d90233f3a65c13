"""Whom we know, where they are reached, and in which order."""

from datetime import timedelta

import pytest

from domain.base import Role
from domain.errors import NotFound
from domain.people.model import Channel, Invitation, Person, Relationship
from storage.work import SqlWork
from tests.factories import NOON, address, client, person, trainer
from tests.turns import in_a_turn


def reached(work: SqlWork, whom: Person, role: Role) -> int | None:
    place = work.people.reach(whom.id, role)
    return place.address_id if place else None


@in_a_turn
def test_an_address_comes_with_its_person(work: SqlWork) -> None:
    cleo = client(work)
    work.session.expunge_all()
    heard = work.people.heard_at(Channel.TELEGRAM, "1001")
    assert heard
    assert (heard.person.id, work.people.address(heard.id).person.name) == (cleo.id, "Cleo")
    assert work.people.heard_at(Channel.SMS, "1001") is None


@in_a_turn
def test_people_keep_what_they_are(work: SqlWork) -> None:
    both = person(work, "Ada", roles=Role.ADMIN | Role.TRAINER)
    work.session.expunge_all()
    found = work.people.person(both.id)
    assert (found.roles, found.created_at, found.created_at.utcoffset()) == (
        Role.ADMIN | Role.TRAINER,
        NOON,
        timedelta(),
    )


@in_a_turn
def test_a_trainer_is_reached_in_slack_and_a_client_on_the_phone(work: SqlWork) -> None:
    both = person(work)
    at = {
        channel: address(work, both, f"at {channel}", channel)
        for channel in (Channel.SMS, Channel.SLACK, Channel.TELEGRAM)
    }
    assert reached(work, both, Role.TRAINER) == at[Channel.SLACK].id
    assert reached(work, both, Role.CLIENT) == at[Channel.TELEGRAM].id


@in_a_turn
def test_nobody_is_reached_where_they_blocked_us(work: SqlWork) -> None:
    cleo = person(work)
    address(work, cleo, "1001").dead_at = NOON
    phone = address(work, cleo, "+447700900123", Channel.SMS)
    assert reached(work, cleo, Role.CLIENT) == phone.id
    phone.dead_at = NOON
    work.flush()
    assert reached(work, cleo, Role.CLIENT) is None


@in_a_turn
def test_relationships_are_found_by_pair_and_newest_first(work: SqlWork) -> None:
    cleo, ana, tom = client(work), trainer(work, "Ana"), trainer(work, "Tom")
    pairs = [Relationship(client_id=cleo.id, trainer_id=each.id, since=NOON) for each in (ana, tom)]
    work.add(*pairs)
    work.flush()
    assert work.people.relationship(cleo.id, ana.id) is pairs[0]
    assert work.people.relationship(ana.person_id, tom.id) is None
    assert [each.trainer_id for each in work.people.relationships_of(cleo.id)] == [tom.id, ana.id]
    assert work.people.relationship_by_id(pairs[1].id) is pairs[1]


@in_a_turn
def test_an_invitation_is_good_until_it_is_used_or_old(work: SqlWork) -> None:
    invited = Invitation(person_id=person(work).id, code_hash="a" * 64, expires_at=NOON)
    work.add(invited)
    work.flush()
    before = NOON - timedelta(seconds=1)
    assert work.people.invitation("a" * 64, before) is invited
    assert work.people.invitation("b" * 64, before) is None
    assert work.people.invitation("a" * 64, NOON) is None
    invited.used_at = before
    work.flush()
    assert work.people.invitation("a" * 64, before) is None


@in_a_turn
def test_what_a_form_asks_for_is_null_when_nothing_is_asked(work: SqlWork) -> None:
    cleo = address(work, person(work))
    cleo.asking = {"field": "name"}
    work.flush()
    cleo.asking = None
    work.flush()
    waiting = "SELECT count(*) FROM address WHERE id = :id AND asking IS NULL"
    assert work.session.connection().exec_driver_sql(waiting.replace(":id", str(cleo.id))).scalar() == 1


@in_a_turn
@pytest.mark.parametrize("what", ["person", "address", "relationship_by_id"])
def test_who_is_not_there_is_not_found(work: SqlWork, what: str) -> None:
    with pytest.raises(NotFound):
        getattr(work.people, what)(10**6)
