"""Every SELECT about codes."""

from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.codes.model import CodeTry, Gift, GiftService, Promo, PromoUse
from domain.errors import NotFound

_PROMO = (
    select(Promo)
    .where(Promo.id == bindparam("promo"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_NAMED = select(Promo).where(Promo.word == bindparam("word"))
_USES = select(PromoUse).where(PromoUse.promo_id == bindparam("promo")).order_by(PromoUse.number)
_GIFT = (
    select(Gift)
    .where(Gift.word == bindparam("word"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_GIFT_OF = select(Gift).where(Gift.payment_id == bindparam("payment"))
_GIFT_IN = select(Gift).where(Gift.lot_id == bindparam("lot"))
_SERVICES = (
    select(GiftService.service_id)
    .where(GiftService.gift_id == bindparam("gift"))
    .order_by(GiftService.service_id)
)


class SqlCodes:
    def __init__(self, session: Session) -> None:
        self._session = session

    def promo(self, promo_id: int) -> Promo:
        self._session.flush()
        found = self._session.scalars(_PROMO, {"promo": promo_id}).one_or_none()
        if found is None:
            raise NotFound
        return found

    def promo_named(self, word: str) -> Promo | None:
        return self._session.scalars(_NAMED, {"word": word}).one_or_none()

    def promos_of(self, trainer_id: int | None) -> list[Promo]:
        theirs = or_(Promo.trainer_id == trainer_id, Promo.trainer_id.is_(None))
        return list(self._session.scalars(select(Promo).where(theirs).order_by(Promo.id.desc()).limit(20)))

    def uses(self, promo_id: int) -> list[PromoUse]:
        return list(self._session.scalars(_USES, {"promo": promo_id}))

    def use_of(self, payment_id: int) -> PromoUse | None:
        return self._session.get(PromoUse, payment_id)

    def gift(self, word: str) -> Gift | None:
        self._session.flush()
        return self._session.scalars(_GIFT, {"word": word}).one_or_none()

    def gift_of(self, payment_id: int) -> Gift | None:
        return self._session.scalars(_GIFT_OF, {"payment": payment_id}).one_or_none()

    def gift_in(self, lot_id: int) -> Gift | None:
        return self._session.scalars(_GIFT_IN, {"lot": lot_id}).one_or_none()

    def services_of(self, gift_id: int) -> list[int]:
        return list(self._session.scalars(_SERVICES, {"gift": gift_id}))

    def tries(self, person_id: int, since: datetime) -> int:
        tried = select(func.count()).where(CodeTry.person_id == person_id, CodeTry.at > since)
        return self._session.scalars(tried).one()
