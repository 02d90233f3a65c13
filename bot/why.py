"""Why a message came when and where it did, or not at all: to whom it was for, their trainer and an admin."""

from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Choice, Screen, Section, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _, when
from bot.notices.said import SAID
from domain.base import Role
from domain.conversations.put_off import TAKEN_BACK
from domain.errors import NotYours
from domain.notifications.model import Notification, State
from domain.notifications.ports import Told
from domain.notifications.quiet import Why
from domain.notifications.why import latest
from domain.people.model import Channel, Person
from domain.wordings.rules import NoValue

SHOWN = 5
TAIL = 4  # characters of an address that tell namesakes apart
LATELY = timedelta(hours=1)
CHANNELS = {
    Channel.TELEGRAM: "Telegram",
    Channel.SLACK: "Slack",
    Channel.SMS: "SMS",
    Channel.MAIL: N_("e-mail"),
}
_ENDED = {
    State.SENT: N_("sent {time} by {channel}"),
    State.PENDING: N_("waits until {time}, then by {channel}"),
    State.GATHERED: N_("waits with others until {time}, then by {channel}"),
    State.CLAIMED: N_("on its way by {channel}"),
    State.UNKNOWN: N_("handed off by {channel}; whether it arrived is not known"),
    State.FAILED: N_("not taken by {channel}"),
    State.DEAD: N_("given up by {channel}"),
    State.SUPPRESSED: N_("not sent by {channel}"),
}
PROBLEMS = {
    TAKEN_BACK: N_("It was taken back."),
    "too late": N_("It would have come too late."),
    "no longer true": N_("It was no longer true."),
    "a later one redraws the card": N_("A later one says it."),
    "nobody is reached there any more": N_("Nobody is reached there any more."),
    "they said STOP": N_("STOP was said there."),
    "they turned it off": N_("It is turned off: ALERTS."),
    "they did not ask for promotions": N_("News were not asked for."),
    "opted_out": N_("News were not asked for."),
    "booked": N_("They had booked by then."),
    "answered": N_("They had answered by then."),
    "unreached": N_("Nobody is reached there any more."),
    "over_budget": N_("There were enough messages that week."),
    "no_value": N_("A field of it would have been empty."),
    "never_awake": N_("Its hours were all quiet."),
    "its campaign was stopped": N_("Its campaign was stopped."),
}
_STEPS = {
    Why.QUIET: N_("Due {since}, in quiet hours, so it waits for their end."),
    Why.EARLY: N_("Due {since}: too late after quiet hours, so it goes before."),
    Why.BEST: N_("Sent {since}, as most answers come at that hour."),
    Why.CHOSEN: N_("Who wrote it chose when it goes: {since}."),
    Why.BUDGET: N_("There were enough messages in the week before {since}, so it waits."),
    Why.TOGETHER: N_("Due {since}; it comes with others once a day, as was chosen."),
    Why.UNANSWERED: N_("Nobody answered where it was asked before."),
    Why.ELSEWHERE: N_("It did not arrive at the address before."),
}


class OpenNotification(Action, code="yn"):
    notification: int


class OpenWhy(Action, code="yx"):
    person: int


@command("whynot", "hub whynot", "porqueno", "hub porqueno", who=Role.TRAINER | Role.ADMIN, takes_words=True)
def whynot_typed(turn: Turn, rest: str) -> Screen:
    """Such as "whynot maria"."""
    if not rest:
        return Screen(text=_("Say whose messages, such as: whynot Sam"), private=True)
    match _named(turn, rest):
        case []:
            said = (
                _("Nobody called {name} is known here.", name=rest[:40])
                if turn.person.roles & Role.ADMIN
                else _("Nobody called {name} trains with you.", name=rest[:40])
            )
            return Screen(text=said, private=True)
        case [whom]:
            return _why_screen(turn, whom)
        case several:
            return _which(turn, several)


def _which(turn: Turn, several: list[Person]) -> Screen:
    """Two of one name are told apart by where they are reached."""
    reached = {each.id: turn.work.people.reached_at(each.id) for each in several[:SHOWN]}
    picks = [
        choice(
            list_of([each.name, *(at.external_id[-TAIL:] for at in reached[each.id][:1])]), OpenWhy(each.id)
        )
        for each in several[:SHOWN]
    ]
    return Screen(text=_("Which one do you mean?"), choices=rows(picks), private=True)


@on(OpenWhy, who=Role.TRAINER | Role.ADMIN)
def open_why(turn: Turn, asked: OpenWhy) -> Screen:
    whom = _known(turn).get(asked.person)
    if whom is None:
        raise NotYours
    return _why_screen(turn, whom)


@command(
    "why message", "why this message", "why this", "why now", "por qué ahora", "por qué este mensaje",
    who=Role.CLIENT,
)  # fmt: skip
def why_typed(turn: Turn, rest: str) -> Screen:
    """The latest messages, and why they came then and there."""
    return _why_screen(turn, turn.speaker)


def lately_moved(turn: Turn) -> Screen | None:
    """What came within the hour, and not when or where it was first meant to."""
    since = turn.now - LATELY
    found = latest(turn.work, turn.speaker, turn.speaker, limit=SHOWN)
    moved = [each for each in found if each.row.path and each.row.settled_at and each.row.settled_at > since]
    return _screen(turn, turn.speaker, moved[:1]) if moved else None


def _known(turn: Turn) -> dict[int, Person]:
    """Whom the actor trains; for an admin everybody, as news come to those, too, who have no trainer yet."""
    trainer = turn.work.trainers.of_person(turn.person.id)
    if turn.person.roles & Role.ADMIN:
        known = turn.work.people.everybody()
    else:
        known = turn.work.people.clients_of(trainer.id) if trainer else []
    return {each.id: each for each in known}


def _named(turn: Turn, words: str) -> list[Person]:
    """The whole name goes before a part; a number goes by that name, with spaces or without."""
    said, known = fold(words), _known(turn).values()
    whole = [each for each in known if _joined(said) == _joined(fold(each.name))]
    return whole or [each for each in known if said in fold(each.name).split()]


def _joined(name: str) -> str:
    return "".join(name.split())


def _why_screen(turn: Turn, whom: Person) -> Screen:
    """A text has room for one: what was said last, and not what is still to be."""
    found = latest(turn.work, turn.speaker, whom, limit=SHOWN)
    if turn.by_text:
        found = ([each for each in found if each.row.settled_at] or found)[:1]
    return _screen(turn, whom, found)


def _screen(turn: Turn, whom: Person, found: list[Told]) -> Screen:
    ways = () if turn.event.channel is Channel.SLACK else ((choice(_("Menu"), Home()),),)
    said = [_said(each) for each in found]
    if turn.by_text:
        return Screen(text=said[0] if said else _("Nothing was said lately."), choices=ways)
    return Screen(
        title=_("Why, for {name}", name=whom.name),
        text="" if said else _("Nothing was said lately."),
        sections=tuple(Section(line, _details(turn, each)) for line, each in zip(said, found, strict=True)),
        choices=ways,
        private=True,
    )


def _details(turn: Turn, told: Told) -> tuple[Choice, ...]:
    """An admin sees all of it."""
    if not turn.person.roles & Role.ADMIN:
        return ()
    return (choice(_("Message {number}", number=told.row.id), OpenNotification(told.row.id)),)


def _said(told: Told) -> str:
    return lines(ended_of(told), *steps_of(told.row))


def ended_of(told: Told) -> str:
    """What it was, and what became of it where and when."""
    row = told.row
    at = when(row.settled_at or row.due_at)
    ended = _(_ENDED[row.state]).format(time=at, channel=_(CHANNELS[Channel(told.channel)]))
    called = _(SAID.get(row.kind, row.kind))
    return _("{what}: {ended}.", what=called[:1].upper() + called[1:], ended=ended)


def steps_of(row: Notification) -> list[str]:
    """Why then and there, or not."""
    problem = problem_said(row.problem or "") if row.state is not State.SENT else ""
    return [*(_step(each) for each in row.path), problem]


def problem_said(problem: str) -> str:
    """Nothing where the words are a provider's."""
    if variable := NoValue.variable_in(problem):
        return _("Its words name {variable}, which is not known.", variable=f"{{{variable}}}")
    return _(PROBLEMS[problem]) if problem in PROBLEMS else ""


def _step(kept: dict[str, Any]) -> str:
    said = _STEPS.get(Why(kept["why"]))
    since = when(datetime.fromisoformat(kept["since"])) if "since" in kept else ""
    return _(said).format(since=since) if said else ""
