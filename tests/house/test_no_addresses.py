"""A fresh clone stands alone: nothing committed names a package registry or a place on one machine."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDRESS = re.compile(
    r"files\.python" + r"hosted|--(extra-)?index" + r"-url|--find" + r"-links|/work" + r"/|\.\./shared\b"
)


def committed(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    naming = [path for path in committed() if ADDRESS.search(path.read_text(errors="ignore"))]
    assert naming == []
