"""Who pays for a client: a company that receipts and the report name."""

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.money_views import AskPayer
from bot.trainer.package_views import CreditsOf
from bot.trainer.standing import client_named
from domain.base import Role
from domain.earnings.payers import LONGEST, company_of, name_payer
from domain.errors import NotYours
from domain.people.model import Person

_NOBODY = {"no", "off", "-", "nadie", "self", "themself"}


class WhoPays(BaseModel):
    name: str = Field(
        title=N_("Who pays: a company’s name, or “no” for the client"),
        examples=["Acme Ltd"],
        max_length=LONGEST,
    )


@command("payer", "hub payer", "pagador", "hub pagador", who=Role.TRAINER, takes_words=True)
def payer_typed(turn: Turn, rest: str) -> Screen:
    """Such as "payer sam Acme Ltd" or "payer sam no"."""
    client, name = client_named(turn, trainer_of(turn), rest)
    if client is None:
        how = _("Who pays for whom? Type for example: payer sam Acme Ltd")
        return Screen(text=how, private=True)
    return _named(turn, client, name) if name else ask_payer(turn, AskPayer(client.id))


@on(AskPayer, who=Role.TRAINER)
def ask_payer(turn: Turn, asked: AskPayer) -> Screen:
    trainer = trainer_of(turn)
    if turn.work.people.relationship(asked.client, trainer.id) is None:
        raise NotYours
    client = turn.work.people.person(asked.client)
    known = company_of(turn.work, client.id, trainer.id, turn.now)
    values = {"name": known} if known else {}
    title = _("Who pays for {name}", name=client.name)
    return below(turn, Screen(title=title, form=asked.pack(), values=values))


@answers(AskPayer, WhoPays)
def payer_filled(turn: Turn, asked: AskPayer, form: WhoPays) -> Screen:
    return _named(turn, turn.work.people.person(asked.client), form.name)


def _named(turn: Turn, client: Person, name: str) -> Screen:
    said = "" if fold(name) in _NOBODY else name
    payer = name_payer(turn.work, turn.person, client, trainer_of(turn), said, now=turn.now)
    text = (
        _(
            "{payer} pays for {name} from now on: receipts and your report say so.",
            payer=payer.name,
            name=client.name,
        )
        if payer.name
        else _("{name} pays by themself from now on.", name=client.name)
    )
    return Screen(text=text, choices=((choice(_("Credits"), CreditsOf(client.id)),),), private=True)
