"""What people signed stays what they signed."""

from hashlib import sha256

from domain.health.rules import NOTE, QUESTIONS, QUESTIONS_VERSION, WAIVER, WAIVER_VERSION

# Every version there ever was. Changed words are a new version, with a new line here.
QUESTIONNAIRES = {1: "a2b191cfad28cbeb"}
WAIVERS = {1: "e2438d7aaf07b17b"}


def _seal(*words: str) -> str:
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def test_other_questions_are_another_version() -> None:
    asked = _seal(*(f"{each.name} {each.words}" for each in (*QUESTIONS, NOTE)))
    assert QUESTIONNAIRES[QUESTIONS_VERSION] == asked


def test_another_waiver_is_another_version() -> None:
    assert WAIVERS[WAIVER_VERSION] == _seal(WAIVER.words)
