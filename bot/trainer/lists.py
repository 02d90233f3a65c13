"""What a press in a list does: the list stays where it is, so that the next tap is where the last one was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.dialogue.screen import Screen
from bot.dialogue.turn import Turn
from bot.trainer.home import home_screen, requests_screen, today_screen, trainer_of, week_screen
from bot.trainer.refund_lists import refunds_screen
from bot.trainer.report_views import report_screen
from domain.base import Role
from domain.conversations.model import Card
from domain.notifications.service import tell

_LISTS: dict[str, Callable[[Turn], Screen]] = {
    "home": lambda turn: home_screen(turn, trainer_of(turn)),
    "today": lambda turn: today_screen(turn, trainer_of(turn)),
    "week": lambda turn: week_screen(turn, trainer_of(turn)),
    "requests": lambda turn: requests_screen(turn, trainer_of(turn)),
    "refunds": refunds_screen,
    "report": lambda turn: report_screen(turn, trainer_of(turn), date.fromisoformat(str(_subject(turn)))),
}
_STAYING = {*_LISTS, "found"}
_TOLD = {"standing": "trainer_standing", "refund": "trainer_refund"}


def settled(turn: Turn, card: Screen) -> Screen:
    """After something was done: the list that was tapped, with what is new, or else the card of what it is
    about.
    """
    kind = _list_of(turn)
    if kind is None:
        return card
    _refresh(turn, card)
    said = card.toast or card.title
    return _LISTS[kind](turn).with_toast(said)


def _refresh(turn: Turn, card: Screen) -> None:
    """The card of what was settled shows it too, where the trainer was told of it."""
    place = turn.work.people.reach(turn.person.id, Role.TRAINER)
    kind = _TOLD.get(card.subject[0] if card.subject else "", "trainer_booking")
    if place and card.subject and turn.work.conversations.card(place.address_id, card.subject):
        key = f"list:{turn.event.channel}:{turn.event.event_id}"
        tell(
            turn.work,
            turn.person.id,
            Role.TRAINER,
            kind,
            key,
            due=turn.now,
            subject=card.subject,
        )


def below(turn: Turn, screen: Screen) -> Screen:
    """A question that a list leads to is asked below it."""
    same = screen.subject is not None and screen.subject[0] == _pressed_on(turn)
    return replace(screen, fresh=True) if _pressed_on(turn) in _STAYING and not same else screen


def _list_of(turn: Turn) -> str | None:
    kind = _pressed_on(turn)
    return kind if kind in _LISTS else None


def _pressed_on(turn: Turn) -> str | None:
    """What kind of thing the pressed message is about."""
    card = _pressed(turn)
    return card.subject_kind if card else None


def _subject(turn: Turn) -> int | None:
    card = _pressed(turn)
    return card.subject_id if card else None


def _pressed(turn: Turn) -> Card | None:
    if not (turn.event.is_press and turn.event.message_id):
        return None
    return turn.work.conversations.card_at(turn.address.id, turn.event.message_id)
