"""Writes the gallery: `python -m tests.gallery`, or `make gallery`."""

import asyncio
import sys

from tests.gallery.draw import pages
from tests.gallery.play import play
from tests.house.committed import ROOT

FOLDER = ROOT / "docs" / "gallery"


def main() -> None:
    gallery = asyncio.run(play())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages(gallery.shown).items():
        (FOLDER / name).write_text(text)
    sys.stdout.write(f"{len(gallery.shown)} screens in {FOLDER}\n")


if __name__ == "__main__":
    main()
