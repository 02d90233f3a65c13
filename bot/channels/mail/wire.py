"""How a message is written on the wire."""

from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy


class _Whole(UnstructuredHeader, BaseHeader):
    """A link that mail programs act on: in one piece, since encoded or broken it is none (RFC 2369, 2)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
WIRE = SMTP.clone(header_factory=_HEADERS)
