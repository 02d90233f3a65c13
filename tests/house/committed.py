"""The files that a clone of the repository has."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def committed(*patterns: str) -> list[Path]:
    # A checkout that another user owns is still ours to read.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
