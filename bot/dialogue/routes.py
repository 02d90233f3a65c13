"""Which handler answers what, and who may ask: registered where the handlers are written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from bot.dialogue.actions import Action
from bot.dialogue.screen import SILENCE, Screen
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from domain.base import Role
from domain.people.model import Channel

EVERYBODY = Role.CLIENT | Role.TRAINER | Role.ADMIN

# Whoever is several things is a trainer at the desk and a client on the phone.
_AT_THE_DESK = (Role.TRAINER, Role.ADMIN, Role.CLIENT)
_ON_THE_PHONE = (Role.CLIENT, Role.TRAINER, Role.ADMIN)

Handler = Callable[..., Screen | None]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, and the roles of which a person needs one."""

    handler: Handler
    who: Role

    def allows(self, roles: Role) -> bool:
        return bool(self.who & roles)

    def rank(self, roles: Sequence[Role]) -> int:
        """How early one of its roles comes among these."""
        return next(rank for rank, role in enumerate(roles) if role & self.who)


@dataclass(frozen=True, slots=True)
class Command(Route):
    """A typed form. ``takes_words`` says that it reads what follows it; otherwise only the bare words
    match.
    """

    words: tuple[str, ...]
    takes_words: bool


R = TypeVar("R", bound=Route)


@dataclass(slots=True)
class Routes:
    actions: dict[type[Action], Route] = field(default_factory=dict)
    answers: dict[type[Action], tuple[Route, type[BaseModel]]] = field(default_factory=dict)
    commands: dict[str, list[Command]] = field(default_factory=dict)
    sentences: list[Route] = field(default_factory=list)  # plain words
    firsts: list[Route] = field(default_factory=list)  # typed words, before anything else reads them
    last_resorts: list[Route] = field(default_factory=list)  # plain words that no sentence was
    files: list[Route] = field(default_factory=list)
    boards: dict[str, list[Route]] = field(default_factory=dict)  # what opening a board shows, such as "home"
    strangers: dict[str, Handler] = field(default_factory=dict)  # for those whom nobody knows yet
    cards: dict[str, Callable[[Turn, int], Screen]] = field(
        default_factory=dict
    )  # a subject's card, drawn anew


routes = Routes()


def on(action: type[Action], *, who: Role) -> Callable[[H], H]:
    """Answer a press of this action: ``handler(turn, action) -> Screen``."""

    def register(handler: H) -> H:
        if action in routes.actions:
            raise TypeError(f"{action.__name__} has a handler already")
        routes.actions[action] = Route(handler, who)
        return handler

    return register


def answers(action: type[Action], model: type[BaseModel]) -> Callable[[H], H]:
    """Answer the form of this action, filled in: ``handler(turn, action, model) -> Screen``, for whom
    the action is.
    """

    def register(handler: H) -> H:
        routes.answers[action] = (Route(handler, routes.actions[action].who), model)
        return handler

    return register


def command(*phrases: str, who: Role, takes_words: bool = False) -> Callable[[H], H]:
    """Answer typed words: ``handler(turn, rest) -> Screen | None``; None means that they were not
    meant for it.
    """

    def register(handler: H) -> H:
        for phrase in phrases:
            words = tuple(fold(word) for word in phrase.split())
            routes.commands.setdefault(words[0], []).append(Command(handler, who, words, takes_words))
        return handler

    return register


def sentence(*, who: Role, last: bool = False) -> Callable[[H], H]:
    """Try to read plain words: ``handler(turn, text) -> Screen | None``. ``last`` is for those that take
    whatever nobody else could read.
    """

    def register(handler: H) -> H:
        (routes.last_resorts if last else routes.sentences).append(Route(handler, who))
        # Whichever module comes first: the forms, which are everybody's, before those who take anything.
        routes.last_resorts.sort(key=lambda route: -route.who.bit_count())
        return handler

    return register


def heard_first(*, who: Role) -> Callable[[H], H]:
    """Look at typed words before anything else does: ``handler(turn, text) -> Screen | None``."""

    def register(handler: H) -> H:
        routes.firsts.append(Route(handler, who))
        return handler

    return register


def receives_file(*, who: Role) -> Callable[[H], H]:
    """Take what is not words: ``handler(turn, sent_file) -> Screen``."""

    def register(handler: H) -> H:
        routes.files.append(Route(handler, who))
        return handler

    return register


def board(name: str, *, who: Role) -> Callable[[H], H]:
    """Draw a board that a person opened, such as "home": ``handler(turn) -> Screen``."""

    def register(handler: H) -> H:
        routes.boards.setdefault(name, []).append(Route(handler, who))
        return handler

    return register


def stranger(word: str) -> Callable[[H], H]:
    """Answer whoever says this word, known here or not: ``handler(work, event, rest, now) -> Screen | None``;
    None means that it was not meant for it. A link says it with a dash, such as "join-CODE".
    """

    def register(handler: H) -> H:
        routes.strangers[word] = handler
        return handler

    return register


def card(kind: str) -> Callable[[Callable[[Turn, int], Screen]], Callable[[Turn, int], Screen]]:
    """Draw the card of a subject of this kind, as it stands now, for whoever looks at it."""

    def register(handler: Callable[[Turn, int], Screen]) -> Callable[[Turn, int], Screen]:
        routes.cards[kind] = handler
        return handler

    return register


def first(turn: Turn, candidates: Iterable[Route], *heard: object) -> Screen:
    """What the first route that is for this person answers, and silence where none does."""
    return tried(turn, candidates, *heard) or SILENCE


def tried(turn: Turn, candidates: Iterable[Route], *heard: object) -> Screen | None:
    """The same, and None where none does."""
    answers = (route.handler(turn, *heard) for route in theirs(turn, candidates))
    return next((screen for screen in answers if screen is not None), None)


def theirs(turn: Turn, candidates: Iterable[R]) -> list[R]:
    """Those that are for this person, first those for what a person is on this channel; an answer to a
    client is given at the desk, wherever that stands.
    """
    at_the_desk = turn.event.channel is Channel.SLACK or turn.event.thread
    order = _AT_THE_DESK if at_the_desk else _ON_THE_PHONE
    roles = [role for role in order if role & turn.person.roles]
    allowed = (route for route in candidates if route.allows(turn.person.roles))
    return sorted(allowed, key=lambda route: route.rank(roles))
