"""All dates from one on move to another weekday or hour; a date that was left out gets another time."""

from datetime import date, datetime, timedelta

from bot.dialogue.actions import Action, Minute
from bot.dialogue.routes import EVERYBODY, on
from bot.dialogue.screen import Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, local, voice
from bot.standing.card import slot_card, slot_of
from bot.standing.changes import as_it_stands
from bot.standing.views import AskMoveAll, AskOther, MoveAll, OpenSlot, PlanMoveAll, TakeOther
from bot.standing.words import plan_choices, plan_in_brief, plan_said, slot_time, starts_said, to_move, weekly
from domain.bookings.errors import AlreadyAnswered, NotOpen
from domain.errors import Changed, Taken
from domain.schedule.rules import nearest
from domain.standing import service as standing
from domain.standing.errors import PlanChanged, SlotEnded, TooFarApart
from domain.standing.look import nearest_first
from domain.standing.moves import Shift
from domain.standing.plan import How
from domain.standing.ports import Series

OFFERED = 6
_AROUND = 3  # days on either side


@on(AskMoveAll, who=EVERYBODY)
def ask_move_all(turn: Turn, asked: AskMoveAll) -> Screen:
    """Six times near the date, each to be looked at for all the others."""
    series = slot_of(turn, asked.slot)
    was = series.slot.rhythm.at(asked.day)
    found = standing.places(turn.work, series, asked.day, now=turn.now, around=_AROUND)
    picks = [
        choice(
            starts_said(series.trainer, starts),
            PlanMoveAll(asked.slot, asked.day, Minute(starts)),
            word="",
        )
        for starts in _varied([each for each in found if each != was], was)
    ]
    text = (
        _("From {day} on, all dates move by as much.", day=day(was))
        if picks
        else _("Nothing is free near it.")
    )
    by_words = _("Or type it: move all thu 7pm")
    return Screen(
        title=_("Move all to when?"),
        text=lines(slot_time(turn, series), text, by_words),
        brief=slot_time(turn, series) if voice().terse and picks else "",
        choices=(*rows(picks, 2), _keep(asked.slot)),
        subject=("standing", asked.slot),
    )


def _varied(found: list[datetime], was: datetime) -> list[datetime]:
    """Two other hours of that day, and near that hour the days beside it, the nearest first."""
    by_day: dict[int, list[datetime]] = {}
    for starts in found:
        by_day.setdefault((local(starts).date() - local(was).date()).days, []).append(starts)
    same = nearest(by_day.pop(0, []), was, 2)
    near = sorted(by_day, key=abs)[: OFFERED - len(same)]
    others = [each for days in near for each in nearest(by_day[days], was + timedelta(days=days), 1)]
    return sorted([*same, *others])


def _keep(slot: int) -> Row:
    return (choice(_("Keep it as it is"), OpenSlot(slot), word=_("KEEP")),)


@on(PlanMoveAll, who=EVERYBODY)
def plan_move_all(turn: Turn, asked: PlanMoveAll) -> Screen:
    return plan_screen(turn, slot_of(turn, asked.slot), asked.day, asked.starts)


def plan_screen(turn: Turn, series: Series, since: date, starts: datetime, said: str = "") -> Screen:
    """What becomes of each date, before anything moves."""
    slot = series.slot
    try:
        shift = Shift.of(series, since, starts)
    except TooFarApart as lost:
        return as_it_stands(turn, series, _(lost.message))
    plan = standing.plan_move(turn.work, series, shift, now=turn.now)
    if not plan.dates:
        return slot_card(turn, series)

    def act(how: How) -> Action:
        return MoveAll(slot.id, slot.version, since, Minute(starts), how, plan.seen)

    stays = _("What can’t move stays where it is.") if plan.clashes else ""
    text = plan_in_brief(plan, series.trainer) if voice().terse else plan_said(plan, series.trainer)
    return Screen(
        title=_("Move to {time}?", time=weekly(plan.dates[0].starts, slot.every)),
        text=lines(said, text, stays),
        choices=(*rows(plan_choices(plan, to_move, act)), _keep(slot.id)),
        toast=said,
        subject=("standing", slot.id),
    )


@on(MoveAll, who=EVERYBODY)
def move_all(turn: Turn, wanted: MoveAll) -> Screen:
    series = slot_of(turn, wanted.slot)
    try:
        shift = Shift.of(series, wanted.day, wanted.starts)
        series = standing.move_all(
            turn.work,
            turn.person,
            wanted.slot,
            wanted.version,
            shift,
            wanted.how,
            wanted.seen,
            now=turn.now,
        )
    except (PlanChanged, Taken):
        return plan_screen(turn, series, wanted.day, wanted.starts, _(PlanChanged().message))
    except (AlreadyAnswered, Changed, SlotEnded, TooFarApart) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return slot_card(turn, series).with_toast(_("Moved, all of them."))


@on(AskOther, who=EVERYBODY)
def ask_other(turn: Turn, asked: AskOther) -> Screen:
    """The free times of that day and of the two beside it."""
    return other_screen(turn, slot_of(turn, asked.slot), asked.day)


def other_screen(turn: Turn, series: Series, which: date, said: str = "") -> Screen:
    slot = series.slot
    wanted = slot.rhythm.at(which)
    found = standing.places(turn.work, series, which, now=turn.now)
    picks = [
        choice(starts_said(series.trainer, starts), TakeOther(slot.id, which, Minute(starts)))
        for starts in sorted(nearest_first(found, wanted, slot.zone)[:OFFERED])
    ]
    text = _("Another time around {day}?", day=day(wanted)) if picks else _("Nothing is free near it.")
    back = choice(_("Leave it out"), OpenSlot(slot.id), word=_("KEEP"))
    return Screen(
        title=slot_time(turn, series),
        text=lines(said, text),
        choices=(*rows(picks, 2), (back,)),
        toast=said,
        subject=("standing", slot.id),
    )


@on(TakeOther, who=EVERYBODY)
def take_other(turn: Turn, wanted: TakeOther) -> Screen:
    series = slot_of(turn, wanted.slot)
    try:
        standing.fill(turn.work, turn.person, wanted.slot, wanted.day, wanted.starts, now=turn.now)
    except (NotOpen, Taken) as lost:
        return other_screen(turn, series, wanted.day, _(lost.message))
    except (AlreadyAnswered, SlotEnded) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return slot_card(turn, series).with_toast(_("Booked."))
