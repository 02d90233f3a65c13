import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = {
    "inbound_vs_aiogram",
    "inbound_vs_ptb",
    "start_vs_ptb",
    "memory_vs_ptb",
    "search_vs_rrule",
    "pipeline_vs_bare",
}


@pytest.mark.timeout(240)  # thirteen processes come up, one after another
def test_the_bench_ends_with_its_ratios_by_name() -> None:
    command = [sys.executable, "-m", "bench", "--people", "2", "--rounds", "1"]
    ended = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    ratios = json.loads(ended.stdout.splitlines()[-1])
    assert set(ratios) >= NAMES
    assert all(math.isfinite(ratio) and ratio > 0 for ratio in ratios.values())
