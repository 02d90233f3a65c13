"""“I'm sick today”: who is hit, one tap that asks them all, and a board on which their answers land."""

import re
from datetime import timedelta

from bot.dialogue.actions import Action, Minute
from bot.dialogue.routes import command, on, sentence
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _, clock, local, ngettext, stretch, when
from bot.trainer.cards import called
from bot.trainer.home import trainer_of
from bot.trainer.views import AskAway, OpenCard
from domain.absences import service as absences
from domain.absences.model import Absence, Answer, Replacement
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.classes.ports import Roster
from domain.errors import Unreadable
from domain.intervals import Interval
from domain.schedule.time_off import OneStretch, TimeOff, UnreadableBlock, parse_block

_PLAINLY = re.compile(
    r"(?:i'?m|i am|i feel|estoy|me siento) (?:sick|ill|unwell|enferm[oa]|mal)(?:,? (?P<days>.+))?"
)
_AND = re.compile(r"^(?:and|y|&|\+)\s+", re.IGNORECASE)
_WEEK = 7  # days ahead, at most, by a button


class BeAway(Action, code="xs", acts=True):
    """Keep a stretch of time free, and ask everybody who is booked in it to choose another."""

    since: Minute
    until: Minute


class CancelRest(Action, code="xc", acts=True):
    """Cancel what nobody has found another time for."""

    absence: int


@command(
    "sick", "hub sick", "enfermo", "enferma", "hub enfermo", "hub enferma", who=Role.TRAINER, takes_words=True
)
def sick(turn: Turn, rest: str) -> Screen:
    """Today, unless other days or hours are named."""
    return _proposed(turn, parse_block(rest or _("today"), local(turn.now)))


@on(AskAway, who=Role.TRAINER)
def ask_away(turn: Turn, wanted: AskAway) -> Screen:
    """A whole day, on the trainer's own calendar."""
    return _proposed(turn, TimeOff.whole(local(turn.now).date() + timedelta(days=min(wanted.days, _WEEK))))


@sentence(who=Role.TRAINER)
def said_plainly(turn: Turn, text: str) -> Screen | None:
    """“I'm sick today”, and nothing more: what else is said with it is for a human."""
    found = _PLAINLY.fullmatch(fold(text))
    if found is None:
        return None
    try:
        off = parse_block(found["days"] or _("today"), local(turn.now))
    except Unreadable:
        return None
    return None if off.reason else _proposed(turn, off)


def _proposed(turn: Turn, off: TimeOff) -> Screen:
    """Who is hit, and the one tap."""
    _require_plain(turn, off)
    trainer = trainer_of(turn)
    spans, now = off.intervals(trainer.zone_on), turn.now.replace(second=0, microsecond=0)
    span = Interval(max(spans[0].start, now), spans[-1].end)
    sheets = absences.bookings_in(turn.work, trainer, span, now=turn.now)
    classes = absences.classes_in(turn.work, trainer, span, now=turn.now)
    n = sum(not _is_asked(turn, sheet) for sheet in sheets)
    label = ngettext("Send to {n}", "Send to {n}", n) if n else _("Block the time")
    asks = _("Each client is offered three times that are kept for them for two hours.") if n else ""
    return Screen(
        title=_("Sick {time}", time=stretch(*span)),
        text=lines(
            *(_line(turn, sheet) for sheet in sheets),
            *map(_class_line, classes),
            "" if sheets or classes else _("Nothing is booked then."),
            asks,
            _("The classes are called off.") if classes else "",
            _("The time will be blocked."),
        ),
        choices=(
            (choice(label, BeAway(Minute(span.start), Minute(span.end)), "primary"),),
            *_tomorrow(turn, off),
        ),
        private=True,
    )


def _require_plain(turn: Turn, off: TimeOff) -> None:
    """One stretch of time is asked about in one go. Raises OneStretch."""
    if (off.first != off.last and (off.start, off.end) != (0, 1440)) or _is_days(turn, off.reason):
        raise OneStretch


def _is_days(turn: Turn, reason: str) -> bool:
    """Whether what is left of a line is no reason, but more days: "mon, wed"."""
    try:
        more = parse_block(_AND.sub("", reason), local(turn.now))
    except UnreadableBlock:
        return False
    except Unreadable:
        return True
    return not more.reason or _is_days(turn, more.reason)


def _tomorrow(turn: Turn, off: TimeOff) -> tuple[Row, ...]:
    """The other day that is often meant."""
    is_today = (off.first, off.last) == (local(turn.now).date(),) * 2
    return ((choice(_("Tomorrow"), AskAway(1)),),) if is_today else ()


def _line(scene: Scene, sheet: Sheet) -> str:
    asked = _("asked") if _is_asked(scene, sheet) else ""
    return list_of([clock(sheet.booking.starts), called(sheet), asked])


def _is_asked(scene: Scene, sheet: Sheet) -> bool:
    """Already, and not answered yet."""
    found = scene.work.absences.about(sheet.booking.id)
    return found is not None and found.answer is Answer.ASKED


def _class_line(roster: Roster) -> str:
    taken = ngettext("{n} person", "{n} people", roster.seated)
    return list_of([clock(roster.session.starts), roster.service.name, taken])


@on(BeAway, who=Role.TRAINER)
def be_away(turn: Turn, wanted: BeAway) -> Screen:
    """What is kept and asked at that moment; the board follows by itself."""
    trainer, span = trainer_of(turn), Interval(wanted.since, wanted.until)
    absence = absences.be_away(turn.work, turn.person, trainer, span, _("sick"), now=turn.now)
    refresh_home(turn.work, turn.person.id, trainer.id, f"away:{absence.id}:{absence.drawn}", turn.now)
    turn.work.flush()
    asked = sum(each.answer is Answer.ASKED for each in turn.work.absences.replacements(absence.id))
    said = ngettext("{n} client is asked.", "{n} clients are asked.", asked) if asked else _("Blocked")
    return Screen(title=said, text=_("Get well soon! The answers come here."), toast=said, private=True)


def board(scene: Scene, absence: Absence) -> Screen:
    """Each booking with what its client says; what is still open has a way to its card."""
    found = [
        (scene.work.bookings.sheet(each.booking_id), each)
        for each in scene.work.absences.replacements(absence.id)
    ]
    settled = sum(not _is_open(*each) for each in found)
    return Screen(
        title=_("Away {time}", time=stretch(absence.starts, absence.ends)),
        text=_("{n} of {all} settled", n=settled, all=len(found)) if found else _("Blocked"),
        sections=tuple(_section(*each) for each in found),
        choices=_rest(scene, absence),
        subject=("absence", absence.id),
    )


def _is_open(sheet: Sheet, replacement: Replacement) -> bool:
    """Whether it is still booked for when its trainer can't be there."""
    return sheet.booking.status in FIRM and sheet.booking.starts == replacement.was


def _section(sheet: Sheet, replacement: Replacement) -> Section:
    line = list_of([clock(replacement.was), called(sheet), _became(sheet, replacement)])
    by_hand = replacement.answer is not Answer.ASKED and _is_open(sheet, replacement)
    return Section(line, (choice(_("Open"), OpenCard(sheet.booking.id)),) if by_hand else ())


def _became(sheet: Sheet, replacement: Replacement) -> str:
    if not _is_open(sheet, replacement):
        moved = sheet.booking.starts != replacement.was
        return _("moved to {time}", time=when(sheet.booking.starts)) if moved else _("cancelled")
    return {
        Answer.ASKED: _("asked"),
        Answer.NONE: _("none of the times suits"),
        Answer.LATE: _("no answer yet"),
        Answer.UNREACHED: _("can’t be reached: please call"),
    }.get(replacement.answer, "")


def _rest(scene: Scene, absence: Absence) -> tuple[Row, ...]:
    left = len(absences.left_over(scene.work, absence, now=scene.now))
    label = ngettext("Cancel what is left ({n})", "Cancel what is left ({n})", left)
    return ((choice(label, CancelRest(absence.id), "danger"),),) if left else ()


@on(CancelRest, who=Role.TRAINER | Role.ADMIN)
def cancel_rest(turn: Turn, wanted: CancelRest) -> Screen:
    left = absences.cancel_rest(turn.work, turn.person, wanted.absence, now=turn.now)
    turn.work.flush()
    said = ngettext("{n} session is cancelled.", "{n} sessions are cancelled.", len(left))
    undo = _("Type undo within a minute to take that back.") if left else ""
    return board(turn, turn.work.absences.absence(wanted.absence)).with_toast(lines(said, undo))
