"""What a mail program shows of a subject, and addresses as a setting names them."""

from email.utils import parseaddr

SUBJECT = 78  # characters: more is cut in every list of mails


def cut(text: str, longest: int = SUBJECT) -> str:
    """One line, ended with an ellipsis where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def domain_of(sender: str) -> str:
    """Of "Studio <studio@example.org>": example.org."""
    return parseaddr(sender)[1].rpartition("@")[2]
