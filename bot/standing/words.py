"""A standing slot in words: its time in the week, what stands in the way of a date, what a plan comes to."""

from collections.abc import Callable
from datetime import datetime

from bot.client.costs import free_in_brief
from bot.dialogue.actions import Action
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, choice, lines, list_of
from bot.dialogue.words import _, clock, day, local, minutes_long, money, ngettext, voice, weekday_names, when
from bot.trainer.limits import length
from domain.people.model import Person
from domain.policies.model import Late
from domain.policies.rules import in_force, late_cost
from domain.standing.look import Clash
from domain.standing.plan import How, Plan, Planned
from domain.standing.ports import Series
from domain.trainers.model import Service, Trainer

_SHOWN_BY_TEXT = 2  # dates that clash; more than these are counted


def weekly(starts: datetime, every: int) -> str:
    """Such as "Tue 18:00 every week", on the reader's clock."""
    time = f"{weekday_names()[local(starts).weekday()]} {clock(starts)}"
    if every > 1:
        return ngettext("{time} every {n} week", "{time} every {n} weeks", every, time=time)
    return _("{time} weekly", time=time) if voice().terse else _("{time} every week", time=time)


def slot_time(scene: Scene, series: Series) -> str:
    rhythm = series.slot.rhythm
    return weekly(rhythm.at(rhythm.ahead(scene.now)), rhythm.every)


def starts_said(trainer: Trainer, starts: datetime) -> str:
    """Such as "Thu 26 Nov 18:00", with the zone where the trainer's clock shows another time then."""
    return when(starts, trainer.zone_at(starts))


def sold(service: Service) -> str:
    """What each date is, and what it costs."""
    return list_of([service.name, minutes_long(service.minutes), price_each(service)])


def price_each(service: Service) -> str:
    return _("{price} each", price=money(service.price)) if service.price_minor else _("free of charge")


def terms_in_brief(scene: Scene, trainer: Trainer, service: Service) -> tuple[str, ...]:
    """Until when each date is free to cancel and what it costs later, as far as a text has room for it."""
    policy = scene.work.policies.policy(in_force(service, trainer))
    by_credit = policy is not None and policy.late is Late.USED
    later = late_cost(policy, service.price, by_credit=by_credit)
    if policy is None or later.is_free:
        return ()
    until = _("{length} before", length=length(policy.cancel_minutes))
    fee = money(later.fee) if later.fee else ""
    late = _("Cancelled late: {fee}.", fee=fee) if fee else _("Cancelled late, it counts as used.")
    return free_in_brief(until, later), late


def why(clash: Clash, trainer: Trainer, client: Person | None = None) -> str:
    """``client`` where it is somebody else who reads it."""
    return _why_short(clash) if voice().terse and client is None else _why(clash, trainer, client)


def _why_short(clash: Clash) -> str:
    return {
        Clash.CLOSED: _("shut"),
        Clash.AWAY: _("away"),
        Clash.OUTSIDE: _("no hours"),
        Clash.YOURS: _("yours"),
        Clash.TAKEN: _("taken"),
        Clash.ROOM: _("no room"),
        Clash.FULL: _("full"),
    }[clash]


def _why(clash: Clash, trainer: Trainer, client: Person | None) -> str:
    return {
        Clash.CLOSED: _("the studio is shut"),
        Clash.AWAY: _("{name} is away", name=trainer.name),
        Clash.OUTSIDE: _("outside {name}’s hours", name=trainer.name),
        Clash.YOURS: _("{name} has another session then", name=client.first_name)
        if client
        else _("you have another session then"),
        Clash.TAKEN: _("taken"),
        Clash.ROOM: _("no room or thing for it is left then"),
        Clash.FULL: _("the day is full"),
    }[clash]


def plan_said(plan: Plan, trainer: Trainer, client: Person | None = None) -> str:
    """How many dates are free, and of each other one why not and where it could be."""
    first, last = day(plan.dates[0].starts), day(plan.dates[-1].starts)
    n = len(plan.dates)
    if not plan.clashes:
        return ngettext(
            "{n} date, {first}, is free.",
            "{n} dates from {first} to {last}, all free.",
            n,
            first=first,
            last=last,
        )
    count = ngettext(
        "Of {n} date, {first}, {free} is free.",
        "Of {n} dates from {first} to {last}, {free} are free. These are not:",
        n,
        first=first,
        last=last,
        free=len(plan.free),
    )
    return lines(count, *(_clash_line(each, trainer, client) for each in plan.clashes))


def _clash_line(date: Planned, trainer: Trainer, client: Person | None) -> str:
    if date.why is None:
        return ""
    said = _("{day}: {why}", day=day(date.starts), why=why(date.why, trainer, client))
    return f"{said} → {starts_said(trainer, date.instead)}" if date.instead else said


def plan_in_brief(plan: Plan, trainer: Trainer) -> str:
    """The same in a text: "8 of 10 free to 26 Jan. Not Tue 22 Dec (shut)"."""
    free, n, last = len(plan.free), len(plan.dates), day(plan.dates[-1].starts)
    if not plan.clashes:
        return ngettext("{n} date is free.", "{n} dates to {last}, all free.", n, last=last)
    shown = [
        f"{day(each.starts)} ({why(each.why, trainer)})" for each in plan.clashes[:_SHOWN_BY_TEXT] if each.why
    ]
    more = len(plan.clashes) - len(shown)
    said = list_of([*shown, ngettext("{n} more", "{n} more", more) if more else ""])
    return _("{free} of {n} free to {last}. Not {dates}.", free=free, n=n, last=last, dates=said)


def moves_in_brief(plan: Plan, trainer: Trainer) -> str:
    """Where the dates that clash would be instead; all of them, since it is saved as it is shown."""
    times = [starts_said(trainer, each.instead) for each in plan.movable if each.instead]
    return _("Instead: {times}.", times=list_of(times))


def to_book(plan: Plan, how: How) -> str:
    """What a tap books."""
    n, clashes = len(plan.times(how)), len(plan.clashes)
    if not clashes:
        return ngettext("Book this date", "Book all {n}", n)
    if voice().terse:
        return _("Book {n}", n=n)
    if how is How.SKIP:
        return _("Book {n}, leave out {left}", n=n, left=clashes)
    return ngettext("Book {all}, {n} moved", "Book {all}, {n} moved", len(plan.movable), all=n)


def to_request(plan: Plan, how: How) -> str:
    """What a tap asks the trainer for."""
    n, clashes = len(plan.times(how)), len(plan.clashes)
    if not clashes:
        return ngettext("Request this date", "Request all {n}", n)
    if voice().terse:
        return _("Request {n}", n=n)
    if how is How.SKIP:
        return _("Request {n}, leave out {left}", n=n, left=clashes)
    return ngettext("Request {all}, {n} moved", "Request {all}, {n} moved", len(plan.movable), all=n)


def to_move(plan: Plan, how: How) -> str:
    """What a tap moves."""
    n, clashes = len(plan.times(how)), len(plan.clashes)
    if not clashes:
        return ngettext("Move this date", "Move all {n}", n)
    if how is How.SKIP:
        return _("Move {n}, {left} stay", n=n, left=clashes)
    return _("Move {n}, {near} nearby", n=n, near=len(plan.movable))


def plan_choices(
    plan: Plan, label: Callable[[Plan, How], str], act: Callable[[How], Action]
) -> tuple[Choice, ...]:
    """Take what is free; or also what clashes, where it could be instead."""
    ways = ([How.SKIP] if plan.free else []) + ([How.MOVE] if plan.movable else [])
    return tuple(choice(label(plan, how), act(how), "primary" if how is ways[0] else "") for how in ways)
