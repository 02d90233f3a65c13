"""Whose an e-mail address is, and that nothing goes there before it is known."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.consent.model import Act
from domain.mailboxes import service as mailboxes
from domain.mailboxes.model import TRIES, Mailbox
from domain.mailboxes.service import NoMailThere, Proof, ReachedThere, TooManyCodes
from domain.notifications.model import Notification, Purpose
from domain.notifications.service import tell
from domain.people.model import Address, Channel, Person
from storage.work import SqlWork
from tests.factories import NOON, client, person
from tests.turns import in_a_turn

EMAIL = "cleo@example.org"
SAID, SHOWN = "email Cleo@example.org", "Studio Demo mails receipts."


def _claim(work: SqlWork, whom: Person, email: str = EMAIL, **later: float) -> Mailbox:
    return mailboxes.claim(work, whom, email, said=SAID, shown=SHOWN, now=NOON + timedelta(**later))


def _address(work: SqlWork, email: str = EMAIL) -> Address:
    found = work.people.heard_at(Channel.MAIL, email)
    assert found
    return found


def _proven(work: SqlWork, whom: Person) -> Address:
    code = _claim(work, whom).code
    assert code
    assert mailboxes.prove(work, whom, code, now=NOON) is Proof.GIVEN
    return _address(work)


@in_a_turn
def test_nobody_is_reached_there_until_the_code_is_said(work: SqlWork) -> None:
    cleo = person(work)
    box = _claim(work, cleo)
    assert work.people.reach(cleo.id, Role.CLIENT) is None
    assert mailboxes.prove(work, cleo, "no digits", now=NOON) is Proof.WRONG
    assert box.code
    assert mailboxes.prove(work, cleo, box.code, now=NOON) is Proof.GIVEN
    address = _address(work)
    place = work.people.reach(cleo.id, Role.CLIENT)
    assert place
    assert place.address_id == address.id
    stands = work.consents.stands(address.id, Purpose.TRANSACTIONAL)
    assert stands
    assert (stands.act, stands.at, stands.channel) == (Act.GIVEN, NOON, Channel.MAIL)
    assert (stands.said, stands.shown, stands.person_id) == (SAID, SHOWN, cleo.id)
    with pytest.raises(ReachedThere):
        _claim(work, cleo)


@in_a_turn
def test_what_is_sent_to_it_before_is_refused_by_the_database(work: SqlWork) -> None:
    cleo = client(work)
    _claim(work, cleo)
    assert tell(work, cleo.id, Role.CLIENT, "client_message", "hi:1", due=NOON)
    theirs = update(Notification).where(Notification.key.like("hi:1%")).values(address_id=_address(work).id)
    with pytest.raises(DBAPIError, match="not_proven"):
        work.session.execute(theirs)


@in_a_turn
def test_five_wrong_codes_are_the_last(work: SqlWork) -> None:
    cleo = person(work)
    box = _claim(work, cleo)
    right = box.code or ""
    tried = [mailboxes.prove(work, cleo, "x", now=NOON) for _ in range(TRIES)]
    assert tried == [Proof.WRONG] * (TRIES - 1) + [Proof.OVER]
    assert mailboxes.prove(work, cleo, right, now=NOON) is Proof.OVER
    with pytest.raises(DBAPIError, match="tries"):
        work.session.execute(text("UPDATE mailbox SET tries = 6"))


@in_a_turn
def test_a_code_is_good_for_half_an_hour_and_for_nobody_else(work: SqlWork) -> None:
    cleo, mallory = person(work), person(work, "Mallory")
    code = _claim(work, cleo).code or ""
    assert mailboxes.prove(work, mallory, code, now=NOON) is Proof.OVER
    assert mailboxes.prove(work, cleo, code, now=NOON + mailboxes.GOOD) is Proof.OVER


@in_a_turn
def test_codes_are_few_for_an_address_and_for_a_person(work: SqlWork) -> None:
    cleo, mallory = person(work), person(work, "Mallory")
    for _ in range(mailboxes.PER_ADDRESS):
        _claim(work, mallory)
    with pytest.raises(TooManyCodes):
        _claim(work, cleo)
    _claim(work, mallory, "sam@example.org")
    _claim(work, mallory, "tom@example.org")
    with pytest.raises(TooManyCodes):
        _claim(work, mallory, "ana@example.org")
    _claim(work, cleo, days=1)


@in_a_turn
def test_who_claims_an_address_takes_it_only_with_its_code(work: SqlWork) -> None:
    cleo, mallory = person(work), person(work, "Mallory")
    address = _proven(work, cleo)
    link = _claim(work, mallory).proof or ""
    assert work.people.reach(cleo.id, Role.CLIENT)
    assert work.people.reach(mallory.id, Role.CLIENT) is None
    assert mailboxes.prove_by_link(work, link, now=NOON) is mallory
    assert address.person_id == mallory.id
    assert mailboxes.prove_by_link(work, link, now=NOON) is None


@in_a_turn
def test_one_click_ends_it_and_a_new_code_begins_it_again(work: SqlWork) -> None:
    cleo = client(work)
    address = _proven(work, cleo)
    box = work.mailboxes.of(address.id)
    assert box
    for _ in range(2):
        mailboxes.leave(work, box.leave, said="List-Unsubscribe=One-Click", now=NOON)
    assert mailboxes.mail_of(work, cleo) == []
    lines = work.session.execute(
        select(text("act")).select_from(text("consent")).where(text("purpose = 'transactional'"))
    ).all()
    assert [line[0] for line in lines] == ["given", "withdrawn"]
    assert not mailboxes.leave_all(work, cleo, said="email off", now=NOON)
    code = _claim(work, cleo, minutes=1).code or ""
    assert mailboxes.prove(work, cleo, code, now=NOON) is Proof.GIVEN
    assert mailboxes.mail_of(work, cleo) == [address]


@in_a_turn
def test_who_wants_no_mail_gets_no_code_that_a_stranger_asks_for(work: SqlWork) -> None:
    """Nor one more that somebody asks for who never was reached there."""
    cleo, mallory = person(work), person(work, "Mallory")
    address = _proven(work, cleo)
    mailboxes.leave_all(work, cleo, said="email off", now=NOON)
    with pytest.raises(NoMailThere):
        _claim(work, mallory, days=2)
    assert (address.person_id, address.stopped_at, address.unproven) == (cleo.id, NOON, False)
    box = _claim(work, mallory, "sam@example.org")
    mailboxes.leave(work, box.leave, said="No more mail", now=NOON)
    with pytest.raises(NoMailThere):
        _claim(work, mallory, "sam@example.org", days=2)
