"""Every SELECT about wallets."""

import secrets

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.wallets.model import Wallet
from storage.tables import table

_TOKEN_BYTES = 9
_LOCKED = (
    select(Wallet)
    .where(Wallet.person_id == bindparam("person"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_BY_TOKEN = select(Wallet).where(Wallet.token == bindparam("token"))
_BY_CUSTOMER = select(Wallet).where(Wallet.customer_id == bindparam("customer"))
_wallet = table(Wallet)
_OPEN = {
    "sqlite": sqlite.insert(_wallet).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_wallet).on_conflict_do_nothing(),
}


class SqlWallets:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: int) -> Wallet | None:
        return self._session.get(Wallet, person_id)

    def locked(self, person_id: int) -> Wallet:
        """Two who open it at once open one."""
        self._session.flush()
        found = self._session.scalars(_LOCKED, {"person": person_id}).one_or_none()
        if found is None:
            row = {"person_id": person_id, "token": secrets.token_urlsafe(_TOKEN_BYTES)}
            row |= {"cards": [], "looks": 0, "seen": 0}
            self._session.execute(_OPEN[self._session.get_bind().dialect.name], row)
            found = self._session.scalars(_LOCKED, {"person": person_id}).one()
        return found

    def by_token(self, token: str) -> Wallet | None:
        return self._session.scalars(_BY_TOKEN, {"token": token}).one_or_none()

    def by_customer(self, customer_id: str) -> Wallet | None:
        return self._session.scalars(_BY_CUSTOMER, {"customer": customer_id}).one_or_none()
