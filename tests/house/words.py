"""Every sentence that a person may read, as it stands in the code."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import domain
from bot.dialogue.words import CATALOGUES, LANGUAGES
from bot.screens import load
from domain.errors import Refusal
from tests.house.committed import ROOT

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]
Said = str | tuple[str, ...]
Translation = str | tuple[str, ...] | list[str] | None


def sentences() -> Iterator[Said]:
    """Messages in the code, and what each refusal says: its docstring."""
    for room in ("bot", "domain", "jobs"):
        for *_where, message, _comments, _context in extract_from_dir(ROOT / room, keywords=KEYWORDS):
            yield message
    for module in walk_packages(domain.__path__, "domain."):
        import_module(module.name)
    load()  # some refusals are the conversation's own
    yield from (refusal().message for refusal in _refusals(Refusal))


def _refusals(base: type[Refusal]) -> Iterator[type[Refusal]]:
    yield base
    for each in base.__subclasses__():
        yield from _refusals(each)


def source(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    if not source(language).exists():
        return Catalog(locale=language)
    with source(language).open("rb") as file:
        return read_po(file, locale=language)


def is_whole(translation: Translation) -> bool:
    return bool(translation) if isinstance(translation, str) else all(translation or [""])


def update(language: str) -> None:
    """Write the catalogue anew: what is said now, with the translations there are."""
    known = catalogue(language)
    # Its own date, so that a branch changes only what it says.
    fresh = Catalog(
        locale=language, project="TrainerHub", version="1", fuzzy=False, creation_date=known.creation_date
    )
    for message in sorted(set(sentences()), key=str):
        old = known.get(message if isinstance(message, str) else message[0])
        fresh.add(message, old.string if old else None)
    source(language).parent.mkdir(parents=True, exist_ok=True)
    with source(language).open("wb") as file:
        write_po(file, fresh, width=110, omit_header=False, sort_output=False)


if __name__ == "__main__":
    for each in TRANSLATED:
        update(each)
        missing = [
            str(message.id) for message in catalogue(each) if message.id and not is_whole(message.string)
        ]
        sys.stdout.write(f"{each}: {len(missing)} without a translation\n" + "\n".join(missing) + "\n")
