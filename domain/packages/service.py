"""The use cases of packages: what a trainer sells, what a client is given, and until when it lasts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.rules import FIRM
from domain.ledger.model import Kind, Step
from domain.ledger.service import Source, enter, of_lot
from domain.money import Money
from domain.notifications.service import tell
from domain.packages import errors
from domain.packages.expiring import warned_by
from domain.packages.model import CreditLot, LotExtension, LotService, Package
from domain.packages.spending import reserve
from domain.packages.words import Bundle, read_bundle
from domain.people.model import Person
from domain.policies.model import Pay
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall

MOST = 20  # packages: a list that can still be read
_FURTHEST_AHEAD = timedelta(hours=14)  # of UTC, that any calendar is
_AT_ONCE = 100


def add_package(
    work: Work, actor: Person, trainer: Trainer, said: Mapping[str, str], *, currency: str, now: datetime
) -> Package:
    """Raises an `Unreadable`, NotSaid, SameName, TooManyPackages."""
    require_trainer(actor, trainer)
    bundle = _read(work, trainer, said, currency)
    if bundle.name is None or bundle.sessions is None or bundle.price is None:
        raise errors.NotSaid
    if len(work.packages.of_trainer(trainer.id)) >= MOST:
        raise errors.TooManyPackages
    _require_own_name(work, trainer, bundle.name)
    package = Package(
        trainer_id=trainer.id,
        name=bundle.name,
        sessions=bundle.sessions,
        price_minor=bundle.price.minor,
        currency=bundle.price.currency,
        made_at=now,
    )
    work.add(package)
    work.flush()
    _apply(work, package, bundle)
    return package


def change_package(work: Work, actor: Person, package_id: int, said: Mapping[str, str]) -> Package:
    """What was given already stays as it was given. Raises an `Unreadable` or SameName."""
    package = work.packages.package(package_id)
    trainer = work.trainers.trainer(package.trainer_id)
    require_trainer(actor, trainer)
    bundle = _read(work, trainer, said, package.currency)
    if bundle.name:
        _require_own_name(work, trainer, bundle.name, but=package.id)
    _apply(work, package, bundle)
    return package


def offer_package(work: Work, actor: Person, package_id: int, *, on: bool) -> Package:
    package = work.packages.package(package_id)
    require_trainer(actor, work.trainers.trainer(package.trainer_id))
    package.active = on
    return package


def give_package(
    work: Work, actor: Person, client: Person, package_id: int, *, reason: str, now: datetime
) -> CreditLot:
    """The sessions of a package, good from today. Raises NotTraining, NotOffered, Monthly, ReasonNeeded."""
    package = work.packages.package(package_id)
    trainer = work.trainers.trainer(package.trainer_id)
    if not package.active:
        raise errors.NotOffered(name=package.name)
    if package.monthly:
        raise errors.Monthly(name=package.name)
    return _give(
        work, actor, client, trainer, package.sessions,
        package=package, days=package.days, reason=reason, now=now,
    )  # fmt: skip


def give_credits(
    work: Work,
    actor: Person,
    client: Person,
    trainer: Trainer,
    count: int,
    *,
    days: int | None = None,
    reason: str,
    now: datetime,
) -> CreditLot:
    """Single credits, for any of a trainer's services. Raises NotTraining, ReasonNeeded."""
    return _give(work, actor, client, trainer, count, days=days or None, reason=reason, now=now)


def extend(work: Work, actor: Person, lot_id: int, until: date, *, reason: str, now: datetime) -> CreditLot:
    """Let a lot last longer; what had expired of it may be spent again. Raises NeverExpires, NotLonger,
    ReasonNeeded.
    """
    lot = work.packages.lot(lot_id)
    trainer = work.trainers.trainer(lot.trainer_id)
    require_trainer(actor, trainer)
    _require_reason(reason)
    work.packages.lock(lot.client_id, lot.trainer_id)
    if lot.expires_on is None:
        raise errors.NeverExpires
    if until <= lot.expires_on:
        raise errors.NotLonger
    was, lot.expires_on, lot.ended = lot.expires_on, until, False
    lot.warned = warned_by(until, wall(now, trainer.zone).date())
    work.add(
        LotExtension(lot_id=lot.id, was=was, until=until, at=now, actor_id=actor.id, reason=reason[:200])
    )
    expired = of_lot(work, lot, Kind.EXPIRED)
    if (gone := work.ledger.balance(expired)) and until >= wall(now, trainer.zone).date():
        enter(work, Step.RENEWED, expired, of_lot(work, lot, Kind.FREE), gone, actor=actor, now=now)
    work.flush()
    _tell(work, lot, "extended", until.isoformat(), now)
    return lot


def expire_due(work: Work, *, now: datetime) -> int:
    """What nobody can spend any more, its last day being over on its trainer's calendar. Answers how many
    lots it were.
    """
    ended = 0
    for lot in work.packages.run_out((now + _FURTHEST_AHEAD).date(), limit=_AT_ONCE):
        trainer = work.trainers.trainer(lot.trainer_id)
        if lot.expires_on is None or wall(now, trainer.zone).date() <= lot.expires_on:
            continue
        free = of_lot(work, lot, Kind.FREE)
        if count := work.ledger.balance(free):
            enter(work, Step.EXPIRED, free, of_lot(work, lot, Kind.EXPIRED), count, actor=None, now=now)
        lot.ended = True
        ended += 1
    work.flush()
    return ended


def _give(
    work: Work,
    actor: Person,
    client: Person,
    trainer: Trainer,
    count: int,
    *,
    package: Package | None = None,
    days: int | None,
    reason: str,
    now: datetime,
) -> CreditLot:
    """What the client has booked already is paid with them first, the next session before those after it."""
    require_trainer(actor, trainer)
    _require_reason(reason)
    if work.people.relationship(client.id, trainer.id) is None:
        raise errors.NotTraining(name=client.first_name)
    lot = issue(
        work,
        client,
        trainer,
        count,
        package_id=package.id if package else None,
        name=package.name if package else "",
        price=package.price if package else None,
        days=days,
        services=work.packages.services_of(package.id) if package else [],
        actor=actor,
        now=now,
        reason=reason,
    )
    pay_for_coming(work, client, trainer, actor=actor, now=now)
    _tell(work, lot, "given", str(count), now)
    return lot


def issue(
    work: Work,
    client: Person,
    trainer: Trainer,
    count: int,
    *,
    package_id: int | None,
    name: str,
    price: Money | None,
    days: int | None,
    services: Iterable[int],
    actor: Person | None,
    now: datetime,
    reason: str = "",
    source: Source | None = None,
) -> CreditLot:
    """New credits, good from today. Whether their client may have them is the caller's to know."""
    expires_on = _last_day(trainer, days, now)
    lot = CreditLot(
        client_id=client.id,
        trainer_id=trainer.id,
        package_id=package_id,
        name=name,
        price_minor=price.minor if price else None,
        currency=price.currency if price else None,
        expires_on=expires_on,
        given_at=now,
        warned=warned_by(expires_on, wall(now, trainer.zone).date()),
    )
    work.add(lot)
    work.flush()
    work.add(*(LotService(lot_id=lot.id, service_id=each) for each in services))
    enter(
        work,
        Step.GIVEN,
        of_lot(work, lot, Kind.ISSUED),
        of_lot(work, lot, Kind.FREE),
        count,
        actor=actor,
        now=now,
        reason=reason,
        source=source,
    )
    return lot


def pay_for_coming(
    work: Work, client: Person, trainer: Trainer, *, actor: Person | None, now: datetime
) -> None:
    """With what credits there are, the next session before those after it; of which a deposit was paid, the
    rest is.
    """
    for each in work.bookings.coming(client.id, now, limit=_AT_ONCE):
        if each.trainer.id != trainer.id or each.booking.lot_id is not None:
            continue
        sheet = work.bookings.sheet(each.booking.id)  # as it is now: paid, moved or cancelled meanwhile
        booking = sheet.booking
        is_unpaid = booking.lot_id is None and booking.pay is Pay.LATER
        if is_unpaid and booking.status in FIRM and booking.starts > now:
            reserve(work, sheet, actor=actor, now=now)


def _tell(work: Work, lot: CreditLot, what: str, amount: str, now: datetime) -> None:
    data = {"what": what, "amount": amount}
    about = ("credits", lot.id)
    key = f"credits:{lot.id}:{what}:{amount}"
    tell(work, lot.client_id, Role.CLIENT, "client_credits", key, due=now, subject=about, data=data)


def _last_day(trainer: Trainer, days: int | None, now: datetime) -> date | None:
    return wall(now, trainer.zone).date() + timedelta(days=days) if days else None


def _read(work: Work, trainer: Trainer, said: Mapping[str, str], currency: str) -> Bundle:
    return read_bundle(said, currency=currency, services=work.trainers.all_services(trainer.id))


def _apply(work: Work, package: Package, bundle: Bundle) -> None:
    package.name = bundle.name or package.name
    package.sessions = bundle.sessions or package.sessions
    if bundle.price:
        package.price_minor, package.currency = bundle.price.minor, bundle.price.currency
    if bundle.days is not None:
        package.days = bundle.days or None
    if bundle.discount is not None:
        package.discount = bundle.discount
    if bundle.monthly is not None:
        package.monthly = bundle.monthly
    if bundle.tax is not None:
        package.tax_rate = bundle.tax.rate
    if bundle.services is not None:
        work.packages.be_for(package.id, bundle.services)
    work.flush()


def _require_own_name(work: Work, trainer: Trainer, name: str, *, but: int = 0) -> None:
    others = (each for each in work.packages.of_trainer(trainer.id) if each.id != but)
    if any(each.name.casefold() == name.casefold() for each in others):
        raise errors.SameName(name=name)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise errors.ReasonNeeded
