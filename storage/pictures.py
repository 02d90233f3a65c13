"""Every statement about pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import UtcDateTime
from domain.campaigns.model import Campaign
from domain.pictures.model import Picture, PictureUpload, Prepared
from storage.tables import table

_picture, _upload = table(Picture), table(PictureUpload)


def _adds(insert: Any) -> Any:
    statement = insert(_picture)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["digest"], set_={"content": new.content, "added_at": new.added_at}
    )


def _notes(insert: Any) -> Any:
    given = select(_picture.c.digest, bindparam("lane"), bindparam("external_id")).where(
        _picture.c.digest == bindparam("of")
    )
    statement = insert(_upload).from_select(["digest", "lane", "external_id"], given)
    return statement.on_conflict_do_update(
        index_elements=["digest", "lane"], set_={"external_id": statement.excluded.external_id}
    )


_ADD = {"sqlite": _adds(sqlite.insert), "postgresql": _adds(postgresql.insert)}
_NOTE = {"sqlite": _notes(sqlite.insert), "postgresql": _notes(postgresql.insert)}
_CONTENT = select(_picture.c.content).where(_picture.c.digest == bindparam("of"))
_THERE = (_upload.c.digest == bindparam("of"), _upload.c.lane == bindparam("at"))
_UPLOADED = select(_upload.c.external_id).where(*_THERE)
_GONE = delete(_upload).where(*_THERE, _upload.c.external_id == bindparam("as_id"))
_unused, _ended = bindparam("unused", type_=UtcDateTime), bindparam("before", type_=UtcDateTime)
_HAS = Campaign.picture == _picture.c.digest
_UNUSED = (~exists().where(_HAS), _picture.c.added_at < _unused)
_DELETE_UPLOADS = delete(_upload).where(_upload.c.digest.in_(select(_picture.c.digest).where(*_UNUSED)))
_DELETE = delete(_picture).where(*_UNUSED)
_EMPTY = (
    update(_picture)
    .where(
        _picture.c.content.is_not(None),
        _picture.c.added_at < _ended,
        ~exists().where(_HAS, or_(Campaign.ended_at.is_(None), Campaign.ended_at >= _ended)),
    )
    .values(content=None)
)


class SqlPictures:
    """See ``domain.pictures.ports.Pictures``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, picture: Prepared, *, now: datetime) -> None:
        row = {"digest": picture.digest, "content": picture.content, "added_at": now}
        sides = {"width": picture.width, "height": picture.height}
        self._session.execute(_ADD[self._dialect], row | sides)

    def content(self, digest: str) -> bytes | None:
        return self._session.scalar(_CONTENT, {"of": digest})

    def uploaded(self, digest: str, lane: str) -> str | None:
        return self._session.scalar(_UPLOADED, {"of": digest, "at": lane})

    def note_upload(self, digest: str, lane: str, external_id: str) -> None:
        named = {"of": digest, "lane": lane, "external_id": external_id}
        self._session.execute(_NOTE[self._dialect], named)

    def forget_upload(self, digest: str, lane: str, external_id: str) -> None:
        self._session.execute(_GONE, {"of": digest, "at": lane, "as_id": external_id})

    def forget(self, *, unused: datetime, ended: datetime) -> int:
        self._session.execute(_DELETE_UPLOADS, {"unused": unused})
        deleted: Any = self._session.execute(_DELETE, {"unused": unused})
        emptied: Any = self._session.execute(_EMPTY, {"before": ended})
        return int(deleted.rowcount + emptied.rowcount)

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name
