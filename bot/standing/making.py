"""Make it weekly: every date checked and shown, then booked or asked for as one act. Two taps, two texts."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from bot.client import whom
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import on
from bot.dialogue.screen import Row, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, voice
from bot.standing.card import slot_card
from bot.standing.views import AskWeekly, AskWeeklyFor, StartWeekly, StartWeeklyFor
from bot.standing.words import (
    moves_in_brief,
    plan_choices,
    plan_in_brief,
    plan_said,
    price_each,
    sold,
    terms_in_brief,
    to_book,
    to_request,
    weekly,
)
from bot.trainer.lists import below
from domain.base import Role
from domain.bookings.errors import NotOpen
from domain.errors import NotYours, Refusal, Taken
from domain.people.model import Person
from domain.standing import service as standing
from domain.standing.errors import NothingFree, PlanChanged
from domain.standing.model import SlotStatus
from domain.standing.plan import How, Plan
from domain.standing.ports import Series
from domain.standing.service import Wish
from domain.trainers.model import Approval

DESK = Role.TRAINER | Role.ADMIN


@on(AskWeekly, who=Role.CLIENT)
def ask_weekly(turn: Turn, asked: AskWeekly) -> Screen:
    """What would be booked, before anything is; or the slot that they own there already."""
    question = whom.question(turn, lambda person_id: replace(asked, whom=person_id))
    if asked.whom is None and question is not None:
        return question
    return _plan_screen(turn, _own_wish(turn, asked), asked)


def _own_wish(turn: Turn, asked: AskWeekly | StartWeekly) -> Wish:
    return standing.wish(turn.work, turn.person, asked.service, asked.starts, asked.every, asked.minutes)


def _plan_screen(turn: Turn, wish: Wish, asked: AskWeekly, said: str = "") -> Screen:
    if known := _known(turn, wish):
        return slot_card(turn, known)
    plan = standing.preview(turn.work, wish, now=turn.now)
    where = (asked.service, asked.starts, asked.every)

    def start(how: How) -> Action:
        return StartWeekly(*where, how, plan.seen, asked.minutes, turn.whom)

    if voice().terse:
        return _plan_by_text(turn, wish, plan, replace(asked, whom=turn.whom), start, said)
    answers = _("{name} answers once for all of them.", name=wish.trainer.name)
    rhythm = replace(asked, every=1 if asked.every > 1 else 2, whom=turn.whom)
    return Screen(
        title=weekly(plan.dates[0].starts, asked.every),
        text=lines(
            said,
            list_of([_("With {name}", name=wish.trainer.name), sold(wish.service)]),
            plan_said(plan, wish.trainer),
            answers if _is_asked(wish) else "",
        ),
        choices=(*_ways(plan, _label(wish), start, rhythm), (choice(_("Menu"), Home()),)),
        toast=said,
    )


def _plan_by_text(
    turn: Turn, wish: Wish, plan: Plan, asked: AskWeekly, start: Callable[[How], Action], said: str
) -> Screen:
    """The dates that clash are shown where they would be before they are saved there."""
    label = _label(wish)
    time = list_of([weekly(plan.dates[0].starts, asked.every), wish.trainer.name, price_each(wish.service)])
    if asked.moved and plan.movable:
        ways = [choice(label(plan, How.MOVE), start(How.MOVE))]
        text = lines(said, time, moves_in_brief(plan, wish.trainer))
    else:
        ways = [choice(label(plan, How.SKIP), start(How.SKIP))] if plan.free else []
        if plan.movable:
            n = len(plan.movable)
            ways.append(choice(_("Move {n}: show me", n=n), replace(asked, moved=True), word=""))
        text = lines(said, time, plan_in_brief(plan, wish.trainer))
    return Screen(
        text=text,
        choices=(tuple(ways), (choice(_("Menu"), Home()),)),
        spare=terms_in_brief(turn, wish.trainer, wish.service),
    )


_Label: TypeAlias = Callable[[Plan, How], str]


def _is_asked(wish: Wish) -> bool:
    return wish.service.approval is Approval.FIRST


def _label(wish: Wish) -> _Label:
    return to_request if _is_asked(wish) else to_book


def _ways(
    plan: Plan, label: _Label, start: Callable[[How], Action], rhythm: AskWeekly | AskWeeklyFor
) -> tuple[Row, ...]:
    other = _("Every {n} weeks", n=rhythm.every) if rhythm.every > 1 else _("Every week")
    return (*rows(plan_choices(plan, label, start)), (choice(other, rhythm),))


def _known(turn: Turn, wish: Wish) -> Series | None:
    return turn.work.standing.same(wish.client.id, wish.service.id, *wish.rhythm.place)


@on(StartWeekly, who=Role.CLIENT)
def start_weekly(turn: Turn, wanted: StartWeekly) -> Screen:
    """As it was shown; where it is another plan by now, nothing is booked and it is shown anew."""
    wish = _own_wish(turn, wanted)
    try:
        series = standing.make(turn.work, turn.person, wish, wanted.how, wanted.seen, now=turn.now)
    except (PlanChanged, Taken, NothingFree) as lost:
        asked = AskWeekly(wanted.service, wanted.starts, wanted.every, wanted.minutes, wanted.whom)
        return _plan_screen(turn, wish, asked, _anew(lost))
    turn.work.flush()
    return slot_card(turn, series).with_toast(_made(series))


def _anew(lost: Refusal) -> str:
    return _(PlanChanged().message) if isinstance(lost, Taken) else _(lost.message)


def _made(series: Series) -> str:
    if series.slot.status is SlotStatus.ASKED:
        return _("Requested. {name} is asked.", name=series.trainer.name)
    return _("Booked, week by week.")


@on(AskWeeklyFor, who=DESK)
def ask_weekly_for(turn: Turn, asked: AskWeeklyFor) -> Screen:
    """The same for a client, below what was pressed."""
    return below(turn, plan_for(turn, _wish_for(turn, asked), asked))


def _wish_for(turn: Turn, asked: AskWeeklyFor | StartWeeklyFor) -> Wish:
    """Raises NotYours for somebody whom they do not train."""
    wish = standing.wish(
        turn.work, _client(turn, asked.client), asked.service, asked.starts, asked.every, asked.minutes
    )
    trains = turn.work.people.relationship(asked.client, wish.trainer.id) is not None
    if not trains or (wish.trainer.person_id != turn.person.id and not turn.person.roles & Role.ADMIN):
        raise NotYours
    return wish


def _client(turn: Turn, person_id: int) -> Person:
    return turn.work.people.person(person_id)


def plan_for(turn: Turn, wish: Wish, asked: AskWeeklyFor, said: str = "") -> Screen:
    if known := _known(turn, wish):
        return slot_card(turn, known)
    plan = standing.preview(turn.work, wish, now=turn.now)
    where = (asked.client, asked.service, asked.starts, asked.every)

    def start(how: How) -> Action:
        return StartWeeklyFor(*where, how, plan.seen, asked.minutes)

    rhythm = replace(asked, every=1 if asked.every > 1 else 2)
    time = weekly(plan.dates[0].starts, asked.every)
    told = _("{name} is told at once.", name=wish.client.first_name)
    return Screen(
        title=_("{name}: {what}", name=wish.client.name, what=time),
        text=lines(said, sold(wish.service), plan_said(plan, wish.trainer, wish.client), told),
        choices=_ways(plan, to_book, start, rhythm),
        toast=said,
    )


@on(StartWeeklyFor, who=DESK)
def start_weekly_for(turn: Turn, wanted: StartWeeklyFor) -> Screen:
    wish = _wish_for(turn, wanted)
    try:
        series = standing.make(turn.work, turn.person, wish, wanted.how, wanted.seen, now=turn.now)
    except (PlanChanged, Taken, NothingFree, NotOpen) as lost:
        asked = AskWeeklyFor(wanted.client, wanted.service, wanted.starts, wanted.every, wanted.minutes)
        return plan_for(turn, wish, asked, _anew(lost))
    turn.work.flush()
    return slot_card(turn, series).with_toast(_("Booked. {name} is told.", name=wish.client.first_name))
