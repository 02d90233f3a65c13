"""A campaign's picture: whose it is to change, and until when, and how long it is kept."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.base import Role
from domain.campaigns import pictures
from domain.campaigns import service as campaigns
from domain.campaigns.captions import TooLongForAPicture
from domain.campaigns.model import Campaign, Status
from domain.campaigns.service import NotADraft
from domain.errors import NotYours
from domain.people.model import Person
from domain.pictures.model import Prepared
from storage.database import Database
from storage.work import SqlWork
from tests.jobs.post import NOON
from tests.jobs.test_campaigns import readers

ROOM, HALL = Prepared(b"room", 800, 600), Prepared(b"hall", 600, 800)


def ada_with_a_draft(work: SqlWork) -> tuple[Person, Campaign]:
    ada = Person(name="Ada", zone="Europe/Lisbon", roles=Role.ADMIN, created_at=NOON)
    work.add(ada)
    readers(work, 2)
    draft = campaigns.begin(work, ada, now=NOON)
    campaigns.write(work, ada, draft.id, "Hi {name}", most=5, now=NOON)
    return ada, draft


def sent(work: SqlWork) -> Campaign:
    ada, draft = ada_with_a_draft(work)
    pictures.put_on(work, ada, draft.id, ROOM, now=NOON)
    return campaigns.send(work, ada, draft.id, draft.version, above=10**6, most=5, now=NOON)


async def test_it_is_put_on_replaced_and_taken_off_while_it_is_a_draft(database: Database) -> None:
    def unit(work: SqlWork) -> None:
        ada, draft = ada_with_a_draft(work)
        before = draft.version
        for picture in (ROOM, HALL, ROOM):
            pictures.put_on(work, ada, draft.id, picture, now=NOON)
        assert (draft.picture, draft.version) == (ROOM.digest, before + 3)
        pictures.take_off(work, ada, draft.id)
        assert draft.picture is None
        reader = work.people.person(ada.id + 1)
        with pytest.raises(NotYours):
            pictures.put_on(work, reader, draft.id, ROOM, now=NOON)

    await database.run(unit)


async def test_it_stays_with_what_was_sent(database: Database) -> None:
    campaign = await database.run(lambda work: sent(work).id)

    def late(work: SqlWork) -> None:
        ada = work.people.admins()[0]
        with pytest.raises(NotADraft):
            pictures.put_on(work, ada, campaign, HALL, now=NOON)
        with pytest.raises(NotADraft):
            pictures.take_off(work, ada, campaign)

    await database.run(late)
    for wrong in (
        "UPDATE campaign SET picture = NULL",
        "UPDATE picture SET width = 1",
        "UPDATE picture SET width = 1601",
        "UPDATE picture SET digest = 'x'",
        "DELETE FROM picture",
    ):
        with pytest.raises(DBAPIError):
            await database.run(partial(changed, wrong))


def changed(statement: str, work: SqlWork) -> None:
    work.session.execute(text(statement))


async def test_words_have_to_leave_room_for_it(database: Database) -> None:
    def unit(work: SqlWork) -> None:
        ada, draft = ada_with_a_draft(work)
        campaigns.write(work, ada, draft.id, "🙂" * 513, most=5, now=NOON)
        with pytest.raises(TooLongForAPicture) as refused:
            pictures.put_on(work, ada, draft.id, ROOM, now=NOON)
        assert refused.value.facts == {"n": 1026, "most": 1024}
        draft.picture = None
        campaigns.write(work, ada, draft.id, "🙂" * 512, most=5, now=NOON)
        pictures.put_on(work, ada, draft.id, ROOM, now=NOON)
        with pytest.raises(TooLongForAPicture):
            campaigns.write_second(work, ada, draft.id, "🙂" * 513, most=5, now=NOON)

    await database.run(unit)


async def test_what_nothing_has_is_deleted_and_what_ended_long_ago_loses_its_bytes(
    database: Database,
) -> None:
    def unit(work: SqlWork) -> None:
        campaign = sent(work)
        work.pictures.add(HALL, now=NOON)  # and its draft was discarded
        work.pictures.note_upload(HALL.digest, "telegram:1", "AgAD1")
        work.flush()

        def forget(days: int) -> int:
            now = NOON + timedelta(days=days)
            return work.pictures.forget(unused=now - timedelta(days=1), ended=now - timedelta(days=90))

        assert forget(0) == 0
        assert work.pictures.content(HALL.digest)
        assert forget(2) == 1
        assert work.pictures.content(HALL.digest) is None
        assert forget(400) == 0  # it runs still
        assert work.pictures.content(ROOM.digest) == b"room"
        campaigns.stop(work, work.people.admins()[0], campaign.id, now=NOON + timedelta(days=400))
        assert campaign.status is Status.STOPPED
        work.flush()
        assert forget(480) == 0
        assert forget(491) == 1
        assert forget(491) == 0
        assert work.pictures.content(ROOM.digest) is None
        work.pictures.add(ROOM, now=NOON)  # for another campaign
        assert work.pictures.content(ROOM.digest) == b"room"

    await database.run(unit)
