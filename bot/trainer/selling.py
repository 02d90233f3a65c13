"""A package is paid at the desk: in cash, by transfer, at the trainer's own terminal; for a minute it can be
taken back.
"""

from dataclasses import replace

from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money, when
from bot.packages import BY, described, what
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import AskSell, CreditsOf, OpenPackages, Sell, SellAnother, TakeDue, UndoSale
from bot.trainer.packages import named
from bot.trainer.standing import client_named
from domain.access import require_trainer
from domain.base import Role
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.ports import Sheet
from domain.bookings.rules import GONE
from domain.errors import NotYours
from domain.money import Money
from domain.payments import dues
from domain.payments import service as payments
from domain.payments.model import DESK, Payment, Purpose, Way
from domain.people.model import Person

LABELS = {Way.CASH: N_("Cash"), Way.TRANSFER: N_("Transfer"), Way.TERMINAL: N_("My terminal")}
_QUOTED = 60  # letters of what was not understood
_SPOKEN = {
    "cash": Way.CASH,
    "efectivo": Way.CASH,
    "transfer": Way.TRANSFER,
    "bank": Way.TRANSFER,
    "transferencia": Way.TRANSFER,
    "terminal": Way.TERMINAL,
    "card": Way.TERMINAL,
    "tarjeta": Way.TERMINAL,
}


@command("sell", "hub sell", "vender", "hub vender", who=Role.TRAINER, takes_words=True)
def sell_typed(turn: Turn, rest: str) -> Screen:
    """Such as "sell cleo 10-pack cash"."""
    if not rest:
        return Screen(text=_("Who pays for what? Type for example: sell cleo 10-pack cash"), private=True)
    client, more = client_named(turn, trainer_of(turn), rest)
    if client is None:
        how = _("Nobody called that trains with you. Type for example: sell cleo 10-pack cash")
        return Screen(text=how, private=True)
    package, said = named(turn, more)
    way = next((way for word, way in _SPOKEN.items() if word in fold(said).split()), None)
    if package is None or way is None:
        asked = ask_sell(turn, AskSell(client.id))
        return replace(asked, text=lines(_unread(said), asked.text))
    before = {each.id for each in turn.work.payments.paid_of(client.id)}
    sold = payments.sell(turn.work, turn.person, client, package.id, way, now=turn.now)
    return _already(turn, sold, client) if sold.id in before else _sold(turn, sold, client)


def _already(turn: Turn, sold: Payment, client: Person) -> Screen:
    """Typed twice within its minute: perhaps it was sold twice."""
    said = _("This is in the books already. If {name} paid for one more:", name=client.first_name)
    another = choice(_("Record one more"), SellAnother(sold.id))
    shown = _sold(turn, sold, client)
    return replace(shown, text=lines(_facts(sold), said), choices=((another,), *shown.choices))


@on(SellAnother, who=Role.TRAINER)
def sell_another(turn: Turn, wanted: SellAnother) -> Screen:
    first = turn.work.payments.payment(wanted.payment)
    client = _client(turn, first.client_id)
    if first.package_id is None or first.way is None:
        raise AlreadyAnswered(booking=first.booking_id or 0)
    sold = payments.sell(
        turn.work, turn.person, client, first.package_id, first.way, after=first.id, now=turn.now
    )
    return _sold(turn, sold, client)


def _unread(said: str) -> str:
    """What of the words is neither a package nor a way to pay."""
    words = " ".join(word for word in said.split() if fold(word) not in _SPOKEN)
    return _("I did not understand “{words}”.", words=words[:_QUOTED]) if words else ""


@on(AskSell, who=Role.TRAINER)
def ask_sell(turn: Turn, asked: AskSell) -> Screen:
    """Every package with the ways to pay for it."""
    client, trainer = _client(turn, asked.client), trainer_of(turn)
    offered = [each for each in turn.work.packages.of_trainer(trainer.id) if each.active and not each.monthly]
    ways = [
        Section(
            described(turn.work, package),
            tuple(choice(_(LABELS[way]), Sell(client.id, package.id, way)) for way in DESK),
        )
        for package in offered
    ]
    none = "" if offered else _("You sell no packages yet.")
    return below(
        turn,
        Screen(
            title=_("{name} pays here", name=client.name),
            text=none or _("Which package, and how?"),
            sections=(*_dues(turn, client), *ways),
            choices=((choice(_("Your packages"), OpenPackages()), choice(_("Back"), CreditsOf(client.id))),),
            private=True,
        ),
    )


def _dues(turn: Turn, client: Person) -> list[Section]:
    """What they owe of sessions, and the rest of what a deposit was paid for."""
    trainer = trainer_of(turn)
    found = []
    known = [*turn.work.payments.open_of(client.id), *turn.work.payments.paid_of(client.id)]
    for booking_id in dict.fromkeys(each.booking_id for each in known if each.trainer_id == trainer.id):
        if booking_id is None:
            continue
        sheet = turn.work.bookings.sheet(booking_id)
        owed, rest = dues.fee_due(turn.work, sheet), dues.rest(turn.work, sheet)
        if owed is not None:
            found.append(_due(sheet, Purpose.FEE, what(owed), owed.price))
        if rest.minor > 0 and sheet.booking.status not in GONE:
            found.append(_due(sheet, Purpose.REST, _("Rest for {name}", name=sheet.service.name), rest))
    return found


def _due(sheet: Sheet, purpose: Purpose, name: str, amount: Money) -> Section:
    of = when(sheet.booking.starts, sheet.trainer.zone_at(sheet.booking.starts))
    ways = (choice(_(LABELS[way]), TakeDue(sheet.booking.id, purpose, way)) for way in DESK)
    return Section(list_of([name, of, money(amount)]), tuple(ways))


@on(TakeDue, who=Role.TRAINER | Role.ADMIN)
def take_due(turn: Turn, wanted: TakeDue) -> Screen:
    taken = payments.take(turn.work, turn.person, wanted.booking, wanted.purpose, wanted.way, now=turn.now)
    if taken is None:
        raise AlreadyAnswered(booking=wanted.booking)
    return _sold(turn, taken, turn.work.people.person(taken.client_id))


@on(Sell, who=Role.TRAINER)
def sell(turn: Turn, wanted: Sell) -> Screen:
    client = _client(turn, wanted.client)
    sold = payments.sell(turn.work, turn.person, client, wanted.package, wanted.way, now=turn.now)
    return _sold(turn, sold, client)


@on(UndoSale, who=Role.TRAINER | Role.ADMIN)
def undo_sale(turn: Turn, wanted: UndoSale) -> Screen:
    undone = payments.undo_sale(turn.work, turn.person, wanted.payment, now=turn.now)
    client = turn.work.people.person(undone.client_id)
    said = _("Taken back, and nobody was told.")
    return Screen(title=client.name, text=lines(_facts(undone), said), private=True)


def _sold(turn: Turn, payment: Payment, client: Person) -> Screen:
    require_trainer(turn.person, turn.work.trainers.trainer(payment.trainer_id))
    told = _("{name} is told in a minute.", name=client.first_name)
    undo = [choice(_("Undo"), UndoSale(payment.id))] if payments.can_undo(payment, turn.now) else []
    return Screen(
        title=_("{name}: paid", name=client.name),
        text=lines(_facts(payment), told),
        choices=((*undo, choice(_("Credits"), CreditsOf(client.id))),),
        private=True,
    )


def _facts(payment: Payment) -> str:
    return list_of([what(payment), money(payment.price), _(BY[payment.way]) if payment.way else ""])


def _client(turn: Turn, client_id: int) -> Person:
    """One of the trainer's own. Raises NotYours."""
    if turn.work.people.relationship(client_id, trainer_of(turn).id) is None:
        raise NotYours
    return turn.work.people.person(client_id)
