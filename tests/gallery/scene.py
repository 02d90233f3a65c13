"""The scenes of the gallery, each played in both languages by both casts, but for those that one channel
alone has. A client is Cleo on Telegram, or Sam on a phone that texts; Ana and Tom train.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.client.booking import Confirm
from domain.people.model import Channel
from tests.gallery.stage import Stage

Play = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """``only`` is the client's channel where another has nothing to show, ``staff`` that of the others where
    both casts have the same. A ``newcomer`` has never written before.
    """

    title: str
    play: Play
    only: Channel | None = None
    staff: Channel | None = None
    newcomer: bool = False


SCENES: list[Scene] = []


def scene(
    title: str, *, only: Channel | None = None, staff: Channel | None = None, newcomer: bool = False
) -> Callable[[Play], Play]:
    def register(play: Play) -> Play:
        SCENES.append(Scene(title, play, only, staff, newcomer))
        return play

    return register


def held(s: Stage, trainer: str = "ana", when: tuple[str, str] = ("thu 6pm", "jue 18h")) -> None:
    if s.by_text:
        s.client.says(trainer)
    else:
        s.client.opens(f"t_{trainer}")
    s.client.says(*when)


def requested(s: Stage) -> None:
    """Thursday at six with Ana, who is asked first."""
    held(s)
    s.client.presses(Confirm)


def booked(s: Stage, when: tuple[str, str] = ("thu 6pm", "jue 18h")) -> None:
    """With Tom, who is not asked first."""
    held(s, "tom", when)
    s.client.presses(Confirm)
