"""How a membership or a desk plan stands: the same for its payer and for whom it is paid."""

import enum

from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, list_of, web
from bot.dialogue.words import N_, _, day, money, ngettext
from domain.memberships import service as memberships
from domain.memberships.model import Membership, State

_PAUSE = frozenset({"pause", "rest", "pausa", "pausar"})
_END = frozenset({"off", "end", "leave", "cancel", "stop", "quit", "baja", "cancelar", "terminar", "no"})
_GO_ON = frozenset({"on", "keep", "stay", "resume", "back", "again", "alta", "seguir", "reanudar", "si"})
VERBS = _PAUSE | _END | _GO_ON


class Want(enum.StrEnum):
    """What a payer wants of a membership."""

    LEAVE = "l"
    STAY = "s"
    REST = "r"
    TAKE_UP = "t"


DOES = {
    Want.LEAVE: memberships.leave,
    Want.STAY: memberships.stay,
    Want.REST: memberships.rest,
    Want.TAKE_UP: memberships.take_up,
}


def named(found: Membership) -> str:
    """Such as "Gold · 8 sessions a month", or "Room 2 · €120.00 a month"."""
    if found.is_desk:
        return list_of([found.name, _("{amount} a month", amount=money(found.price))])
    a_month = ngettext("{n} session a month", "{n} sessions a month", found.sessions)
    return list_of([found.name, a_month])


def wants(found: Membership) -> list[Want]:
    """What its payer can do about it, as it stands."""
    if not found.is_live:
        return []
    if found.leaves:
        return [Want.STAY]
    if found.rests:
        return [Want.TAKE_UP, Want.LEAVE]
    return [Want.LEAVE] if found.state is State.PAST_DUE else [Want.REST, Want.LEAVE]


def to_pay(scene: Scene, found: Membership, begin: str) -> tuple[Row, ...]:
    """The way to the page where it begins, under the label ``begin``, or where a month is made good."""
    if found.state not in (State.OPEN, State.PAST_DUE):
        return ()
    label = begin if found.state is State.OPEN else N_("Pay {amount}")
    link = f"{scene.studio.public_url}/member/{found.token}"
    return ((web(_(label, amount=money(found.price)), link),),)


def want_typed(verb: str, found: Membership) -> Want | None:
    """What a word such as "pause" asks of it."""
    if verb in _PAUSE:
        return Want.REST
    if verb in _END:
        return Want.LEAVE
    if verb in _GO_ON:
        return Want.STAY if found.leaves else Want.TAKE_UP
    return None


def next_charge(found: Membership) -> str:
    """What is charged next and when; nothing where nothing is."""
    due = found.next_charge
    return _("Next: {amount} on {day}.", amount=money(found.price), day=day(due)) if due else ""


def state_said(found: Membership) -> str:
    """In a word or two, for a list."""
    if found.state is State.OPEN or found.period_end is None:
        return _("not paid yet")
    if found.ended_at is not None:
        unpaid = found.state is State.EXPIRED
        over = day(found.ended_at)
        return _("unpaid, over since {day}", day=over) if unpaid else _("over since {day}", day=over)
    if found.leaves:
        return _("ends {day}", day=day(found.period_end))
    if found.state is State.PAST_DUE:
        return _("unpaid")
    if found.rests:
        return _("paused")
    return _("next {day}", day=day(found.period_end))
