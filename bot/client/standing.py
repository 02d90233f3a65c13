"""Standing slots in a client's words: AGAIN WEEKLY, WEEKLY, PAUSE, and “every tuesday at 6 with ana”."""

from datetime import date, datetime, timedelta
from itertools import islice

from bot.client import whom
from bot.client.named import those_named
from bot.client.shortcuts import lasts
from bot.client.times import OFFERED
from bot.client.trainers import trainer_of
from bot.client.wished import unknown_name
from bot.dialogue.actions import Home, Minute
from bot.dialogue.every import Every, read_every
from bot.dialogue.lengths import take_length
from bot.dialogue.routes import command, sentence
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.when import When, read_when
from bot.dialogue.wish import Wish, read_wish
from bot.dialogue.words import _, local, whole_day
from bot.standing.card import dates_screen, slot_card, slot_choice
from bot.standing.changes import ask_end, ask_pause, resume_screen
from bot.standing.making import ask_weekly
from bot.standing.moves import ask_move_all, other_screen, plan_screen
from bot.standing.spoken import fits, instants, pause_days
from bot.standing.views import AskEnd, AskMoveAll, AskOther, AskPause, AskWeekly
from bot.standing.words import starts_said, weekly
from domain.base import Role
from domain.bookings.rules import GONE
from domain.conversations.service import is_muted
from domain.schedule.rules import spread
from domain.schedule.service import times
from domain.standing import service as standing
from domain.standing.ports import Series
from domain.standing.rules import AHEAD
from domain.trainers.model import Service, Trainer
from domain.trainers.service import of_length


@command(
    "again weekly",
    "again every week",
    "make it weekly",
    "repetir cada semana",
    "repetir semanal",
    "cada semana",
    who=Role.CLIENT,
)
def again_weekly(turn: Turn, rest: str) -> Screen | None:
    """The same as last time, each week from now on."""
    last = [each for each in lasts(turn) if each.booking.status not in GONE]
    asked = [
        (
            each,
            AskWeekly(
                each.service.id, Minute(each.booking.starts), minutes=each.service.chosen, whom=each.client.id
            ),
        )
        for each in last
    ]
    if len(asked) == 1:
        turn.speak_for(last[0].client.id)
        return ask_weekly(turn, asked[0][1])
    if not asked:
        return _none_yet()
    named = [
        choice(
            whom.whose(turn, each) + list_of([weekly(each.booking.starts, 1), each.trainer.name]),
            act,
            word="",
        )
        for each, act in asked
    ]
    return Screen(title=_("For whom?"), choices=rows(named))


def _none_yet() -> Screen:
    return Screen(
        text=lines(
            _("Nothing is yours every week yet."),
            _("Say which time you would like every week, such as: every tuesday at 18:00 with Ana"),
        ),
        choices=((choice(_("Menu"), Home()),),),
    )


@command("dates", "fechas", who=Role.CLIENT)
def dates_typed(turn: Turn, rest: str) -> Screen | None:
    owned = _owned(turn)
    if len(owned) != 1:
        return _which(turn, owned) if owned else None
    turn.speak_for(owned[0].client.id)
    return dates_screen(turn, owned[0])


@command("weekly", "semanal", who=Role.CLIENT, takes_words=True)
def weekly_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: what they own, or else the last time made weekly. With words, that time."""
    if rest:
        return _wished(turn, rest, Every(1, rest, sure=True))
    owned = _owned(turn)
    return _one(turn, owned) or (_which(turn, owned) if owned else again_weekly(turn, ""))


def _one(turn: Turn, owned: list[Series]) -> Screen | None:
    if len(owned) != 1:
        return None
    turn.speak_for(owned[0].client.id)
    return slot_card(turn, owned[0])


def _owned(turn: Turn) -> list[Series]:
    return [series for each in whom.meant(turn) for series in turn.work.standing.of_client(each.id)]


def _which(turn: Turn, owned: list[Series]) -> Screen:
    return Screen(text=_("Which one do you mean?"), choices=rows(_named(turn, owned)))


def _named(turn: Turn, owned: list[Series]) -> list[Choice]:
    return [slot_choice(turn, each) for each in owned]


@command("pause", "pausa", "pausar", who=Role.CLIENT, takes_words=True)
def pause_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone, or such as "pause 24 dec to 6 jan"."""
    owned = _owned(turn)
    if len(owned) != 1:
        return (_which(turn, owned) if not rest else None) if owned else _nothing_to_pause(turn, rest)
    series = owned[0]
    turn.speak_for(series.client.id)
    days = pause_days(rest, local(turn.now)) if rest else (series.slot.rhythm.ahead(turn.now), None)
    return ask_pause(turn, AskPause(series.slot.id, *days)) if days else None


def _nothing_to_pause(turn: Turn, rest: str) -> Screen | None:
    return None if rest and pause_days(rest, local(turn.now)) is None else _none_yet()


@command("resume", "seguir", "reanudar", who=Role.CLIENT)
def resume_typed(turn: Turn, rest: str) -> Screen | None:
    owned = _owned(turn)
    if len(owned) != 1:
        return _which(turn, owned) if owned else None
    turn.speak_for(owned[0].client.id)
    return resume_screen(turn, owned[0])


@command("drop all", "anular todo", who=Role.CLIENT)
def end_typed(turn: Turn, rest: str) -> Screen | None:
    owned = _owned(turn)
    if len(owned) != 1:
        return _which(turn, owned) if owned else None
    return ask_end(turn, AskEnd(owned[0].slot.id))


@command("move all", "mover todo", "cambiar todo", who=Role.CLIENT, takes_words=True)
def move_all_typed(turn: Turn, rest: str) -> Screen | None:
    """Alone: times near the next date. With words: what would become of each date then."""
    owned = _owned(turn)
    if len(owned) != 1:
        return _which(turn, owned) if owned and not rest else None
    series = owned[0]
    turn.speak_for(series.client.id)
    first = _next_day(turn, series)
    if first is None:
        return slot_card(turn, series)
    if not rest:
        return ask_move_all(turn, AskMoveAll(series.slot.id, first))
    said = _said(turn, rest)
    return _move_to(turn, series, first, said) if said else None


@command("other", "otra", who=Role.CLIENT)
def other_typed(turn: Turn, rest: str) -> Screen | None:
    """Another time for a date that was left out."""
    out = [
        (series, each)
        for series in _owned(turn)
        for each in standing.left_out(turn.work, series, now=turn.now)
    ]
    if not out:
        owned = _owned(turn)
        return _one(turn, owned) or (_which(turn, owned) if owned else None)
    if len(out) > 1:
        named = [
            choice(
                starts_said(each.trainer, each.slot.rhythm.at(day)),
                AskOther(each.slot.id, day),
                word="",
            )
            for each, day in out
        ]
        return Screen(text=_("Which one do you mean?"), choices=rows(named))
    turn.speak_for(out[0][0].client.id)
    return other_screen(turn, *out[0])


def _next_day(turn: Turn, series: Series) -> date | None:
    coming = turn.work.standing.coming(series.slot.id, turn.now)
    return next((day for sheet in coming if (day := sheet.booking.stands_for)), None)


def _move_to(turn: Turn, series: Series, first: date, said: When) -> Screen | None:
    """The weekday and hour that were said, near the next date; the old ones where only one was."""
    was = local(series.slot.rhythm.at(first))
    weekdays = {each.weekday() for each in said.days} - ({was.weekday()} if len(said.days) > 1 else set())
    if len(weekdays) > 1 or not (weekdays or said.times):
        return ask_move_all(turn, AskMoveAll(series.slot.id, first))
    by = (next(iter(weekdays), was.weekday()) - was.weekday()) % 7
    if was.date() + timedelta(days=by - 7) > local(turn.now).date() and by > 3:
        by -= 7
    wanted = When(days=(was.date() + timedelta(days=by),), times=said.times or (was.time(),))
    found = fits(turn.work, series.trainer, series.service, instants(turn, wanted)) or instants(turn, wanted)
    return plan_screen(turn, series, first, found[0])


@sentence(who=Role.CLIENT)
def every_week(turn: Turn, text: str) -> Screen | None:
    """Such as "every tuesday at 6 with ana", "cada dos semanas los jueves a las 18"."""
    if is_muted(turn.address, turn.now):
        return None
    every = read_every(text)
    if every is None:
        return None
    every = Every(every.weeks, whom.in_their_words(turn, every.rest), every.sure)
    wish = read_wish(every.rest, turn.speaker.locale)
    owned = _owned(turn)
    if wish is Wish.CANCEL and owned:
        return ask_end(turn, AskEnd(owned[0].slot.id)) if len(owned) == 1 else _which(turn, owned)
    if wish is Wish.MOVE and len(owned) == 1:
        return move_all_typed(turn, every.rest)
    if wish not in (None, Wish.BOOK):
        return None
    return _wished(turn, every.rest, every)


def _said(turn: Turn, words: str) -> When | None:
    return read_when(words, now=local(turn.now), languages=[turn.speaker.locale], order=turn.date_order)


def _wished(turn: Turn, text: str, every: Every) -> Screen | None:
    """The plan of the weekday and hour that were said; times to choose from where no hour was."""
    minutes, words = take_length(text)
    said = _said(turn, words)
    if said is None or said.trouble or not said.days or not (said.sure and (every.sure or said.times)):
        return None
    named = those_named(turn, said.rest)
    if not named and unknown_name(words):
        return None
    trainers = named or [each for each in [trainer_of(turn)] if each]
    acts = [act for each in trainers for act in _asked(turn, each, said, minutes, every)]
    if len(acts) == 1:
        return ask_weekly(turn, acts[0])
    return _which_time(turn, acts[: 2 * OFFERED]) if acts else None


def _asked(turn: Turn, trainer: Trainer, said: When, minutes: int | None, every: Every) -> list[AskWeekly]:
    """What the words could mean with a trainer: an hour said is one, or two; else hours that are free."""
    offered = turn.work.trainers.services(trainer.id)
    service = of_length([each for each in offered if not each.intro] or offered, minutes)
    if service is None or service.in_classes:
        return []
    found = instants(turn, said) if said.times else _free_on(turn, trainer, service, said.days[0])
    found = fits(turn.work, trainer, service, found) or found
    return [AskWeekly(service.id, Minute(each), every.weeks, service.chosen) for each in found[:OFFERED]]


def _which_time(turn: Turn, acts: list[AskWeekly]) -> Screen:
    named = []
    for act in acts:
        _service, trainer = turn.work.trainers.service(act.service)
        named.append(choice(list_of([weekly(act.starts, act.every), trainer.name]), act, word=""))
    return Screen(text=_("Which one do you mean?"), choices=rows(named))


def _free_on(turn: Turn, trainer: Trainer, service: Service, day: date) -> list[datetime]:
    span = whole_day(day)
    found = times(
        turn.work,
        trainer,
        service,
        now=turn.now,
        since=span.start,
        until=span.end - timedelta(minutes=1),
        client_id=turn.person.id,
        reach=turn.now + AHEAD,
    )
    return spread(islice(found, 50), OFFERED)
