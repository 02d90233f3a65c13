"""What handles something is loaded: a module that nobody imports answers nobody."""

import re

from bot.screens import MODULES
from tests.house.committed import ROOT

HANDLES = re.compile(r"^@(on|command|answers|sentence|card|notice)\(", re.MULTILINE)


def test_every_module_with_handlers_is_a_screen() -> None:
    files = [each for each in (ROOT / "bot").rglob("*.py") if HANDLES.search(each.read_text())]
    named = {".".join(each.relative_to(ROOT).with_suffix("").parts) for each in files}
    assert len(named) > 100
    assert named <= set(MODULES)
