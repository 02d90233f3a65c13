"""Telegram's limits, and cutting to them."""

TEXT = 4096  # UTF-16 units, after the markup was read
CAPTION = 1024
TOAST = 200
LABEL = 64  # longer ones are cut by the apps anyway
BUTTONS = 100
PER_ROW = 8
SHARED = 2  # buttons of neighbours in a row, so that their labels can be read


def length(text: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def cut(text: str, units: int) -> str:
    """The text, ended with an ellipsis where it has more UTF-16 units than that."""
    if units <= 0:
        return ""
    if length(text) <= units:
        return text
    encoded = text.encode("utf-16-le")
    # Half a surrogate pair at the cut is dropped, not sent.
    return encoded[: 2 * (units - 1)].decode("utf-16-le", errors="ignore").rstrip() + "…"
