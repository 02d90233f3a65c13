"""The words that carriers hear: who has opted out of which sender, and what is answered to them."""

from enum import StrEnum

_HEARD = {
    "STOP": ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"),
    "START": ("START", "YES", "UNSTOP"),
    "HELP": ("HELP", "INFO"),
}


class Keyword(StrEnum):
    """Its value is what a webhook's OptOutType says."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


_ANSWERS = {
    Keyword.STOP: "You are unsubscribed. No more messages come from this number. Reply START to resubscribe.",
    Keyword.START: "You are subscribed again. Reply HELP for help, STOP to unsubscribe.",
    Keyword.HELP: "Reply STOP to unsubscribe. Msg & data rates may apply.",
}
_MEANINGS = {word: Keyword(kind) for kind, words in _HEARD.items() for word in words}


def heard(text: str) -> Keyword | None:
    """A carrier hears a word only when it is the whole message, in any case."""
    return _MEANINGS.get(text.strip().upper())


class OptOuts:
    """Per sender and recipient, as with numbers that belong to no Messaging Service."""

    def __init__(self) -> None:
        self._out: set[tuple[str, str]] = set()

    def kept(self) -> list[list[str]]:
        return [[*pair] for pair in self._out]

    def take_up(self, kept: list[list[str]]) -> None:
        self._out = {(ours, theirs) for ours, theirs in kept}

    def blocks(self, ours: str, theirs: str) -> bool:
        return (ours, theirs) in self._out

    def obey(self, keyword: Keyword, ours: str, theirs: str) -> str | None:
        """The carrier's own answer; None where the word changes nothing."""
        was_out = self.blocks(ours, theirs)
        if keyword is Keyword.STOP:
            self._out.add((ours, theirs))
        elif keyword is Keyword.START:
            self._out.discard((ours, theirs))
        return _ANSWERS[keyword] if keyword is Keyword.HELP or was_out != self.blocks(ours, theirs) else None
