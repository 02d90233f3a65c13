"""Dates of a class that clash: what is in the way of each, and what can be done about it."""

from collections import Counter
from itertools import islice

from bot.dialogue.screen import Choice, Section, choice, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, when
from bot.trainer.cards import called, section
from bot.trainer.class_views import roster_section
from bot.trainer.needs import taken_said
from bot.trainer.room_views import KeepWith
from domain.classes.model import GroupClass
from domain.classes.plan import Clash, Planned, ahead
from domain.resources.units import others
from domain.schedule.service import busy_span
from domain.trainers.model import Service

SHOWN = 6  # dates


def clash_section(turn: Turn, service: Service, each: Planned, group: GroupClass | None = None) -> Section:
    """What is in the way, and of a booking what can be done about it; of a class that is saved, another
    room.
    """
    ways: tuple[Choice, ...] = ()
    if each.bookings:
        ways = section(turn, each.bookings[0]).choices
    elif each.classes:
        ways = roster_section(each.classes[0]).choices
    elif group is not None and each.lacks:
        ways = _other_rooms(turn, group, service, each)
    return Section(list_of([when(each.starts), _in_the_way(turn, service, each)]), ways)


def _other_rooms(turn: Turn, group: GroupClass, service: Service, each: Planned) -> tuple[Choice, ...]:
    need = each.lacks[0]
    free = islice(others(turn.work, need, busy_span(service, each.starts)), 2)
    return tuple(
        choice(_("Use {room}", room=room.name), KeepWith(group.id, need.resource.id, room.id, each.day))
        for room in free
    )


def _in_the_way(turn: Turn, service: Service, each: Planned) -> str:
    if each.clash is Clash.ROOM:
        span = busy_span(service, each.starts)
        return ", ".join(taken_said(turn, need, span) for need in each.lacks)
    if each.clash is Clash.TAKEN:
        names = [called(sheet) for sheet in each.bookings]
        names += [roster.service.name for roster in each.classes]
        said = ", ".join(names)
        return _("taken: {names}", names=said) if said else _("taken")
    said_of = {
        Clash.SHUT: _("the studio is shut"),
        Clash.OFF: _("you blocked that time"),
        Clash.FULL: _("your day is full"),
    }
    return said_of[each.clash] if each.clash else ""


def left_out(turn: Turn, group: GroupClass) -> tuple[Section, ...]:
    """The dates that clash."""
    service, trainer = turn.work.trainers.service(group.service_id)
    clashing = [each for each in ahead(turn.work, group, service, trainer, now=turn.now) if each.clash]
    if not clashing:
        return ()
    head = Section(title=_("Left out for now"))
    shown = (clash_section(turn, service, each, group) for each in clashing[:SHOWN])
    return (head, *shown, *_for_all(turn, group, service, clashing))


def _for_all(turn: Turn, group: GroupClass, service: Service, clashing: list[Planned]) -> tuple[Section, ...]:
    """The room that is free on most of the dates, where several lack one, by one tap."""
    lacking = [each for each in clashing if each.lacks]
    if len(lacking) < 2:
        return ()
    need = lacking[0].lacks[0]
    free = Counter(
        room.id for each in lacking for room in others(turn.work, need, busy_span(service, each.starts))
    )
    if not free:
        return ()
    room = turn.work.resources.resource(free.most_common(1)[0][0])
    use = choice(_("Use {room} for all", room=room.name), KeepWith(group.id, need.resource.id, room.id))
    return (Section(choices=(use,)),)
