"""Whatever may be said unasked has a notice that says it."""

from bot.notices.said import SAID
from bot.screens import load
from domain.notifications.kinds import KINDS, Group, Night
from tests.house.words import TRANSLATED, catalogue


def test_every_kind_has_a_notice() -> None:
    _routes, notices = load()
    assert notices.missing(KINDS) == []


def test_every_kind_is_called_something_in_every_language() -> None:
    """As people choose about kinds, and ask why one came."""
    assert SAID.keys() == KINDS.keys()
    for language in TRANSLATED:
        known = {message.id: message.string for message in catalogue(language)}
        for name in SAID.values():
            assert known[name], (language, name)


def test_what_may_be_turned_off_or_put_off_is_never_urgent() -> None:
    for name, kind in KINDS.items():
        assert not (kind.grouped and kind.night is Night.ANY), name
        assert not (kind.optional and kind.group is Group.MESSAGES), name
