"""Where sessions are: a place in words, or the link by which an online one is joined."""

from urllib.parse import urlsplit

from domain.errors import Unreadable

LONGEST = 120  # characters
_NOWHERE = frozenset({"off", "none", "no", "-", "ninguno"})


class UnreadableLink(Unreadable):
    """That is no link that I can pass on. It begins with https:// and has 120 characters at most.
    Try: https://meet.example.com/ana
    """


def read_place(words: str) -> str:
    """A place as it was typed, or a link; "" for none. Raises UnreadableLink."""
    place = " ".join(words.split())
    if place.casefold() in _NOWHERE:
        return ""
    looks_so = "://" in place or place.casefold().startswith("www.")
    return _read_link(place) if looks_so else place[:LONGEST].strip()


def is_link(place: str) -> bool:
    return place.startswith("https://")


def _read_link(link: str) -> str:
    """Over https to a host by name. Plain letters only, and nobody's password in it: what it shows is where
    it leads.
    """
    try:
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnreadableLink from error
    named = "." in host.strip(".") and not host.replace(".", "").isdecimal()
    plain = link.isascii() and link.isprintable() and not {" ", "\\"} & set(link)
    if parts.scheme != "https" or not named or not plain or port == 0 or parts.username is not None:
        raise UnreadableLink
    if len(link) > LONGEST:
        raise UnreadableLink
    return f"https{link[5:]}"
