"""Slack's limits, and cutting to them."""

HEADER = 150
TEXT = 3000  # of a section
LABEL = 75
TITLE = 24  # of a modal, its buttons too
IN_MESSAGE = 50  # blocks
IN_VIEW = 100
PER_ROW = 25  # buttons of an actions block
FALLBACK = 3000
ALT = 2000  # of a picture


def cut(text: str, longest: int) -> str:
    """The text, ended with an ellipsis where it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
