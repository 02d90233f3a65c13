"""Plays every scene, by both casts in both languages, on a fresh SQLite file."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.dialogue.words import LANGUAGES
from bot.seed import seed
from storage.database import connect
from storage.migrate import upgrade
from storage.work import SqlWork
from tests.gallery.coverage import Listening, Seen, watched
from tests.gallery.scene import SCENES, Scene
from tests.gallery.stage import CASTS, MONDAY, Cast, Shown, Stage

for _file in sorted(Path(__file__).parent.glob("*_scenes.py")):
    import_module(f"tests.gallery.{_file.stem}")  # which registers its scenes


class _Undone(Exception):
    """The scene is over; the next one wants the database as it was, ids included."""


@dataclass
class Gallery:
    shown: list[Shown] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)


async def play() -> Gallery:
    gallery = Gallery()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'gallery.db'}"
        await upgrade(url)
        database = connect(url)
        try:
            await database.run(lambda work: seed(work, now=MONDAY))
            for language in LANGUAGES:
                listening = watched(gallery.seen, language)
                for cast in CASTS:
                    for scene in SCENES:
                        if scene.only not in (None, cast.client):
                            continue
                        playing = Cast(cast.client, scene.staff or cast.staff)
                        with suppress(_Undone):
                            await database.run(_played(gallery, scene, playing, language, listening))
        finally:
            await database.close()
    return gallery


def _played(
    gallery: Gallery, scene: Scene, cast: Cast, language: str, listening: Listening
) -> Callable[[SqlWork], None]:
    def unit(work: SqlWork) -> None:
        stage = Stage(work, cast, language, scene.title, *listening)
        if not scene.newcomer:
            stage.knows_client()
        scene.play(stage)
        gallery.shown += stage.shown
        raise _Undone

    return unit
