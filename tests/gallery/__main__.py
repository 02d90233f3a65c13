"""Writes the gallery: `python -m tests.gallery`, or `make gallery`."""

import asyncio
import sys

from tests.gallery.draw import pages
from tests.gallery.pictures import write
from tests.gallery.play import play
from tests.house.committed import ROOT

FOLDER = ROOT / "docs" / "gallery"


def main() -> None:
    gallery = asyncio.run(play())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages(gallery.shown).items():
        (FOLDER / name).write_text(text)
    taken = write(gallery.shown, FOLDER)
    sys.stdout.write(f"{len(gallery.shown)} screens in {FOLDER}, pictures of {taken // 1024} KiB\n")


if __name__ == "__main__":
    main()
