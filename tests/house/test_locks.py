"""Whoever ran the tests ran what is deployed."""

import re

from tests.house.committed import ROOT

PINNED = re.compile(r"^([\w.-]+==\S+?)[\s;\\]", re.MULTILINE)


def pinned(lock: str) -> set[str]:
    return set(PINNED.findall((ROOT / lock).read_text()))


def test_the_lock_for_developers_holds_the_lock_for_everyone_at_the_same_versions() -> None:
    assert pinned("requirements.lock") - pinned("requirements-dev.lock") == set()
    assert any(each.startswith("sqlalchemy==") for each in pinned("requirements.lock"))
