"""Every SELECT about disputes."""

from sqlalchemy import Integer, and_, bindparam, or_, select, text
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.payments.disputed import Dispute
from domain.payments.model import Payment, Purpose
from storage.payments import LOCKED_PAYMENT

_CALLED = select(Dispute).where(Dispute.provider_id == bindparam("provider_id"))
_OF_PAYMENT = select(Dispute).where(Dispute.payment_id == bindparam("payment")).order_by(Dispute.id)
_trainer = bindparam("trainer", type_=Integer)
# Who disputes rent is the trainer.
_OF_TRAINER = and_(Payment.trainer_id == _trainer, Payment.purpose != Purpose.RENT)
_OPEN = (
    select(Dispute)
    .join(Payment, Payment.id == Dispute.payment_id)
    .where(Dispute.closed_at.is_(None), or_(_trainer.is_(None), _OF_TRAINER))
    .order_by(Dispute.due_at, Dispute.id)
)
_TO_PROVE = (
    select(Dispute)
    .where(text("dispute.proof_at IS NOT NULL AND dispute.proof_ended_at IS NULL"))
    .order_by(Dispute.id)
    .limit(bindparam("limit", type_=Integer))
)


class SqlDisputes:
    def __init__(self, session: Session) -> None:
        self._session = session

    def dispute(self, dispute_id: int) -> Dispute:
        found = self._session.get(Dispute, dispute_id)
        if found is None:
            raise NotFound
        return found

    def locked(self, dispute_id: int) -> tuple[Dispute, Payment]:
        dispute = self.dispute(dispute_id)
        self._session.flush()
        payment = self._session.scalars(LOCKED_PAYMENT, {"payment": dispute.payment_id}).one()
        self._session.refresh(dispute)
        return dispute, payment

    def called(self, provider_id: str) -> Dispute | None:
        return self._session.scalars(_CALLED, {"provider_id": provider_id}).one_or_none()

    def of_payment(self, payment_id: int) -> list[Dispute]:
        return list(self._session.scalars(_OF_PAYMENT, {"payment": payment_id}))

    def open(self, trainer_id: int | None) -> list[Dispute]:
        return list(self._session.scalars(_OPEN, {"trainer": trainer_id}))

    def to_prove(self, *, limit: int = 20) -> list[Dispute]:
        return list(self._session.scalars(_TO_PROVE, {"limit": limit}))
