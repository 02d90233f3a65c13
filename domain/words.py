"""Sentences that the domain owns, as msgids; whoever shows one translates it."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a message for the catalogue."""
    return message
