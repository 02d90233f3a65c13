"""The card of a standing slot, as its client or its trainer sees it: one living message."""

from datetime import date

from bot.client.views import OpenSession
from bot.dialogue.actions import Home
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, ngettext, voice, when
from bot.standing.views import AskEnd, AskMoveAll, AskOther, AskPause, AskResume, ListDates, OpenSlot
from bot.standing.words import slot_time, sold, starts_said
from bot.trainer.views import OpenCard
from domain.bookings.ports import Sheet
from domain.errors import NotFound
from domain.standing import service as standing
from domain.standing.model import SlotStatus
from domain.standing.ports import Series

LEFT_OUT = 3


def slot_of(turn: Turn, slot_id: int) -> Series:
    """For its client, whoever speaks for them, its trainer and an admin. Raises NotYours."""
    client = turn.work.standing.client_of(slot_id)
    if client is None:
        raise NotFound
    if client != turn.person.id and client in (each.id for each in turn.people):
        turn.speak_for(client)
    return standing.see(turn.work, turn.person, slot_id)


def is_theirs(scene: Scene, series: Series) -> bool:
    """Whether its client looks at it, rather than who works here."""
    return scene.person.id == series.slot.client_id


def slot_card(scene: Scene, series: Series) -> Screen:
    """How it stands, its next dates, and what can be done with all of them."""
    coming = scene.work.standing.coming(series.slot.id, scene.now)
    out = standing.left_out(scene.work, series, now=scene.now)
    time = slot_time(scene, series)
    mine = is_theirs(scene, series)
    return Screen(
        title=slot_title(scene, series),
        text=lines(
            standing_now(series, coming),
            _("With {name}", name=series.trainer.name) if mine else "",
            sold(series.service),
            _dates(coming),
            _left_out(series, out),
        ),
        brief=_in_brief(series, coming, time) if voice().terse else "",
        choices=(*_ways(scene, series, coming, out), *_back(mine)),
        subject=("standing", series.slot.id),
    )


def standing_now(series: Series, coming: list[Sheet]) -> str:
    """Asked for, paused or ended; "" where it simply goes on."""
    slot, name = series.slot, series.trainer.name
    match slot.status:
        case SlotStatus.ASKED if slot.due_at and voice().terse:
            return _("{name} answers by {time}.", name=name, time=when(slot.due_at))
        case SlotStatus.ASKED if slot.due_at:
            until = when(slot.due_at)
            return _("Requested: {name} answers once for all dates, by {time}.", name=name, time=until)
        case SlotStatus.PAUSED if slot.paused_from and slot.paused_until:
            first, last = day(slot.paused_from), day(slot.paused_until)
            return _("Paused from {first} to {last}.", first=first, last=last)
        case SlotStatus.PAUSED if slot.paused_from:
            return _("Paused from {day} until it is resumed.", day=day(slot.paused_from))
        case SlotStatus.ENDED:
            return _("This weekly time has ended.")
        case _:
            return "" if coming else _("No date is booked at the moment.")


def slot_title(scene: Scene, series: Series) -> str:
    time = slot_time(scene, series)
    return time if is_theirs(scene, series) else _("{name}: {what}", name=series.client.name, what=time)


def _dates(coming: list[Sheet]) -> str:
    """How many, and how far; the next are buttons below."""
    if not coming:
        return ""
    first, last = day(coming[0].booking.starts), day(coming[-1].booking.starts)
    return ngettext("{n} date: {first}", "{n} dates, {first} to {last}", len(coming), first=first, last=last)


def _left_out(series: Series, out: list[date]) -> str:
    if not out:
        return ""
    shown = [day(series.slot.rhythm.at(each)) for each in out[:LEFT_OUT]]
    more = len(out) - len(shown)
    rest = ngettext("{n} more", "{n} more", more) if more else ""
    return _("Left out: {dates}", dates=list_of([*shown, rest]))


def _in_brief(series: Series, coming: list[Sheet], time: str) -> str:
    next_ = starts_said(series.trainer, coming[0].booking.starts) if coming else ""
    count = (
        ngettext("{n} date, next {time}", "{n} dates, next {time}", len(coming), time=next_) if coming else ""
    )
    return lines(list_of([time, series.trainer.name]), standing_now(series, coming), count)


def _ways(scene: Scene, series: Series, coming: list[Sheet], out: list[date]) -> tuple[Row, ...]:
    from bot.trainer.standing import answers_to

    slot = series.slot
    end = choice(_("Give it up"), AskEnd(slot.id))
    if slot.status is SlotStatus.ENDED:
        return ()
    if slot.status is SlotStatus.ASKED:
        return (
            ((choice(_("Take it back"), AskEnd(slot.id)),),)
            if is_theirs(scene, series)
            else answers_to(series, coming)
        )
    rest = (
        choice(_("Resume"), AskResume(slot.id), "primary")
        if slot.status is SlotStatus.PAUSED
        else choice(_("Pause"), AskPause(slot.id, slot.rhythm.ahead(scene.now)))
    )
    first = next((day for sheet in coming if (day := sheet.booking.stands_for)), None)
    move = [choice(_("Move all"), AskMoveAll(slot.id, first))] if first else []
    dates = [choice(_("Dates"), ListDates(slot.id))] if coming else []
    return (*rows([*dates, rest, *move, end], 2), *rows(_others(series, out), 2))


def _others(series: Series, out: list[date]) -> list[Choice]:
    if voice().terse:
        return []
    return [
        choice(_("{day}: another time", day=day(series.slot.rhythm.at(each))), AskOther(series.slot.id, each))
        for each in out[:LEFT_OUT]
    ]


def dates_screen(scene: Scene, series: Series) -> Screen:
    """The way to each date that is booked."""
    mine = is_theirs(scene, series)
    coming = scene.work.standing.coming(series.slot.id, scene.now)
    named = [(starts_said(series.trainer, each.booking.starts), each.booking.id) for each in coming]
    picks = [choice(label, OpenSession(each) if mine else OpenCard(each)) for label, each in named]
    back = choice(_("Back"), OpenSlot(series.slot.id))
    text = _("Open one to move or cancel it alone.") if picks else _("No date is booked at the moment.")
    return Screen(
        title=slot_title(scene, series),
        text="" if voice().terse and picks else text,
        choices=rows(picks, 2) if voice().terse else (*rows(picks, 2), (back,)),
        subject=("standing", series.slot.id),
    )


def _back(mine: bool) -> tuple[Row, ...]:
    return ((choice(_("Menu"), Home()),),) if mine else ()


def slot_choice(scene: Scene, series: Series, *, named: bool = False) -> Choice:
    """The way to its card from a list; ``named`` by whose it is, where a trainer looks."""
    who = series.client.name if named else series.trainer.name
    return choice(list_of([slot_time(scene, series), who]), OpenSlot(series.slot.id), word="")
