"""Every setting is documented, by the name that operators set."""

from bot.settings import Settings
from tests.house.committed import ROOT


def test_every_setting_is_documented() -> None:
    words = (ROOT / "docs" / "operators.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in words] == []
