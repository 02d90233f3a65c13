"""Every SELECT about packages and the credits that clients have."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import Date, Integer, and_, bindparam, case, delete, func, insert, or_, select, text
from sqlalchemy.orm import Session

from domain.codes.model import Gift
from domain.errors import NotFound
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.packages.model import CreditLot, LotExtension, LotService, Package, PackageService
from domain.packages.ports import HeldBy, Holding
from domain.payments.disputed import Dispute
from domain.payments.model import Payment
from domain.people.model import Person
from domain.trainers.model import Trainer

_nearest = bindparam("nearest", type_=Integer)
_client, _trainer = bindparam("client", type_=Integer), bindparam("trainer", type_=Integer)
_WITH_ANY = (CreditLot.client_id == _client, or_(_trainer.is_(None), CreditLot.trainer_id == _trainer))
_LOCK = (
    select(CreditLot)
    .where(CreditLot.client_id == _client, CreditLot.trainer_id == _trainer)
    .order_by(CreditLot.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_LOTS = (
    select(CreditLot).where(*_WITH_ANY).order_by(func.coalesce(CreditLot.expires_on, date.max), CreditLot.id)
)
_MOVED = func.sum(
    case((LedgerEntry.taker_id == LedgerAccount.id, LedgerEntry.amount), else_=-LedgerEntry.amount)
)
_TOUCHES = or_(LedgerEntry.taker_id == LedgerAccount.id, LedgerEntry.giver_id == LedgerAccount.id)
_BALANCES = (
    select(LedgerAccount.lot_id, LedgerAccount.kind, _MOVED)
    .join(LedgerEntry, _TOUCHES)
    .join(CreditLot, CreditLot.id == LedgerAccount.lot_id)
    .where(LedgerAccount.client_id == _client, *_WITH_ANY)
    .group_by(LedgerAccount.lot_id, LedgerAccount.kind)
)
_SERVICES = (
    select(LotService.lot_id, LotService.service_id)
    .join(CreditLot, CreditLot.id == LotService.lot_id)
    .where(*_WITH_ANY)
)
_HOLDERS = select(CreditLot.client_id).where(CreditLot.trainer_id == _trainer).distinct()
_EXTENSIONS = (
    select(LotExtension)
    .join(CreditLot, CreditLot.id == LotExtension.lot_id)
    .where(CreditLot.client_id == _client, CreditLot.trainer_id == _trainer)
    .order_by(LotExtension.id)
)
_RUN_OUT = (
    select(CreditLot)
    .where(CreditLot.expires_on < bindparam("before", type_=Date), text("NOT credit_lot.ended"))
    .order_by(CreditLot.expires_on)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(key_share=True, skip_locked=True)
)
_FROZEN = (
    select(CreditLot.id)
    .outerjoin(Gift, Gift.lot_id == CreditLot.id)
    .join(Payment, or_(Payment.lot_id == CreditLot.id, Payment.id == Gift.payment_id))
    .join(Dispute, Dispute.payment_id == Payment.id)
    .where(*_WITH_ANY, Dispute.closed_at.is_(None))
    .distinct()
)
_OFFERED = (
    select(Trainer, Package)
    .join(Package, Package.trainer_id == Trainer.id)
    .where(Trainer.active, Package.active)
    .order_by(Package.trainer_id, Package.id)
    .limit(bindparam("limit", type_=Integer))
)
_EXPIRING = (
    select(CreditLot)
    .where(
        text("NOT credit_lot.ended"),
        or_(
            and_(CreditLot.expires_on <= bindparam("far", type_=Date), CreditLot.warned.is_(None)),
            and_(CreditLot.expires_on <= bindparam("near", type_=Date), CreditLot.warned > _nearest),
        ),
        CreditLot.expires_on <= bindparam("far", type_=Date),
    )
    .order_by(CreditLot.expires_on)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(key_share=True, skip_locked=True)
)
_OF_PACKAGE = (CreditLot.trainer_id == _trainer, CreditLot.package_id == bindparam("package", type_=Integer))
_HELD_BY = (
    select(Person.name, CreditLot)
    .join(CreditLot, CreditLot.client_id == Person.id)
    .where(*_OF_PACKAGE)
    .order_by(func.coalesce(CreditLot.expires_on, date.max), CreditLot.id)
)
_BALANCES_OF_PACKAGE = (
    select(LedgerAccount.lot_id, LedgerAccount.kind, _MOVED)
    .join(LedgerEntry, _TOUCHES)
    .join(CreditLot, CreditLot.id == LedgerAccount.lot_id)
    .where(*_OF_PACKAGE)
    .group_by(LedgerAccount.lot_id, LedgerAccount.kind)
)
_HELD = (Kind.FREE, Kind.RESERVED, Kind.USED, Kind.EXPIRED)


class SqlPackages:
    def __init__(self, session: Session) -> None:
        self._session = session

    def package(self, package_id: int) -> Package:
        found = self._session.get(Package, package_id)
        if found is None:
            raise NotFound
        return found

    def of_trainer(self, trainer_id: int) -> list[Package]:
        offered = select(Package).where(Package.trainer_id == trainer_id).order_by(Package.id)
        return list(self._session.scalars(offered))

    def offered(self, *, limit: int) -> list[tuple[Trainer, Package]]:
        return [(trainer, package) for trainer, package in self._session.execute(_OFFERED, {"limit": limit})]

    def services_of(self, package_id: int) -> list[int]:
        named = select(PackageService.service_id).where(PackageService.package_id == package_id)
        return list(self._session.scalars(named.order_by(PackageService.service_id)))

    def be_for(self, package_id: int, services: Collection[int]) -> None:
        self._session.execute(delete(PackageService).where(PackageService.package_id == package_id))
        if services:
            rows = [{"package_id": package_id, "service_id": each} for each in services]
            self._session.execute(insert(PackageService), rows)

    def lot(self, lot_id: int) -> CreditLot:
        found = self._session.get(CreditLot, lot_id)
        if found is None:
            raise NotFound
        return found

    def lock(self, client_id: int, trainer_id: int) -> bool:
        self._session.flush()
        found = self._session.scalars(_LOCK, {"client": client_id, "trainer": trainer_id})
        return bool(found.all())

    def holdings(self, client_id: int, trainer_id: int | None = None) -> list[Holding]:
        values = {"client": client_id, "trainer": trainer_id}
        lots = self._session.scalars(_LOTS, values).all()
        if not lots:
            return []
        balances: dict[int, dict[str, int]] = defaultdict(dict)
        for lot_id, kind, amount in self._session.execute(_BALANCES, values):
            if kind in _HELD:
                balances[lot_id][kind.value] = amount
        services = defaultdict(set)
        for lot_id, service_id in self._session.execute(_SERVICES, values):
            services[lot_id].add(service_id)
        for frozen in self._session.scalars(_FROZEN, values):
            balances[frozen]["frozen"] = balances[frozen].pop("free", 0)
        return [Holding(lot, frozenset(services[lot.id]), **balances[lot.id]) for lot in lots]

    def holders(self, trainer_id: int) -> list[int]:
        return list(self._session.scalars(_HOLDERS, {"trainer": trainer_id}))

    def extensions(self, client_id: int, trainer_id: int) -> list[LotExtension]:
        return list(self._session.scalars(_EXTENSIONS, {"client": client_id, "trainer": trainer_id}))

    def held_by(self, package: Package) -> list[HeldBy]:
        values = {"trainer": package.trainer_id, "package": package.id}
        balances: dict[int, dict[str, int]] = defaultdict(dict)
        for lot_id, kind, amount in self._session.execute(_BALANCES_OF_PACKAGE, values):
            if kind in _HELD:
                balances[lot_id][kind.value] = amount
        found = self._session.execute(_HELD_BY, values)
        return [HeldBy(name, Holding(lot, frozenset(), **balances[lot.id])) for name, lot in found]

    def expiring(self, today: date, warned: Collection[int], *, limit: int = 100) -> list[CreditLot]:
        near, far = min(warned), max(warned)
        values = {
            "near": today + timedelta(days=near),
            "far": today + timedelta(days=far),
            "nearest": near,
            "limit": limit,
        }
        return list(self._session.scalars(_EXPIRING, values))

    def run_out(self, before: date, *, limit: int = 100) -> list[CreditLot]:
        return list(self._session.scalars(_RUN_OUT, {"before": before, "limit": limit}))
