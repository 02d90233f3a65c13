"""What pictures ask of storage."""

from datetime import datetime
from typing import Protocol

from domain.pictures.model import Prepared


class Pictures(Protocol):
    def add(self, picture: Prepared, *, now: datetime) -> None:
        """Keep it; one that is kept already is as though it were new."""
        ...

    def content(self, digest: str) -> bytes | None:
        """Its bytes; None where they are not kept any more."""
        ...

    def uploaded(self, digest: str, lane: str) -> str | None:
        """The id under which a sender has it."""
        ...

    def note_upload(self, digest: str, lane: str, external_id: str) -> None:
        """The last one noted holds. Nothing where the picture itself was forgotten meanwhile."""
        ...

    def forget_upload(self, digest: str, lane: str, external_id: str) -> None:
        """The sender does not know that id any more."""
        ...

    def forget(self, *, unused: datetime, ended: datetime) -> int:
        """Delete those that nothing has had since ``unused``, and the bytes of those whose campaigns ended
        before ``ended``. Answers how many it were.
        """
        ...
