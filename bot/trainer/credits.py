"""A client's credits as the trainer has them: seen line by line, given, and extended, with a word of why."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from bot.credits import PAGE, history, holding_said, living, lot_name, spendable
from bot.dialogue.forms import readable
from bot.dialogue.paging import page_within, pager
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, local, ngettext
from bot.labels import OpenLabels
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.money_views import AskPayer
from bot.trainer.package_views import (
    AskSell,
    AskTakeBack,
    CreditsOf,
    ExtendLot,
    GiveCredits,
    GivePackage,
    OpenHolders,
    WhyOf,
)
from bot.trainer.packages import named
from bot.trainer.standing import client_named
from domain.access import require_trainer
from domain.base import Role
from domain.errors import NotYours
from domain.packages import service as packages
from domain.packages.ports import Holding
from domain.packages.taking import was_paid
from domain.packages.words import read_days, read_sessions
from domain.people.model import Person
from domain.trainers.model import Trainer

_COUNT = re.compile(
    r"(?P<n>[0-9]{1,3}) (?:single )?(?:credits?|sessions?|créditos?|sesiones|sesión|bonos?)\b"
)
_WHY = N_("Why (it is kept, and the client can read it)")
_LONGER = re.compile(r"(?P<n>[0-9]{1,4}) ?(?:days?|días?|dias?|d)\b")


class WhyGiven(BaseModel):
    reason: str = Field(title=_WHY, examples=[N_("Paid in cash")], max_length=200)


class Singles(BaseModel):
    count: Annotated[str, readable(read_sessions)] = Field(
        title=N_("How many credits"), examples=["1"], max_length=20
    )
    days: Annotated[str, readable(read_days)] | None = Field(
        None, title=N_("For how long they are good"), examples=[N_("90 days")], max_length=30
    )
    reason: str = Field(title=_WHY, examples=[N_("Sorry for Tuesday")], max_length=200)


class Longer(BaseModel):
    until: date = Field(title=N_("Their last day from now on"))
    reason: str = Field(title=_WHY, examples=[N_("Was ill")], max_length=200)


@command(
    "credits",
    "hub credits",
    "bonos",
    "hub bonos",
    "créditos",
    "hub créditos",
    who=Role.TRAINER,
    takes_words=True,
)
def credits_typed(turn: Turn, rest: str) -> Screen:
    """Alone: who has any. Such as "credits sam"."""
    client, _more = client_named(turn, trainer_of(turn), rest)
    return _holders(turn, rest) if client is None else credits_screen(turn, client)


@command("give", "hub give", "dar", "hub dar", who=Role.TRAINER, takes_words=True)
def give_typed(turn: Turn, rest: str) -> Screen:
    """Such as "give sam 10-pack paid in cash" or "give sam 2 credits sorry for Tuesday"."""
    trainer = trainer_of(turn)
    client, more = client_named(turn, trainer, rest)
    if client is None:
        return _holders(turn, rest)
    if found := _COUNT.match(more.casefold()):
        reason = more[found.end() :].strip(" ,:")
        if not reason:
            return ask_credits(turn, GiveCredits(client.id), count=found["n"])
        count = read_sessions(found["n"])
        return _gave_credits(turn, client, trainer, count, None, reason)
    package, reason = named(turn, more)
    if package is None:
        unread = _("Nothing was given: I could not read “{words}”.", words=more[:40])
        return credits_screen(turn, client).with_toast(unread) if more else credits_screen(turn, client)
    if not reason:
        return ask_package(turn, GivePackage(client.id, package.id))
    return _gave_package(turn, client, package.id, reason.strip(" ,:"))


@command("extend", "hub extend", "ampliar", "hub ampliar", who=Role.TRAINER, takes_words=True)
def extend_typed(turn: Turn, rest: str) -> Screen:
    """Such as "extend sam 30 days was ill": what of theirs expires first."""
    trainer = trainer_of(turn)
    client, more = client_named(turn, trainer, rest)
    if client is None:
        return _holders(turn, rest)
    lots = [each.lot for each in _extendable(turn, client, trainer)]
    if not lots:
        return credits_screen(turn, client).with_toast(_("Nothing of theirs has a last day."))
    found = _LONGER.match(more.casefold())
    reason = more[found.end() :].strip(" ,:") if found else ""
    if not found or not reason:
        if found or not more:
            return ask_extend(turn, ExtendLot(lots[0].id))
        unread = _(
            "I could not read “{words}”. Type for example: extend sam 30 days was ill", words=more[:40]
        )
        return credits_screen(turn, client).with_toast(unread)
    until = (lots[0].expires_on or local(turn.now).date()) + timedelta(days=read_days(found["n"]))
    return _extended(turn, lots[0].id, until, reason)


@on(OpenHolders, who=Role.TRAINER)
def open_holders(turn: Turn, _asked: OpenHolders) -> Screen:
    return below(turn, _holders(turn, ""))


def _holders(turn: Turn, unknown: str) -> Screen:
    trainer = trainer_of(turn)
    given = set(turn.work.packages.holders(trainer.id))
    clients = turn.work.people.clients_of(trainer.id)
    said = _("Nobody called {name} trains with you.", name=unknown) if unknown else ""
    with_any = [
        choice(f"{each.name}: {spendable(turn.work, each, trainer, turn.now)}", CreditsOf(each.id))
        for each in clients
        if each.id in given
    ]
    others = [choice(each.name, CreditsOf(each.id)) for each in clients if each.id not in given]
    how = _("To give some, type for example: give sam 2 credits sorry for Tuesday")
    return Screen(
        title=_("Credits"),
        text=lines(said, "" if clients else _("Nobody trains with you yet."), how),
        choices=(*rows(with_any, 2), *rows(others, 2)),
        private=True,
    )


@on(CreditsOf, who=Role.TRAINER)
def credits_of(turn: Turn, asked: CreditsOf) -> Screen:
    return below(turn, credits_screen(turn, _client(turn, asked.client)))


def credits_screen(turn: Turn, client: Person) -> Screen:
    """What is left, and what can be given."""
    trainer = trainer_of(turn)
    held = living(turn.work, client, trainer, turn.now)
    offered = [each for each in turn.work.packages.of_trainer(trainer.id) if each.active and not each.monthly]
    gives = [choice(_("Give {name}", name=each.name), GivePackage(client.id, each.id)) for each in offered]
    ways: tuple[Row, ...] = (
        *rows(gives, 2),
        *(((choice(_("Paid at the desk"), AskSell(client.id)),),) if offered else ()),
        (choice(_("Give single credits"), GiveCredits(client.id)), choice(_("Every line"), WhyOf(client.id))),
        (choice(_("Who pays"), AskPayer(client.id)), choice(_("Level and tags"), OpenLabels(client.id))),
    )
    longer = [
        choice(_("Extend {name}", name=lot_name(each.lot.name)), ExtendLot(each.lot.id))
        for each in _extendable(turn, client, trainer)
    ]
    mistaken = [
        choice(_("Take back: {name}", name=lot_name(each.lot.name)), AskTakeBack(each.lot.id))
        for each in held
        if each.free and not was_paid(turn.work, each.lot)
    ]
    shown = [holding_said(each, turn.now, trainer) for each in held]
    return Screen(
        title=_("{name}: credits", name=client.name),
        text=lines(*shown) or _("No credits left."),
        choices=(*ways, *rows(longer, 2), *rows(mistaken, 2)),
        private=True,
    )


@on(WhyOf, who=Role.TRAINER)
def why_of(turn: Turn, asked: WhyOf) -> Screen:
    """The same lines that the client sees."""
    client, trainer = _client(turn, asked.client), trainer_of(turn)
    said = history(turn.work, client, trainer)
    page = page_within(asked.page, len(said), PAGE)
    shown = said[page * PAGE : (page + 1) * PAGE]
    return Screen(
        title=_("{name}: line by line", name=client.name),
        text=lines(*shown) or _("Nothing was entered yet."),
        choices=(
            *pager(page, len(said), PAGE, lambda number: WhyOf(client.id, number)),
            (choice(_("Back"), CreditsOf(client.id)),),
        ),
        private=True,
    )


@on(GivePackage, who=Role.TRAINER)
def ask_package(turn: Turn, asked: GivePackage) -> Screen:
    client, package = _client(turn, asked.client), turn.work.packages.package(asked.package)
    require_trainer(turn.person, turn.work.trainers.trainer(package.trainer_id))
    what = ngettext("{name}: {n} session", "{name}: {n} sessions", package.sessions, name=package.name)
    return below(turn, Screen(title=_("Give {name}", name=client.name), text=what, form=asked.pack()))


@answers(GivePackage, WhyGiven)
def package_given(turn: Turn, asked: GivePackage, form: WhyGiven) -> Screen:
    return _gave_package(turn, _client(turn, asked.client), asked.package, form.reason)


def _gave_package(turn: Turn, client: Person, package_id: int, reason: str) -> Screen:
    packages.give_package(turn.work, turn.person, client, package_id, reason=reason, now=turn.now)
    return credits_screen(turn, client).with_toast(_("Given. {name} is told.", name=client.first_name))


@on(GiveCredits, who=Role.TRAINER)
def ask_credits(turn: Turn, asked: GiveCredits, *, count: str = "") -> Screen:
    client = _client(turn, asked.client)
    values = {"count": count} if count else {}
    return below(turn, Screen(title=_("Give {name}", name=client.name), form=asked.pack(), values=values))


@answers(GiveCredits, Singles)
def credits_given(turn: Turn, asked: GiveCredits, form: Singles) -> Screen:
    days = read_days(form.days) if form.days else None
    client, count = _client(turn, asked.client), read_sessions(form.count)
    return _gave_credits(turn, client, trainer_of(turn), count, days, form.reason)


def _gave_credits(
    turn: Turn, client: Person, trainer: Trainer, count: int, days: int | None, reason: str
) -> Screen:
    packages.give_credits(
        turn.work, turn.person, client, trainer, count, days=days, reason=reason, now=turn.now
    )
    return credits_screen(turn, client).with_toast(_("Given. {name} is told.", name=client.first_name))


@on(ExtendLot, who=Role.TRAINER)
def ask_extend(turn: Turn, asked: ExtendLot) -> Screen:
    lot = turn.work.packages.lot(asked.lot)
    require_trainer(turn.person, turn.work.trainers.trainer(lot.trainer_id))
    until = _("until {day}", day=day(lot.expires_on)) if lot.expires_on else ""
    title = _("Extend {name}", name=lot_name(lot.name))
    return below(turn, Screen(title=title, text=until, form=asked.pack()))


@answers(ExtendLot, Longer)
def longer(turn: Turn, asked: ExtendLot, form: Longer) -> Screen:
    return _extended(turn, asked.lot, form.until, form.reason)


def _extended(turn: Turn, lot_id: int, until: date, reason: str) -> Screen:
    lot = packages.extend(turn.work, turn.person, lot_id, until, reason=reason, now=turn.now)
    client = turn.work.people.person(lot.client_id)
    said = _("Good until {day} now. {name} is told.", day=day(until), name=client.first_name)
    return credits_screen(turn, client).with_toast(said)


def _extendable(turn: Turn, client: Person, trainer: Trainer) -> list[Holding]:
    """What has a last day, and something left or expired of it."""
    held = turn.work.packages.holdings(client.id, trainer.id)
    return [each for each in held if each.lot.expires_on and (each.free or each.reserved or each.expired)]


def _client(turn: Turn, client_id: int) -> Person:
    """One of the trainer's own. Raises NotYours."""
    if turn.work.people.relationship(client_id, trainer_of(turn).id) is None:
        raise NotYours
    return turn.work.people.person(client_id)
