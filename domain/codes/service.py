"""The use cases of codes: made by staff, typed by clients."""

import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.holds import relate
from domain.codes import errors
from domain.codes.idle import is_idle
from domain.codes.model import CodeTry, Gift, GiftService, Promo, PromoUse
from domain.codes.words import folded, new_word, read_promo
from domain.errors import NotFound, NotYours
from domain.ledger.service import Source
from domain.money import Money
from domain.packages.errors import NotOffered, ReasonNeeded
from domain.packages.model import Package
from domain.packages.service import issue, pay_for_coming
from domain.payments.model import Payment, Standing
from domain.payments.refunds import at_bank, returned
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import wall

TRIES, WITHIN = 5, timedelta(minutes=10)


def make_promo(
    work: Work, actor: Person, of: Trainer | None, said: str, *, currency: str, zone: str, now: datetime
) -> Promo:
    """For a trainer's packages, or by an admin for everybody's. Raises an `Unreadable`, WordTaken,
    NotOffered.
    """
    _require(actor, of)
    offer = read_promo(said, currency=currency, today=wall(now, zone).date())
    if work.codes.promo_named(offer.word) or work.codes.gift(offer.word):
        raise errors.WordTaken(word=offer.word)
    theirs = work.packages.of_trainer(of.id) if of else []
    known = {each.name.casefold(): each.id for each in theirs}
    if offer.package and offer.package.casefold() not in known:
        raise NotOffered(name=offer.package)
    promo = Promo(
        word=offer.word,
        trainer_id=of.id if of else None,
        percent=offer.percent,
        amount_minor=offer.amount.minor if offer.amount else None,
        currency=offer.amount.currency if offer.amount else None,
        package_id=known.get(offer.package.casefold()),
        most=offer.most,
        until=offer.until,
        made_by=actor.id,
        made_at=now,
    )
    work.add(promo)
    work.flush()
    return promo


def set_promo(work: Work, actor: Person, word: str, *, on: bool) -> Promo:
    """End it, or let it go on: what was begun with it stays. Raises NoSuchCode, NotYours."""
    promo = work.codes.promo_named(folded(word))
    if promo is None:
        raise errors.NoSuchCode(word=word)
    _require(actor, work.trainers.trainer(promo.trainer_id) if promo.trainer_id else None)
    promo.active = on
    return promo


def _require(actor: Person, of: Trainer | None) -> None:
    """The studio's are an admin's."""
    if of is not None:
        require_trainer(actor, of)
    elif not actor.roles & Role.ADMIN:
        raise NotYours


def give(work: Work, actor: Person, package: Package, *, reason: str, now: datetime) -> Gift:
    """A code for the sessions of a package, that its trainer gives away. Raises ReasonNeeded, NotOffered."""
    require_trainer(actor, work.trainers.trainer(package.trainer_id))
    if not any(map(str.isalpha, reason)):
        raise ReasonNeeded
    if not package.active or package.monthly:
        raise NotOffered(name=package.name)
    gift = _gift(package, actor.id, reason=reason, now=now)
    return _write(work, gift, work.packages.services_of(package.id))


def _gift(package: Package, made_by: int, *, reason: str, now: datetime) -> Gift:
    return Gift(
        word=new_word(),
        package_id=package.id,
        trainer_id=package.trainer_id,
        name=package.name,
        sessions=package.sessions,
        days=package.days,
        price_minor=package.price.minor,
        currency=package.currency,
        reason=reason[:200],
        made_by=made_by,
        made_at=now,
    )


def _write(work: Work, gift: Gift, services: Iterable[int]) -> Gift:
    """With the services that it is good for, whatever becomes of its package."""
    work.add(gift)
    work.flush()
    work.add(*(GiftService(gift_id=gift.id, service_id=each) for each in services))
    work.flush()
    return gift


def look_up(work: Work, client: Person, said: str, *, now: datetime) -> Promo | Gift | None:
    """What a word is good for; a wrong one is counted. Raises TooManyTries."""
    if work.codes.tries(client.id, now - WITHIN) >= TRIES:
        raise errors.TooManyTries
    word = folded(said)
    found = work.codes.gift(word) or work.codes.promo_named(word)
    if found is None:
        work.add(CodeTry(person_id=client.id, at=now))
    return found


def price_with(work: Work, promo: Promo, package: Package, *, now: datetime) -> Money | None:
    """None where it is not for that package, or takes nothing or everything off; cards are charged whole
    tens of thousandths.
    """
    price = package.price
    of_another = promo.trainer_id not in (None, package.trainer_id)
    if package.monthly or of_another or promo.package_id not in (None, package.id):
        return None
    if promo.percent is None and promo.currency != price.currency:
        return None
    step = 10 if price.digits == 3 else 1
    off = price.share(promo.percent, of=100).minor if promo.percent else promo.amount_minor or 0
    off -= off % step
    return Money(price.minor - off, price.currency) if 0 < off < price.minor else None


def require_good(work: Work, promo: Promo, package: Package, client: Person, *, now: datetime) -> Money:
    """The price with it, now and for this client. Raises CodeOver, CodeTaken where that is for want of uses,
    and CodeUsed.
    """
    price = price_with(work, promo, package, now=now)
    trainer = work.trainers.trainer(package.trainer_id)
    is_over = promo.until is not None and wall(now, trainer.zone).date() > promo.until
    if price is None or is_over or not promo.active:
        raise errors.CodeOver(word=promo.word)
    uses = [each for each in work.codes.uses(promo.id) if not is_idle(work, each, client, now=now)]
    if any(each.client_id == client.id for each in uses):
        raise errors.CodeUsed(word=promo.word)
    if promo.most is not None and len(uses) >= promo.most:
        raise errors.CodeTaken(word=promo.word)
    return price


def use(work: Work, promo: Promo, payment: Payment, full: Money) -> None:
    """Count it, with the payment whose price it has lowered."""
    taken = {each.number for each in work.codes.uses(promo.id)}
    work.add(
        PromoUse(
            payment_id=payment.id,
            promo_id=promo.id,
            client_id=payment.client_id,
            number=next(each for each in itertools.count(1) if each not in taken),
            off_minor=full.minor - payment.price_minor,
        )
    )
    work.flush()


def _is_kept(work: Work, bought: Payment) -> bool:
    return bought.status is Standing.PAID and not returned(work, bought).minor and not at_bank(work, bought)


def redeem(work: Work, client: Person, word: str, *, now: datetime) -> Gift:
    """The credits are theirs, once. The same again by the same client changes nothing. Raises NoSuchCode,
    CodeUsed, and CodeOver where its payment was given back, or a bank has it.
    """
    gift = work.codes.gift(folded(word))
    if gift is None:
        raise errors.NoSuchCode(word=word)
    if gift.redeemed_by is not None:
        if gift.redeemed_by == client.id:
            return gift
        raise errors.CodeUsed(word=gift.word)
    bought = work.payments.locked(gift.payment_id) if gift.payment_id else None
    if bought is not None and not _is_kept(work, bought):
        raise errors.CodeOver(word=gift.word)
    trainer = work.trainers.trainer(gift.trainer_id)
    relate(work, client, trainer, now=now)
    lot = issue(
        work,
        client,
        trainer,
        gift.sessions,
        package_id=gift.package_id,
        name=gift.name,
        price=gift.price,
        days=gift.days,
        services=work.codes.services_of(gift.id),
        actor=client,
        now=now,
        reason=gift.reason,
        source=Source(bought.id, f"gift:{gift.id}") if bought else None,
    )
    gift.redeemed_by, gift.redeemed_at, gift.lot_id = client.id, now, lot.id
    work.flush()
    pay_for_coming(work, client, trainer, actor=client, now=now)
    return gift


def bought_gift(work: Work, payment: Payment, *, now: datetime) -> Gift:
    """What a client has paid for somebody else. Raises NotFound where it is for nobody."""
    if payment.package_id is None:
        raise NotFound
    gift = _gift(work.packages.package(payment.package_id), payment.client_id, reason="", now=now)
    gift.name, gift.sessions, gift.days = payment.name, payment.sessions, payment.days
    gift.price_minor, gift.currency, gift.payment_id = payment.price_minor, payment.currency, payment.id
    return _write(work, gift, work.payments.services_of(payment.id))
