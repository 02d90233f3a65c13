"""What the consent slice asks of storage."""

from typing import Protocol

from domain.consent.model import Consent
from domain.notifications.model import Purpose


class Consents(Protocol):
    def stands(self, address_id: int, purpose: Purpose) -> Consent | None:
        """The latest line of an address that gives or withdraws; None where there is neither."""
        ...

    def asked(self, address_id: int, purpose: Purpose) -> Consent | None:
        """The latest line of an address that asks."""
        ...

    def was_settled(self, person_id: int, purpose: Purpose) -> bool:
        """Whether this person was ever asked, or said anything about it unasked."""
        ...
