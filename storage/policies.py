"""Every SELECT about policies."""

from sqlalchemy.orm import Session

from domain.policies.model import Policy


class SqlPolicies:
    def __init__(self, session: Session) -> None:
        self._session = session

    def policy(self, policy_id: int | None) -> Policy | None:
        return self._session.get(Policy, policy_id) if policy_id is not None else None
