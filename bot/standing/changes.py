"""A standing slot rests, goes on, ends: what that gives back is shown before the tap that does it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.client.costs import costs_now
from bot.dialogue.actions import Action
from bot.dialogue.routes import EVERYBODY, on
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, ngettext, voice, when
from bot.standing.card import dates_screen, is_theirs, slot_card, slot_of, standing_now
from bot.standing.views import AskEnd, AskPause, AskResume, End, ListDates, OpenSlot, Pause, Resume
from bot.standing.words import plan_choices, plan_in_brief, plan_said, slot_time, starts_said, to_book
from bot.trainer.lists import below
from domain.bookings.errors import AlreadyAnswered
from domain.bookings.ports import Sheet
from domain.errors import Changed, Taken
from domain.standing import service as standing
from domain.standing.errors import PlanChanged, SlotEnded
from domain.standing.model import SlotStatus
from domain.standing.plan import How
from domain.standing.ports import Series

_WEEKS = (2, 4)  # that a pause is offered for
_SHOWN = 3


@on(OpenSlot, who=EVERYBODY)
def open_slot(turn: Turn, wanted: OpenSlot) -> Screen:
    return below(turn, slot_card(turn, slot_of(turn, wanted.slot)))


@on(ListDates, who=EVERYBODY)
def list_dates(turn: Turn, wanted: ListDates) -> Screen:
    return dates_screen(turn, slot_of(turn, wanted.slot))


@on(AskPause, who=EVERYBODY)
def ask_pause(turn: Turn, asked: AskPause) -> Screen:
    """The dates that would be given back, from a day on, for how long."""
    series = slot_of(turn, asked.slot)
    slot = series.slot
    if slot.status is not SlotStatus.ACTIVE:
        return slot_card(turn, series)
    dates = standing.in_pause(turn.work.standing.coming(slot.id, turn.now), asked.first, asked.last)
    spans: list[tuple[str, date | None]] = [
        (ngettext("{n} week", "{n} weeks", n), _weeks_on(asked.first, n)) for n in _WEEKS
    ]
    spans.append((_("Until I resume it"), None))
    others = [
        choice(label, AskPause(slot.id, asked.first, last), word="")
        for label, last in spans
        if last != asked.last
    ]
    sure = Pause(slot.id, slot.version, asked.first, asked.last)
    ways = (*_sure(turn, series, dates, _("Pause it"), sure), *rows(others, 3))
    return _asking(turn, series, _pause_title(asked.first, asked.last), dates, ways)


def _weeks_on(first: date, weeks: int) -> date:
    return first + timedelta(weeks=weeks, days=-1)


def _pause_title(first: date, last: date | None) -> str:
    if last:
        return _("Pause from {first} to {last}?", first=day(first), last=day(last))
    return _("Pause from {day} until you resume it?", day=day(first))


def _asking(turn: Turn, series: Series, title: str, dates: list[Sheet], ways: tuple[Row, ...]) -> Screen:
    """What would be given back, what stays, and the way to keep it all."""
    keep = choice(_("Keep it as it is"), OpenSlot(series.slot.id), word=_("KEEP"))
    means = _given_back(turn, series, dates)
    return Screen(
        title=title,
        text=means if voice().terse else lines(slot_time(turn, series), means),
        choices=(*ways, (keep,)),
        subject=("standing", series.slot.id),
    )


def _sure(turn: Turn, series: Series, dates: list[Sheet], label: str, act: Pause | End) -> tuple[Row, ...]:
    """The act; and the same with the dates that cost something by now, for who would pay for them. In a text
    those are given up by DROP, one by one.
    """
    turn.may_answer_yes(act, no=OpenSlot(series.slot.id))
    late = standing.costing(turn.work, dates, now=turn.now)
    paid = replace(act, late=True)
    also = [
        choice(_("{what}, {day} too", what=label, day=day(sheet.booking.starts)), paid, "danger")
        for sheet, _cost in late[:1]
        if is_theirs(turn, series) and not voice().terse
    ]
    return ((choice(label, act, "primary"),), *rows(also))


def _given_back(turn: Turn, series: Series, dates: list[Sheet]) -> str:
    late = standing.costing(turn.work, dates, now=turn.now)
    stay = [
        _("{time} stays booked. {cost}", time=when(sheet.booking.starts), cost=costs_now(cost))
        for sheet, cost in late
    ]
    kept = {sheet.booking.id for sheet, _cost in late}
    return lines(_freed(series, [sheet for sheet in dates if sheet.booking.id not in kept]), *stay)


def _freed(series: Series, freed: list[Sheet]) -> str:
    if not freed:
        return _("No date is given back by it.")
    shown = [starts_said(series.trainer, each.booking.starts) for each in freed[:_SHOWN]]
    if voice().terse:
        said = ngettext("{n} date is given back", "{n} dates are given back", len(freed))
        return _("{what}, the next on {time}.", what=said, time=shown[0])
    said = ngettext("{n} date is given back:", "{n} dates are given back:", len(freed))
    more = len(freed) - len(shown)
    return lines(said, *shown, ngettext("and {n} more", "and {n} more", more) if more else "")


@on(Pause, who=EVERYBODY)
def pause(turn: Turn, wanted: Pause) -> Screen:
    series = slot_of(turn, wanted.slot)
    try:
        series = standing.pause(
            turn.work,
            turn.person,
            wanted.slot,
            wanted.version,
            wanted.first,
            wanted.last,
            now=turn.now,
            at_cost=wanted.late,
        )
    except (AlreadyAnswered, Changed, SlotEnded) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return _became(turn, series)


def _became(turn: Turn, series: Series) -> Screen:
    coming = turn.work.standing.coming(series.slot.id, turn.now)
    return slot_card(turn, series).with_toast(standing_now(series, coming))


def as_it_stands(turn: Turn, series: Series, said: str) -> Screen:
    """Nothing was done; the card says how it is."""
    return slot_card(turn, series).with_toast(said, alert=True)


@on(AskResume, who=EVERYBODY)
def ask_resume(turn: Turn, asked: AskResume) -> Screen:
    return resume_screen(turn, slot_of(turn, asked.slot))


def resume_screen(turn: Turn, series: Series, said: str = "") -> Screen:
    """The dates of the rest of the pause, checked like new."""
    slot = series.slot
    if slot.status is not SlotStatus.PAUSED:
        return slot_card(turn, series)
    plan = standing.plan_resume(turn.work, series, now=turn.now)

    def act(how: How) -> Action:
        return Resume(slot.id, slot.version, how, plan.seen)

    stay = choice(_("Leave it paused"), OpenSlot(slot.id), word=_("KEEP"))
    if not plan.dates:
        ways: tuple[Choice, ...] = (choice(_("Resume"), act(How.SKIP), "primary"),)
        text = _("No date of it is left; it goes on after the pause.")
    else:
        ways = plan_choices(plan, to_book, act)
        text = plan_in_brief(plan, series.trainer) if voice().terse else plan_said(plan, series.trainer)
        if not plan.free:
            ways = (choice(_("Resume without them"), act(How.SKIP)), *ways)
    title = _("Resume {time}?", time=slot_time(turn, series))
    return Screen(
        title=title,
        text=lines(said, text),
        choices=(*rows(ways), (stay,)),
        toast=said,
        subject=("standing", slot.id),
    )


@on(Resume, who=EVERYBODY)
def resume(turn: Turn, wanted: Resume) -> Screen:
    series = slot_of(turn, wanted.slot)
    try:
        series = standing.resume(
            turn.work, turn.person, wanted.slot, wanted.version, wanted.how, wanted.seen, now=turn.now
        )
    except (PlanChanged, Taken):
        return resume_screen(turn, series, _(PlanChanged().message))
    except (AlreadyAnswered, Changed, SlotEnded) as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return slot_card(turn, series).with_toast(_("It goes on."))


@on(AskEnd, who=EVERYBODY)
def ask_end(turn: Turn, asked: AskEnd) -> Screen:
    """Every date to come would be given back."""
    series = slot_of(turn, asked.slot)
    slot = series.slot
    if slot.status is SlotStatus.ENDED:
        return slot_card(turn, series)
    coming = turn.work.standing.coming(slot.id, turn.now)
    label = _("Give it up") if turn.by_text else _("Yes, give it up")
    ways = _sure(turn, series, coming, label, End(slot.id, slot.version))
    return _asking(turn, series, _("Give this weekly time up?"), coming, ways)


@on(End, who=EVERYBODY)
def end(turn: Turn, wanted: End) -> Screen:
    series = slot_of(turn, wanted.slot)
    try:
        series = standing.end(
            turn.work, turn.person, wanted.slot, wanted.version, now=turn.now, at_cost=wanted.late
        )
    except Changed as lost:
        return as_it_stands(turn, series, _(lost.message))
    turn.work.flush()
    return _became(turn, series)
