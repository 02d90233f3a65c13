"""A file is held by one, until it lets go."""

from pathlib import Path

import pytest

from storage.sole import ServedAlready, sole


def test_a_file_is_held_by_one(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'studio.db'}"
    with sole(url), pytest.raises(ServedAlready), sole(url):
        raise AssertionError
    with sole(url), sole(f"sqlite:///{tmp_path / 'another.db'}"):
        pass


def test_many_serve_a_postgresql_and_a_database_in_memory_is_its_own() -> None:
    for url in ("postgresql://studio@127.0.0.1/studio", "sqlite://"):
        with sole(url), sole(url):
            pass
