"""A package is paid at the desk: in cash, by transfer, at the trainer's own terminal; for a minute it can be
taken back.
"""

from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, money
from bot.packages import BY, described
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import AskSell, CreditsOf, OpenPackages, Sell, UndoSale
from bot.trainer.packages import named
from bot.trainer.standing import client_named
from domain.access import require_trainer
from domain.base import Role
from domain.errors import NotYours
from domain.payments import service as payments
from domain.payments.model import DESK, Payment, Way
from domain.people.model import Person

LABELS = {Way.CASH: N_("Cash"), Way.TRANSFER: N_("Transfer"), Way.TERMINAL: N_("My terminal")}
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
        return ask_sell(turn, AskSell(client.id))
    return sell(turn, Sell(client.id, package.id, way))


@on(AskSell, who=Role.TRAINER)
def ask_sell(turn: Turn, asked: AskSell) -> Screen:
    """Every package with the ways to pay for it."""
    client, trainer = _client(turn, asked.client), trainer_of(turn)
    offered = [each for each in turn.work.packages.of_trainer(trainer.id) if each.active]
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
            sections=tuple(ways),
            choices=((choice(_("Your packages"), OpenPackages()), choice(_("Back"), CreditsOf(client.id))),),
            private=True,
        ),
    )


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
    return list_of([payment.name, money(payment.price), _(BY[payment.way]) if payment.way else ""])


def _client(turn: Turn, client_id: int) -> Person:
    """One of the trainer's own. Raises NotYours."""
    if turn.work.people.relationship(client_id, trainer_of(turn).id) is None:
        raise NotYours
    return turn.work.people.person(client_id)
