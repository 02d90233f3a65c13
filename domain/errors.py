"""Refusals: what a service answers when it will not do what was asked.

The docstring of a refusal is what the person reads. It is a gettext msgid, kind, and says what would help.
"""

from inspect import cleandoc
from typing import Any, ClassVar


class Refusal(Exception):
    """That did not work. Please try again."""

    field: ClassVar[str] = ""
    """Of a form, whose words it is about: they are asked for again, and the rest of the form is kept."""
    form: tuple[str, dict[str, str]] | None = None
    """The form that was handed in, packed, and its answers."""

    def __init__(
        self, *, booking: int | None = None, subject: tuple[str, int] | None = None, **facts: Any
    ) -> None:
        super().__init__(self.message)
        # Whose card to show again, where there is one.
        self.subject = ("booking", booking) if booking is not None else subject
        self.facts = facts  # what the message's placeholders name

    @property
    def message(self) -> str:
        return cleandoc(type(self).__doc__ or "").replace("\n", " ")


class Taken(Refusal):
    """That time was just taken. Here are the nearest free ones."""


class NotFound(Refusal):
    """I could not find that. It may have been removed."""


class NotYours(Refusal):
    """That belongs to somebody else, so nothing was changed."""


class Changed(Refusal):
    """This changed in the meantime, so nothing was done. Here is how it stands now."""


class Unreadable(Refusal):
    """I could not read that."""
