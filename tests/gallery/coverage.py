"""Which handlers have answered on which channel in which language."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.dialogue.actions import Action
from bot.dialogue.routes import Command, Route, Routes
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.screens import load
from domain.base import Role
from domain.notifications.kinds import KINDS
from domain.notifications.model import Notification
from domain.people.model import Address, Channel
from domain.work import Work

Tell = Callable[[Work, Notification, Address, datetime, Studio], Screen | None]
Listening = tuple[Routes, Tell]
CLIENTS = frozenset({Channel.TELEGRAM, Channel.SMS})
STAFF = frozenset({Channel.TELEGRAM, Channel.SLACK})


@dataclass
class Seen:
    """Screens that were drawn: (what, channel, language)."""

    drawn: set[tuple[str, Channel, str]] = field(default_factory=set)


def watched(seen: Seen, language: str) -> Listening:
    """The routes and the notices, each noted in ``seen`` when it has answered."""
    routes, notices = load()

    def noted(what: str, route: Route) -> Any:
        def handler(turn: Any, *heard: object) -> Screen | None:
            screen = route.handler(turn, *heard)
            if screen is not None:
                seen.drawn.add((what, turn.event.channel, language))
            return screen

        return replace(route, handler=handler)

    def tell(work: Work, row: Notification, address: Address, now: datetime, studio: Studio) -> Screen | None:
        screen = notices.draw(work, row, address, now, studio)
        if screen is not None:
            seen.drawn.add((f"notice {row.kind}", address.channel, language))
        return screen

    watching = Routes(
        actions={kind: noted(_action(kind), route) for kind, route in routes.actions.items()},
        answers={kind: (noted(_form(kind), route), model) for kind, (route, model) in routes.answers.items()},
        commands={
            word: [noted(_command(each), each) for each in known] for word, known in routes.commands.items()
        },
        sentences=[noted(_named("sentence", each), each) for each in routes.sentences],
        firsts=[noted(_named("first", each), each) for each in routes.firsts],
        last_resorts=[noted(_named("sentence", each), each) for each in routes.last_resorts],
        files=[noted(_named("file", each), each) for each in routes.files],
        boards={
            name: [noted(_named(f"board {name}", each), each) for each in known]
            for name, known in routes.boards.items()
        },
        strangers=routes.strangers,
        cards=routes.cards,
    )
    return watching, tell


def wanted() -> dict[str, frozenset[Channel]]:
    """Everything that answers, and the channels where those for whom it is can be."""
    routes, _notices = load()
    found = {_action(kind): _channels(route.who) for kind, route in routes.actions.items()}
    found |= {_form(kind): _channels(route.who) for kind, (route, _model) in routes.answers.items()}
    for known in routes.commands.values():
        found |= {_command(each): _channels(each.who) for each in known}
    for prefix, listed in (
        ("sentence", [*routes.sentences, *routes.last_resorts]),
        ("first", routes.firsts),
        ("file", routes.files),
        *((f"board {name}", known) for name, known in routes.boards.items()),
    ):
        found |= {_named(prefix, each): _channels(each.who) for each in listed}
    return found | {f"notice {kind}": _told(kind) for kind in KINDS}


def _told(kind: str) -> frozenset[Channel]:
    if kind in ("mail_code", "client_receipt"):
        return frozenset({Channel.MAIL})
    return STAFF if kind.startswith(("trainer_", "admin_")) else CLIENTS


def _channels(who: Role) -> frozenset[Channel]:
    staff = STAFF if who & (Role.TRAINER | Role.ADMIN) else frozenset[Channel]()
    return staff | CLIENTS if who & Role.CLIENT else staff


def _action(kind: type[Action]) -> str:
    return f"action {kind.__module__}.{kind.__name__}".replace(" bot.", " ")


def _form(kind: type[Action]) -> str:
    return f"form {kind.__module__}.{kind.__name__}".replace(" bot.", " ")


def _command(command: Command) -> str:
    return _named("command", command)


def _named(prefix: str, route: Route) -> str:
    return f"{prefix} {route.handler.__module__}.{route.handler.__name__}".replace(" bot.", " ")
