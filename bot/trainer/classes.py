"""Classes as their trainer makes them: typed or in a form, echoed with what clashes, saved by a tap."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, clock, day, local, minutes_long, money, ngettext, weekday_names
from bot.trainer.class_clashes import clash_section, left_out
from bot.trainer.class_views import AddClass, EndClass, OpenClasses, SaveClass, TakeUpClass, roster_section
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.room_views import KeepWith
from domain.base import Role
from domain.bookings.announce import refresh_home
from domain.classes import service as classes
from domain.classes.drafts import class_of, draft, service_for
from domain.classes.model import GroupClass
from domain.classes.plan import Planned, ahead
from domain.classes.words import LONGEST_NAME, parse_class
from domain.trainers.model import Service, Trainer
from domain.zones import at

SHOWN = 6  # dates


class NewClass(BaseModel):
    name: str = Field(title=N_("What is it called?"), examples=["Spin"], max_length=LONGEST_NAME)
    when: str = Field(title=N_("When is it?"), examples=["thu 18:00"], max_length=60)
    places: str = Field(title=N_("How many places?"), examples=["8"], max_length=3)
    more: str | None = Field(
        None,
        title=N_("Length, price, rhythm, fewest people"),
        examples=["60 min, 12 eur, every 2 weeks, at least 4"],
        max_length=100,
    )


@command(
    *("class", "classes", "hub class", "hub classes", "clase", "clases", "hub clase", "hub clases"),
    who=Role.TRAINER,
    takes_words=True,
)
def class_typed(turn: Turn, rest: str) -> Screen:
    """Such as "class thu 18:00 8 spin"; alone, those that there are."""
    return _echo(turn, rest) if rest else classes_screen(turn)


@on(OpenClasses, who=Role.TRAINER)
def open_classes(turn: Turn, _asked: OpenClasses) -> Screen:
    return below(turn, classes_screen(turn))


@on(AddClass, who=Role.TRAINER)
def ask_class(turn: Turn, asked: AddClass) -> Screen:
    return below(turn, Screen(title=_("New class"), form=asked.pack()))


@answers(AddClass, NewClass)
def class_filled(turn: Turn, asked: AddClass, form: NewClass) -> Screen:
    return _echo(turn, " ".join([form.when, form.places, form.name, form.more or ""]))


def _echo(turn: Turn, typed: str) -> Screen:
    """What was understood, and the dates that clash, each with what can be done about it."""
    trainer, currency = trainer_of(turn), turn.studio.currency
    words = parse_class(typed, local(turn.now), turn.date_order)
    kept = draft(turn.work, turn.person, trainer, words, currency, now=turn.now)
    service = service_for(turn.work, trainer, words, currency)
    group = class_of(trainer, service, words, now=turn.now)
    found = ahead(turn.work, group, service, trainer, now=turn.now)
    fine, clashing = [each for each in found if each.clash is None], [each for each in found if each.clash]
    return Screen(
        title=_("I understood:"),
        text=lines(
            *_facts(group, service, trainer),
            "" if words.price or service.price_minor else _("To charge for it, add a price, such as 12 EUR."),
            _first_dates(fine),
            _how_many_clash(clashing),
        ),
        sections=tuple(clash_section(turn, service, each) for each in clashing[:SHOWN]),
        choices=((choice(_("Save"), SaveClass(kept.id), "primary"), choice(_("Change"), AddClass())),),
        private=True,
    )


def _facts(group: GroupClass, service: Service, trainer: Trainer) -> tuple[str, str, str]:
    starts = at(trainer.zone, group.first, group.minute)
    ends = starts + timedelta(minutes=service.minutes)
    return (
        list_of([service.name, rhythm(group, starts, ends)]),
        list_of(
            [
                ngettext("{n} place", "{n} places", group.capacity),
                minutes_long(service.minutes),
                _("{price} each", price=money(service.price)) if service.price_minor else _("free of charge"),
            ]
        ),
        _minimum(group),
    )


def _minimum(group: GroupClass) -> str:
    if group.minimum is None:
        return ""
    n, hours = group.minimum, ngettext("{n} hour", "{n} hours", group.decide_hours)
    if group.runs_unanswered:
        return _("With fewer than {n} you are asked {hours} before; unanswered, it runs.", n=n, hours=hours)
    return _(
        "With fewer than {n} you are asked {hours} before; unanswered, it is called off.", n=n, hours=hours
    )


def rhythm(group: GroupClass, starts: datetime, ends: datetime) -> str:
    """Such as "every Thu 18:00–19:00", of the trainer's clock."""
    hours = f"{clock(starts)}–{clock(ends)}"
    weekday = weekday_names()[group.first.weekday()]
    if group.every == 0:
        return list_of([day(group.first), hours])
    if group.every == 1:
        return _("every {weekday} {hours}", weekday=weekday, hours=hours)
    return _(
        "{weekday} {hours} every {n} weeks from {day}",
        weekday=weekday,
        hours=hours,
        n=group.every,
        day=day(group.first),
    )


def _first_dates(fine: list[Planned]) -> str:
    if not fine:
        return ""
    said = list_of([day(each.starts) for each in fine[:SHOWN]])
    return _("Dates: {days} …", days=said) if len(fine) > SHOWN else _("Dates: {days}", days=said)


def _how_many_clash(clashing: list[Planned]) -> str:
    if not clashing:
        return ""
    return ngettext(
        "{n} date clashes. It is left out, and comes in by itself once the time is free:",
        "{n} dates clash. They are left out, and come in by themselves once the time is free:",
        len(clashing),
    )


@on(SaveClass, who=Role.TRAINER)
def save_class(turn: Turn, wanted: SaveClass) -> Screen:
    group = classes.save(turn.work, turn.person, wanted.draft, now=turn.now)
    return _changed(turn, group, f"class:{group.id}", _("Saved. Clients can join now."))


@on(TakeUpClass, who=Role.TRAINER)
def take_up_class(turn: Turn, wanted: TakeUpClass) -> Screen:
    group = classes.take_up(turn.work, turn.person, wanted.group, now=turn.now)
    return _changed(turn, group, f"again:{turn.event.event_id}", _("It goes on."))


@on(EndClass, who=Role.TRAINER)
def end_class(turn: Turn, wanted: EndClass) -> Screen:
    """Who is in it stays, until the trainer calls that date off."""
    stays = classes.end(turn.work, turn.person, wanted.group, now=turn.now)
    turn.work.flush()
    group = turn.work.classes.group(wanted.group)
    service, trainer = turn.work.trainers.service(group.service_id)
    refresh_home(turn.work, turn.person.id, trainer.id, f"ended:{turn.event.event_id}", turn.now)
    n = len(stays)
    said = ngettext("{n} date has people in it and stays:", "{n} dates have people in them and stay:", n)
    rosters = tuple(roster_section(turn.work.classes.roster(each.session_id)) for each in stays)
    return Screen(
        title=_("Ended: {name}", name=service.name),
        text=said if stays else _("No date had anybody in it, so all are free again."),
        sections=rosters,
        choices=((choice(_("Go on with it"), TakeUpClass(group.id)),),),
        private=True,
    )


def _changed(turn: Turn, group: GroupClass, cause: str, said: str) -> Screen:
    turn.work.flush()
    refresh_home(turn.work, turn.person.id, group.trainer_id, cause, turn.now)
    shown = classes_screen(turn)
    sections = (*shown.sections, *left_out(turn, group))
    return replace(shown, text=lines(said, shown.text), sections=sections)


@on(KeepWith, who=Role.TRAINER)
def keep_with(turn: Turn, wanted: KeepWith) -> Screen:
    done = classes.keep_with(
        turn.work,
        turn.person,
        wanted.group,
        wanted.missing,
        wanted.resource,
        day=wanted.day,
        now=turn.now,
    )
    room = turn.work.resources.resource(wanted.resource).name
    said = _("It has {room} now.", room=room) if done else _("{room} is taken by now.", room=room)
    group = turn.work.classes.group(wanted.group)
    return _changed(turn, group, f"room:{turn.event.event_id}", said)


def classes_screen(turn: Turn) -> Screen:
    """Those that go on, each with its next date; how to make another."""
    trainer = trainer_of(turn)
    today = local(turn.now).date()
    given = [
        (group, service)
        for group, service in turn.work.classes.of_trainer(trainer.id)
        if group.ended_on is None and (group.every or group.first >= today)
    ]
    return Screen(
        title=_("Your classes"),
        text=lines(
            "" if given else _("None yet."), _("Type for example: class thu 18:00 8 spin, 60 min, 12 eur")
        ),
        sections=tuple(_class_section(turn, trainer, each, today) for each in given),
        choices=((choice(_("New class"), AddClass()),),),
        private=True,
    )


def _class_section(turn: Turn, trainer: Trainer, given: tuple[GroupClass, Service], today: date) -> Section:
    group, service = given
    starts = at(trainer.zone, group.first, group.minute)
    said = list_of([service.name, rhythm(group, starts, starts + timedelta(minutes=service.minutes))])
    dates = turn.work.classes.dates(group.id, today)
    coming = [each for each in dates if not each.is_off and each.session.ends > turn.now]
    end = choice(_("End it"), EndClass(group.id))
    if not coming:
        return Section(said, (end,))
    upcoming = roster_section(turn.work.classes.roster(coming[0].session_id))
    return Section(lines(said, _("Next: {date}", date=upcoming.text)), (*upcoming.choices, end))
