"""The inbox: what somebody was told unasked, the latest first, to be read whenever they like."""

from dataclasses import replace

from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import EVERYBODY, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Screen, Section, choice, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, ngettext, when
from bot.notices.registry import NOTICES, Notice
from bot.notices.said import SAID
from bot.why import CHANNELS
from domain.bookings.announce import refresh_home
from domain.errors import NotFound, NotYours
from domain.notifications import history
from domain.notifications.kinds import KINDS
from domain.notifications.model import Notification, State
from domain.notifications.ports import Told
from domain.people.model import Channel
from domain.wordings.rules import NoValue

PAGE, PAGE_BY_TEXT = 6, 3  # messages
_ENDED = {
    State.SENT: N_("by {channel}"),
    State.UNKNOWN: N_("by {channel}; whether it arrived is not known"),
}
_NOT_TAKEN = N_("not sent: {channel} did not take it")
_NOT_SENT = {
    history.TURNED_OFF: N_("not sent: you had switched it off"),
    history.TOO_LATE: N_("not sent: it would have come too late"),
    history.STOPPED: N_("not sent: you had said STOP"),
    history.UNREACHED: N_("not sent: you were not reached there"),
}


class OpenInbox(Action, code="ni", word=N_("INBOX")):
    page: int = 0


class OpenDigest(Action, code="ng", word=N_("INBOX")):
    """What a digest had no room for: all but its first lines."""

    digest: int
    lines: int
    page: int = 0


class ReadMessage(Action, code="nr"):
    """One of them; ``page`` is where it was listed."""

    notification: int
    page: int = 0


class ReadAll(Action, code="na", acts=True, word=N_("READ ALL")):
    """None is unread any more."""


@on(OpenInbox, who=EVERYBODY)
def open_inbox(turn: Turn, wanted: OpenInbox) -> Screen:
    found = history.page_of(turn.work, turn.speaker, wanted.page, size=_size(turn))
    if not found.told and wanted.page:
        return open_inbox(turn, OpenInbox())
    count = history.unread(turn.work, turn.speaker)
    kept = _("What I tell you unasked stays here for {n} days.", n=history.KEPT.days)
    stands = _unread(count) if found.told else _("Nothing here yet.")
    turned = (
        *([choice(_("Newer"), OpenInbox(wanted.page - 1), word=_("NEWER"))] if wanted.page else []),
        *([] if found.is_last else [choice(_("Older"), OpenInbox(wanted.page + 1), word=_("OLDER"))]),
    )
    every = (choice(_(ReadAll.word) if turn.by_text else _("Mark all as read"), ReadAll()),) if count else ()
    return _list(turn, _("Inbox"), [stands, kept], found.told, [turned, every], page=wanted.page)


@command(
    "inbox", "my messages", "my inbox", "history", "what did i miss", "what have i missed", "hub inbox",
    "buzón", "bandeja", "mis mensajes", "mi buzón", "historial", "qué me perdí", "qué me he perdido",
    "hub buzón", "hub bandeja",
    who=EVERYBODY,
)  # fmt: skip
def inbox_typed(turn: Turn, rest: str) -> Screen:
    """What was told, even what was lost or switched off."""
    return open_inbox(turn, OpenInbox())


@on(OpenDigest, who=EVERYBODY)
def open_digest(turn: Turn, wanted: OpenDigest) -> Screen:
    """The rest of what came in it, as the digest goes on."""
    found = history.digest_of(turn.work, turn.speaker, wanted.digest)[wanted.lines :]
    size = _size(turn)
    shown = found[wanted.page * size : (wanted.page + 1) * size]
    left = len(found) - (wanted.page + 1) * size
    on = replace(wanted, page=wanted.page + 1)
    more = (choice(_("More of it"), on, word=_("MORE")),) if left > 0 else ()
    whole = () if turn.by_text else (inbox_way(turn),)
    said = ngettext("{n} more in your digest", "{n} more in your digest", len(found))
    return _list(turn, "", [said], shown, [more, whole])


@on(ReadMessage, who=EVERYBODY)
def read_message(turn: Turn, wanted: ReadMessage) -> Screen:
    """Its words as things stand now, with the steps that still hold."""
    told = history.open_one(turn.work, turn.speaker, wanted.notification, now=turn.now)
    _redraw(turn)
    screen = _drawn(turn, told.row) or Screen(
        title=_what(told), text=_("What it said does not hold any more.")
    )
    told_how = () if turn.by_text else (Section(_line(turn, told)),)
    offered = {each.data for each in screen.all_choices()}
    back = [choice(_("Inbox"), OpenInbox(wanted.page))]
    return replace(
        screen,
        sections=(*screen.sections, *told_how),
        choices=(*screen.choices, (*back, *(each for each in _menu(turn) if each.data not in offered))),
        toast="",
        fresh=False,
        lasting=False,
        thread="",
        private=True,
    )


@on(ReadAll, who=EVERYBODY)
def read_all(turn: Turn, _all: ReadAll) -> Screen:
    history.read_all(turn.work, turn.speaker, now=turn.now)
    _redraw(turn)
    shown = open_inbox(turn, OpenInbox())
    return shown if turn.by_text else shown.with_toast(_("Nothing unread"))


@command("older", "newer", "anteriores", "nuevos", who=EVERYBODY)
def turned_too_far(turn: Turn, rest: str) -> Screen:
    """Words that no list offers any more: they are for nobody else."""
    return open_inbox(turn, OpenInbox())


@command(
    "read all", "mark all read", "mark all as read", "hub read all", "leer todo", "todo leído",
    "marcar todo como leído", "hub leer todo",
    who=EVERYBODY,
)  # fmt: skip
def read_all_typed(turn: Turn, rest: str) -> Screen:
    return read_all(turn, ReadAll())


def inbox_section(scene: Scene) -> tuple[Section, ...]:
    """The way to what is unread, where anything is, and a board has room for it."""
    count = history.unread(scene.work, scene.person) if scene.address.channel is Channel.SLACK else 0
    return (Section(_stands(count), (choice(_("Read them"), OpenInbox()),)),) if count else ()


def inbox_way(scene: Scene) -> Choice:
    """Such as "Inbox: 3 unread"."""
    count = history.unread(scene.work, scene.person)
    return choice(_stands(count) if count else _("Inbox"), OpenInbox())


def _stands(count: int) -> str:
    return f"{_('Inbox')}: {_unread(count)}"


def _size(turn: Turn) -> int:
    return PAGE_BY_TEXT if turn.by_text else PAGE


def _list(
    turn: Turn,
    title: str,
    said: list[str],
    told: list[Told],
    ways: list[tuple[Choice, ...]],
    *,
    page: int = 0,
) -> Screen:
    """A text numbers what can be opened, and has no room for how long it is kept."""
    if turn.by_text:
        listed = [choice(_line(turn, each), ReadMessage(each.row.id, page), word="") for each in told]
        brief = f"{title}: {said[0]}" if title else said[0]
        return Screen(text=brief, brief=brief, choices=(*rows(listed), *ways, _menu(turn)))
    return Screen(
        title=title,
        text="\n".join(said),
        sections=tuple(
            Section(_line(turn, each), (choice(_("Read"), ReadMessage(each.row.id, page)),)) for each in told
        ),
        choices=(*(each for each in ways if each), *((_menu(turn),) if _menu(turn) else ())),
        private=True,
    )


def _unread(count: int) -> str:
    if count > history.MANY:
        return _("More than {n} unread", n=history.MANY)
    return ngettext("{n} unread", "{n} unread", count) if count else _("Nothing unread")


def _line(turn: Turn, told: Told) -> str:
    """Such as "Session moved · Mon 23 Nov 18:00 · by Telegram · unread"; a text says no more of one."""
    row = told.row
    at = when(row.settled_at) if row.settled_at else ""
    here = turn.by_text and row.state is State.SENT and told.channel == turn.event.channel
    unread = "" if row.read_at else _("unread")
    return list_of([_named(turn, told), at, "" if here else _ended(told), unread])


def _named(turn: Turn, told: Told) -> str:
    """For whom else it was, while they speak for them."""
    whom = told.row.data.get("whom")
    name = next((each.first_name for each in turn.people if each.id == whom), "")
    return _("{name}: {what}", name=name, what=_what(told)) if name else _what(told)


def _what(told: Told) -> str:
    called = _(SAID.get(told.row.kind, told.row.kind))
    return called[:1].upper() + called[1:]


def _ended(told: Told) -> str:
    """By which channel, or why not."""
    channel = _(CHANNELS[Channel(told.channel)])
    if (why := told.row.problem) in _NOT_SENT:
        return _(_NOT_SENT[why])
    return _(_ENDED.get(told.row.state, _NOT_TAKEN)).format(channel=channel)


def _drawn(turn: Turn, row: Notification) -> Screen | None:
    """None for what no longer holds, and for somebody of whom they speak no longer."""
    if row.kind not in KINDS:  # of an earlier version
        return None
    try:
        screen = NOTICES.say(Notice(turn.work, row, turn.address, turn.now, turn.studio))
    except (NotFound, NotYours, NoValue):
        return None
    return None if screen is None or screen.is_silent else screen


def _menu(turn: Turn) -> tuple[Choice, ...]:
    return () if turn.event.channel is Channel.SLACK else (choice(_("Menu"), Home()),)


def _redraw(turn: Turn) -> None:
    """A trainer's board says how many are unread."""
    if trainer := turn.work.trainers.of_person(turn.speaker.id):
        refresh_home(turn.work, turn.speaker.id, trainer.id, f"read:{turn.now.isoformat()}", turn.now)
