"""A fresh clone stands alone: nothing committed names a package registry or a place on one machine."""

import re
from pathlib import Path

from tests.house.committed import committed

ADDRESS = re.compile(
    r"files\.pythonhosted|registry\.npmjs|pypi\.(org|python)"
    r"|--(extra-)?index-url|--find-links"
    r"|(?<![\w.])/(work|root|home/\w+)/|\.\./shared\b"
)


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    others = [path for path in committed() if path != Path(__file__)]
    assert [path for path in others if ADDRESS.search(path.read_text(errors="ignore"))] == []
