"""A template has one wording in a language on a channel, whoever writes it; on both engines."""

import pytest
from sqlalchemy.exc import IntegrityError

from domain.base import Role
from domain.errors import NotYours
from domain.wordings.model import Medium, Wording
from domain.wordings.service import restore, reword
from storage.database import Database
from storage.work import SqlWork
from tests.factories import NOON, person
from tests.turns import in_a_turn


def _wording(work: SqlWork, **more: str) -> Wording:
    who = person(work)
    facts = {"kind": "client_moved", "template": "client_moved", "language": "en", "words": "Moved", **more}
    return Wording(**facts, medium=Medium.CHAT, made_by=who.id, made_at=NOON)


async def test_the_same_template_is_worded_once(database: Database) -> None:
    def twice(work: SqlWork) -> None:
        work.add(_wording(work))
        work.flush()
        work.add(_wording(work, words="Moved again"))
        work.flush()

    with pytest.raises(IntegrityError, match=r"(?i)unique|uq_wording_template"):
        await database.run(twice)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"words": ""}, "words"),  # it would say nothing
        ({"template": "client_paid"}, "kind"),  # that is another kind's
    ],
)
async def test_what_could_not_be_said_is_not_kept(
    database: Database, more: dict[str, str], named: str
) -> None:
    def write(work: SqlWork) -> None:
        work.add(_wording(work, **more))
        work.flush()

    with pytest.raises(IntegrityError, match=f"ck_wording_{named}"):
        await database.run(write)


@in_a_turn
def test_a_wording_is_that_of_its_language_and_channel_alone(work: SqlWork) -> None:
    ada = person(work, "Ada", roles=Role.ADMIN)
    for words in ("Moved from {was}", "It was {was}"):
        reword(work, ada, "client_moved", "en", Medium.SMS, words, known=["was"], now=NOON)
    reword(work, ada, "client_standing.moved", "en", Medium.SMS, "All", known=[], now=NOON)
    assert work.wordings.of("client_moved", "en", Medium.SMS) == {"client_moved": "It was {was}"}
    for elsewhere in (("es", Medium.SMS), ("en", Medium.CHAT), ("en", Medium.MAIL)):
        assert work.wordings.of("client_moved", *elsewhere) == {}
    assert work.wordings.changed() == {"client_moved", "client_standing.moved"}
    assert restore(work, ada, "client_moved", "en", Medium.SMS)
    assert not restore(work, ada, "client_moved", "en", Medium.SMS)
    assert work.wordings.changed() == {"client_standing.moved"}


@in_a_turn
def test_only_an_admin_words_anything(work: SqlWork) -> None:
    ana = person(work, "Ana", roles=Role.TRAINER)
    with pytest.raises(NotYours):
        reword(work, ana, "client_moved", "en", Medium.SMS, "Moved", known=[], now=NOON)
    with pytest.raises(NotYours):
        restore(work, ana, "client_moved", "en", Medium.SMS)
