"""Whoever is free: the next times at all, for a client to whom the trainer matters less than the hour."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from bot.client.times import OFFERED, PickTime
from bot.dialogue.actions import Action, Home, Minute
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.when import When
from bot.dialogue.words import N_, _, local, minutes_long, when
from domain.base import Role
from domain.schedule.anybody import Opening, openings
from domain.schedule.rules import in_turns, spread

_LOOKED_AT = 500  # openings that are looked through for a time that was named
_ANYBODY = re.compile(
    r"\b(?:any(?:one|body)|whoever|whomever|any (?:trainer|coach)|no matter who"
    r"|cualquiera|quien sea|cualquier entrenadora?|da igual (?:con )?quien)\b",
    re.IGNORECASE,
)


class Anybody(Action, code="an", word=N_("ANY")):
    """The next times of whoever is free."""


@on(Anybody, who=Role.CLIENT)
def show_anybody(turn: Turn, _action: Anybody) -> Screen:
    return anybody_screen(turn)


@command(
    "any", "anyone", "anybody", "whoever", "whoever is free", "who is free", "cualquiera", "quien sea",
    "cualquiera que esté libre",
    "quien esté libre",
    who=Role.CLIENT,
)  # fmt: skip
def anybody_typed(turn: Turn, rest: str) -> Screen:
    return anybody_screen(turn)


def is_for_anybody(text: str) -> bool:
    """Whether the words say that any trainer will do."""
    return bool(_ANYBODY.search(text))


def anybody_screen(turn: Turn, said: When | None = None, minutes: int | None = None) -> Screen:
    """Three times, at least an hour apart, that fit what was said; the soonest where nothing was."""
    picked = _fitting(turn, said, minutes) if said else []
    text = _("Free then:") if picked else _("The next free times:")
    if said and not picked:
        text = _("That time is not free. The next are:")
    picked = picked or _apart(_open(turn, minutes))
    if not picked and minutes and (others := _apart(_open(turn))):
        picked, text = others, _("Nobody has a session of {length}.", length=minutes_long(minutes))
    if not picked:
        text = _("Nobody has free times in the next weeks.")
    picks = [
        choice(
            list_of([when(each.starts, each.trainer.zone_at(each.starts)), each.trainer.name]),
            PickTime(each.service.id, Minute(each.starts), minutes=each.service.chosen),
        )
        for each in picked
    ]
    menu = (choice(_("Menu"), Home()),)
    return Screen(title=_("Whoever is free"), text=text, choices=(*rows(picks), menu))


def _open(turn: Turn, minutes: int | None = None) -> Iterable[Opening]:
    found = openings(turn.work, now=turn.now, client_id=turn.person.id, minutes=minutes)
    return islice(found, _LOOKED_AT)


def _fitting(turn: Turn, said: When, minutes: int | None) -> list[Opening]:
    """Of a few days that were named, some of each."""
    found = [each for each in _open(turn, minutes) if _fits(said, each)]
    if not 1 < len(said.days) <= OFFERED:
        return _apart(found)
    by_day = [_apart(each for each in found if local(each.starts).date() == day) for day in said.days]
    return sorted(in_turns(by_day, OFFERED), key=lambda each: each.starts)


def _fits(said: When, opening: Opening) -> bool:
    moment = local(opening.starts)
    if said.days and moment.date() not in said.days:
        return False
    if said.times:
        return moment.time() in said.times
    return said.window is None or said.window[0] <= moment.time() < said.window[1]


def _apart(found: Iterable[Opening]) -> list[Opening]:
    by_time: dict[datetime, Opening] = {}
    for each in found:
        by_time.setdefault(each.starts, each)
        if len(by_time) >= 4 * OFFERED:
            break
    return [by_time[starts] for starts in spread(by_time, OFFERED)]
