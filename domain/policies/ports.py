"""What policies ask of storage."""

from typing import Protocol

from domain.policies.model import Policy


class Policies(Protocol):
    def policy(self, policy_id: int | None) -> Policy | None:
        """The one that is named; None where none is."""
        ...
