"""Every SELECT about wordings."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.wordings.model import Medium, Wording

_HERE = (
    Wording.language == bindparam("language"),
    Wording.medium == bindparam("medium", type_=Wording.__table__.c.medium.type),
)
_OF_KIND = select(Wording.template, Wording.words).where(Wording.kind == bindparam("of_kind"), *_HERE)
_ONE = select(Wording).where(Wording.template == bindparam("of_template"), *_HERE)
_CHANGED = select(Wording.template).distinct()


class SqlWordings:
    """See ``domain.wordings.ports.Wordings``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, kind: str, language: str, medium: Medium) -> dict[str, str]:
        here = {"of_kind": kind, "language": language, "medium": medium}
        return {row.template: row.words for row in self._session.execute(_OF_KIND, here)}

    def find(self, template: str, language: str, medium: Medium) -> Wording | None:
        here = {"of_template": template, "language": language, "medium": medium}
        return self._session.scalars(_ONE, here).one_or_none()

    def changed(self) -> set[str]:
        return set(self._session.scalars(_CHANGED))
