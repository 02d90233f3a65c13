"""E-mail addresses as people type them. Source: RFC 5321, less what no mail program shows: quotes, routes."""

import re

from domain.errors import Unreadable

LONGEST = 254
_TOKEN = re.compile(r"[^\s<>()\[\],;:\"“”]+@[^\s<>()\[\],;:\"“”]+")
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class UnreadableAddress(Unreadable):
    """I could not read “{words}” as an e-mail address. One looks like this: me@example.org"""


def read_address(words: str) -> str:
    """The one address in what was typed, in lower case, so that it is one however it is written. Raises
    UnreadableAddress.
    """
    found = [each.strip(".!?'’") for each in _TOKEN.findall(words)]
    local, _at, domain = found[0].lower().rpartition("@") if len(found) == 1 else ("", "", "")
    whole = f"{local}@{domain}"
    if len(local) > 64 or len(whole) > LONGEST or not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise UnreadableAddress(words=words[:60])
    return whole
