"""What the wordings slice asks of storage."""

from typing import Protocol

from domain.wordings.model import Medium, Wording


class Wordings(Protocol):
    def of(self, kind: str, language: str, medium: Medium) -> dict[str, str]:
        """The studio's own words for what a kind says, by template; asked at each hand-off."""
        ...

    def find(self, template: str, language: str, medium: Medium) -> Wording | None: ...

    def changed(self) -> set[str]:
        """The templates that the studio says otherwise anywhere."""
        ...
