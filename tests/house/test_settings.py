"""Every setting is documented, by the name that operators set."""

from typing import get_args

from bot.dialogue.words import LANGUAGES
from bot.settings import Settings
from tests.house.committed import ROOT


def test_every_setting_is_documented() -> None:
    words = (ROOT / "docs" / "operators.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in words] == []


def test_the_default_language_is_any_that_we_speak() -> None:
    assert set(get_args(Settings.model_fields["default_locale"].annotation)) == set(LANGUAGES)
