"""Health forms: who is asked, what approving waits for, and who may read an answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.errors import NotYours
from domain.health import rules
from domain.health import service as health
from domain.health.model import HealthForm, How
from domain.health.rules import QUESTIONS, VERSIONS
from domain.notifications.model import Notification
from domain.people.model import Person, Standing
from storage.work import SqlWork
from tests.factories import NOON, Studio, booking, person, studio
from tests.turns import in_a_turn

TEN = NOON.replace(hour=10) + timedelta(days=2)
SHOWN = {"waiver": "I agree to train with care."}


def _sign(work: SqlWork, client: Person, *yes: str) -> HealthForm:
    answers = {each.name: "yes" if each.name in yes else "no" for each in QUESTIONS}
    return health.sign(work, client, VERSIONS, answers, SHOWN, How.TAP, now=NOON)


def _wanting(work: SqlWork) -> Studio:
    here = studio(work)
    health.require_forms(work, here.ana.person, here.ana, True, now=NOON)
    return here


def _told(work: SqlWork, kind: str) -> list[str]:
    told = select(Notification.key).where(Notification.kind == kind).order_by(Notification.id)
    return list(work.session.scalars(told))


@pytest.fixture
def reworded() -> Iterator[None]:
    """The questions of tomorrow."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (rules, health):
            patch.setattr(module, "VERSIONS", (VERSIONS[0] + 1, VERSIONS[1]))
        yield


@in_a_turn
def test_approving_waits_for_the_form_where_the_trainer_wants_it(work: SqlWork) -> None:
    here = _wanting(work)
    held = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, held.id, held.version, now=NOON)
    with pytest.raises(health.Unsigned) as refused:
        bookings.approve(work, here.ana.person, held.id, held.version, now=NOON)
    assert refused.value.facts == {"name": "Cleo"}
    admin = person(work, "Ada", roles=Role.ADMIN)
    with pytest.raises(health.Unsigned):
        bookings.approve(work, admin, held.id, held.version, now=NOON)
    _sign(work, here.cleo)
    approved = bookings.approve(work, here.ana.person, held.id, held.version, now=NOON)
    assert approved.booking.status is Status.CONFIRMED


@in_a_turn
def test_no_other_trainer_waits_for_it(work: SqlWork) -> None:
    here = _wanting(work)
    asked = booking(work, here.cleo, here.run, TEN, Status.REQUESTED)
    approved = bookings.approve(work, here.tom.person, asked.id, asked.version, now=NOON)
    assert approved.booking.status is Status.CONFIRMED


@in_a_turn
def test_a_client_is_asked_once(work: SqlWork) -> None:
    here = _wanting(work)
    for what, starts in ((here.training, TEN), (here.check_in, TEN + timedelta(days=1))):
        held = bookings.hold(work, here.cleo, what.id, starts, now=NOON).booking
        bookings.confirm(work, here.cleo, held.id, held.version, now=NOON)
    work.flush()
    assert _told(work, "client_health") == [f"health:{VERSIONS[0]}.{VERSIONS[1]}:{here.cleo.id}"]


@in_a_turn
def test_who_has_signed_is_not_asked(work: SqlWork) -> None:
    here = _wanting(work)
    _sign(work, here.cleo)
    held = bookings.hold(work, here.cleo, here.training.id, TEN, now=NOON).booking
    bookings.confirm(work, here.cleo, held.id, held.version, now=NOON)
    work.flush()
    assert _told(work, "client_health") == []


@in_a_turn
def test_those_who_wait_already_are_asked_when_the_trainer_begins_to_want_it(work: SqlWork) -> None:
    here = studio(work)
    booking(work, here.sam, here.training, TEN, Status.REQUESTED)
    health.require_forms(work, here.ana.person, here.ana, True, now=NOON)
    health.require_forms(work, here.ana.person, here.ana, True, now=NOON)
    work.flush()
    assert len(_told(work, "client_health")) == 1
    health.require_forms(work, here.ana.person, here.ana, False, now=NOON)
    assert not here.ana.wants_health


@in_a_turn
def test_signing_shows_on_the_cards_of_those_who_wait_for_it(work: SqlWork) -> None:
    here = _wanting(work)
    asked = booking(work, here.cleo, here.training, TEN, Status.REQUESTED)
    booking(work, here.cleo, here.run, TEN + timedelta(days=1))
    form = _sign(work, here.cleo, "heart", "joints")
    work.flush()
    assert _told(work, "trainer_booking") == [f"health:{form.id}:{asked.id}:{here.ana.person_id}"]
    told = work.session.scalars(select(Notification).where(Notification.kind == "trainer_booking")).one()
    assert told.data == {}, "what was answered travels in no message"


@in_a_turn
def test_the_latest_form_counts_and_the_earlier_stays(work: SqlWork) -> None:
    here = studio(work)
    first, second = _sign(work, here.cleo, "heart"), _sign(work, here.cleo)
    assert (first.flags, second.flags) == (1, 0)
    assert health.form_of(work, here.cleo, here.cleo) is second
    kept = work.session.scalars(select(HealthForm).where(HealthForm.person_id == here.cleo.id))
    assert [each.shown for each in kept] == [SHOWN, SHOWN]


@in_a_turn
def test_a_new_version_is_asked_for_again(work: SqlWork, reworded: None) -> None:
    here = _wanting(work)
    old = HealthForm(
        person_id=here.cleo.id,
        questions_version=VERSIONS[0],
        waiver_version=VERSIONS[1],
        answers={},
        shown=SHOWN,
        how=How.TYPED,
        signed_at=NOON,
    )
    work.add(old)
    work.flush()
    assert health.is_wanted(work, here.cleo, here.ana)
    with pytest.raises(health.Reworded):
        _sign(work, here.cleo)
    assert health.form_of(work, here.cleo, here.cleo) is old


@in_a_turn
def test_only_the_client_their_trainers_and_an_admin_read_it(work: SqlWork) -> None:
    here = studio(work)
    form = _sign(work, here.cleo, "heart")
    bond = bookings.relate(work, here.cleo, here.ana, now=NOON)
    for reader in (here.cleo, here.ana.person, person(work, "Ada", roles=Role.ADMIN)):
        assert health.form_of(work, reader, here.cleo) is form
    for stranger in (here.mallory, here.tom.person):
        with pytest.raises(NotYours):
            health.form_of(work, stranger, here.cleo)
    bond.standing = Standing.ENDED
    with pytest.raises(NotYours):
        health.form_of(work, here.ana.person, here.cleo)


@in_a_turn
def test_only_the_trainer_says_what_approving_waits_for(work: SqlWork) -> None:
    here = studio(work)
    for stranger in (here.cleo, here.tom.person):
        with pytest.raises(NotYours):
            health.require_forms(work, stranger, here.ana, True, now=NOON)
