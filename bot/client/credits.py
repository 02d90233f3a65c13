"""A client's credits: how many are left of what, and why."""

from collections.abc import Iterator

from bot.client.book_with import ways_to_book
from bot.client.shop import for_sale, shop_way
from bot.client.views import OpenCredits, OpenShop, WhyCredits
from bot.client.whom import called, is_named, meant
from bot.credits import PAGE, PAGE_BY_TEXT, history, holding_said, living, spendable
from bot.dialogue.actions import Home
from bot.dialogue.heard import Said
from bot.dialogue.paging import page_within, pager
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext
from bot.why import lately_moved
from domain.base import Role
from domain.people.model import Person
from domain.trainers.model import Trainer

LOTS_BY_TEXT = 2  # else the one that expires first, and how many are left in all


@on(OpenCredits, who=Role.CLIENT)
def open_credits(turn: Turn, _asked: OpenCredits) -> Screen:
    """What is left of every lot, and until when it lasts; a text has room for few."""
    said, any_ever = [], False
    for person, trainer in _accounts(turn):
        held = living(turn.work, person, trainer, turn.now)
        shown = [holding_said(each, turn.now, trainer) for each in held] or [_none_left(turn)]
        if turn.by_text and len(shown) > LOTS_BY_TEXT:
            shown = [shown[0], _all_left(turn, person, trainer)]
        said += [_whose(turn, person, trainer) + each for each in shown]
        any_ever = True
    if not any_ever:
        sold = for_sale(turn)
        none = (
            _("You have no credits yet. Buy a package, or your trainer gives you some.")
            if sold and turn.studio.takes_cards
            else _("You have no credits yet. Your trainer can give you some, singly or as a package.")
        )
        shop = (choice(_("Packages"), OpenShop()),) if sold else ()
        return Screen(title=_("Your credits"), text=none, choices=((*shop, choice(_("Menu"), Home())),))
    ways = (choice(_("Every line"), WhyCredits()), *shop_way(turn), choice(_("Menu"), Home()))
    return Screen(title=_("Your credits"), text=lines(*said), choices=(*ways_to_book(turn), ways))


def _none_left(turn: Turn) -> str:
    """A text has no button for what is sold."""
    buy = _("Text BUY for more.") if turn.by_text and for_sale(turn) else ""
    return " ".join(filter(None, (_("No credits left."), buy)))


@on(WhyCredits, who=Role.CLIENT)
def why(turn: Turn, asked: WhyCredits) -> Screen:
    """Every line behind a balance, the newest first."""
    said = [
        _whose(turn, person, trainer) + line
        for person, trainer in _accounts(turn)
        for line in history(turn.work, person, trainer)
    ]
    size = PAGE_BY_TEXT if turn.by_text else PAGE
    page = page_within(asked.page, len(said), size)
    shown = said[page * size : (page + 1) * size] or [_("Nothing was entered yet.")]
    older = page + 1 < -(-len(said) // size)
    turned: tuple[Row, ...] = pager(page, len(said), size, WhyCredits)
    if turn.by_text:
        turned = ((choice(_("Older lines"), WhyCredits(page + 1), word=_("OLDER")),),) if older else ()
    ways = (choice(_("Your credits"), OpenCredits()), choice(_("Menu"), Home()))
    title = "" if turn.by_text else _("Line by line")
    return Screen(title=title, text=lines(*shown), choices=(*turned, ways))


@command("credits", "credit", "balance", "créditos", "bonos", "saldo", who=Role.CLIENT, takes_words=True)
def credits_typed(turn: Turn, rest: str) -> Screen | None:
    return open_credits(turn, OpenCredits()) if not rest or is_named(turn, rest) else None


@command("why", "por qué", who=Role.CLIENT)
def why_typed(turn: Turn, rest: str) -> Screen | None:
    """Whoever never had any asks their trainer why, but with "/why" or by the bare word in a text; after a
    message that came at an odd hour it is asked about that.
    """
    if (told := lately_moved(turn)) is not None:
        return told
    if any(_accounts(turn)):
        return why(turn, WhyCredits())
    said = turn.event.heard.text.strip() if isinstance(turn.event.heard, Said) else ""
    is_meant = said.startswith("/") or (turn.by_text and not said.endswith("?"))
    return open_credits(turn, OpenCredits()) if is_meant else None


def credits_way(turn: Turn) -> Row:
    """The way to them, with how many there are, for those who were ever given any; a text has CREDITS."""
    accounts = list(_accounts(turn))
    if turn.by_text or not accounts:
        return ()
    left = sum(spendable(turn.work, person, trainer, turn.now) for person, trainer in accounts)
    return (choice(_("Credits: {n}", n=left), OpenCredits()),)


def credits_line(turn: Turn) -> str:
    """For ME: how many are left, of those who were ever given any."""
    return lines(
        *(
            _whose(turn, person, trainer) + _all_left(turn, person, trainer)
            for person, trainer in _accounts(turn)
        )
    )


def _all_left(turn: Turn, person: Person, trainer: Trainer) -> str:
    left = spendable(turn.work, person, trainer, turn.now)
    return ngettext("{n} credit left.", "{n} credits left.", left)


def _accounts(turn: Turn) -> Iterator[tuple[Person, Trainer]]:
    """Everybody of theirs who was ever given credits, with each trainer who did."""
    for person in meant(turn):
        given = {each.lot.trainer_id for each in turn.work.packages.holdings(person.id)}
        yield from ((person, turn.work.trainers.trainer(each)) for each in sorted(given))


def _whose(turn: Turn, person: Person, trainer: Trainer) -> str:
    """The names before a line, where several could be meant."""
    names = [called(person)] if len(turn.people) > 1 else []
    if len({each.lot.trainer_id for each in turn.work.packages.holdings(person.id)}) > 1:
        names.append(trainer.name)
    return f"{', '.join(names)}: " if names else ""
