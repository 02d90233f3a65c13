"""Promo and gift codes as staff makes them."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, money
from bot.packages import gift_said
from bot.trainer.packages import named
from domain.base import Role
from domain.codes import service as codes
from domain.codes.model import Promo
from domain.money import Money
from domain.trainers.offers import currency_of

_OFF = {"off", "no", "fin"}
_ON = {"on", "sí", "si"}
_NEW = {"new", "nuevo", "nueva"}
_STUDIO = {"studio", "estudio"}


@command("promo", "promos", "hub promo", "hub promos", who=Role.TRAINER | Role.ADMIN, takes_words=True)
def promo_typed(turn: Turn, rest: str) -> Screen:
    """Alone: all of them. Such as "promo SUMMER 20%, for 10-pack, uses 50" or "promo SUMMER off". An admin's
    is the whole studio's; one who trains, too, says "promo studio SUMMER 20%".
    """
    trainer = turn.work.trainers.of_person(turn.person.id)
    said = rest.split()
    if said and said[0].casefold() in _STUDIO and turn.person.roles & Role.ADMIN:
        trainer, said = None, said[1:]
    if said and said[0].casefold() in _NEW:
        said = said[1:]
    if len(said) == 2 and said[1].casefold() in _OFF | _ON:
        codes.set_promo(turn.work, turn.person, said[0], on=said[1].casefold() in _ON)
    elif said:
        studio = turn.studio
        currency = currency_of(turn.work, trainer, studio.currency) if trainer else studio.currency
        zone = trainer.zone if trainer else studio.zone
        words = " ".join(said)
        codes.make_promo(turn.work, turn.person, trainer, words, currency=currency, zone=zone, now=turn.now)
    turn.work.flush()
    known = [_line(turn, each) for each in turn.work.codes.promos_of(trainer.id if trainer else None)]
    how = _("To make one, type for example: promo SUMMER 20%, for 10-pack, uses 50, until 31 dec")
    return Screen(title=_("Your codes"), text=lines(*known, how), private=True)


def _line(turn: Turn, promo: Promo) -> str:
    used = len(turn.work.codes.uses(promo.id))
    amount = Money(promo.amount_minor or 0, promo.currency or "")
    return list_of(
        [
            promo.word,
            _("{n} % off", n=promo.percent) if promo.percent else _("{amount} off", amount=money(amount)),
            turn.work.packages.package(promo.package_id).name if promo.package_id else "",
            _("{n} of {most} used", n=used, most=promo.most) if promo.most else _("{n} used", n=used),
            _("until {day}", day=day(promo.until)) if promo.until else "",
            "" if promo.trainer_id else _("for the whole studio"),
            "" if promo.active else _("ended"),
        ]
    )


@command("gift", "hub gift", "regalo", "hub regalo", who=Role.TRAINER, takes_words=True)
def gift_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "gift 10-pack for the raffle": a code for whoever is given it."""
    package, reason = named(turn, rest)
    if package is None or not reason:
        how = _("For which package, and why? Type for example: gift 10-pack won the raffle")
        return Screen(text=how, private=True)
    gift = codes.give(turn.work, turn.person, package, reason=reason.strip(" ,:"), now=turn.now)
    return Screen(title=package.name, text=gift_said(gift.word), private=True)
