"""A template: the sentence that a kind of notice begins with, by the msgid that its screen says it with, and
what it may name. A studio may say it in words of its own; what stands below it, the facts and buttons, is
drawn as ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.notices import frames
from bot.notices.frames import Frame
from bot.notices.variables import ALWAYS, OF_SESSION, Variable

_NONE: Mapping[str, Variable] = {}


@dataclass(frozen=True, slots=True)
class Template:
    """``name`` begins with its kind, which may have several, for the turns that it can take; ``ours`` is what
    is said unless the studio says otherwise. It is a key: it is marked for the catalogue where it is said, so
    that none can be one that nobody says.
    """

    name: str
    ours: str
    frame: Frame
    variables: Mapping[str, Variable]

    @property
    def kind(self) -> str:
        return self.name.partition(".")[0]

    @property
    def slug(self) -> str:
        """As a button can carry it."""
        return self.name.replace("_", "-").replace(".", "--")


def template(
    name: str,
    ours: str,
    frame: Frame = frames.alone,
    more: Mapping[str, Variable] = _NONE,
    /,
    **named: Variable,
) -> Template:
    """``named`` are those that the sentence itself gives."""
    return Template(name, ours, frame, {**named, **more, **ALWAYS})


def of_session(
    name: str,
    ours: str,
    frame: Frame = frames.card,
    more: Mapping[str, Variable] = _NONE,
    /,
    **named: Variable,
) -> Template:
    """It may name what is known of the session too."""
    known = [each.means for each in named.values()]
    session = {key: each for key, each in OF_SESSION.items() if each.means not in known}
    return template(name, ours, frame, {**more, **session}, **named)
