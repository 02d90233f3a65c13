"""The whole life of one message, for an admin: /hub notif 123."""

from bot.dialogue.routes import command, on
from bot.dialogue.screen import Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext, when
from bot.why import OpenNotification, ended_of, steps_of
from domain.base import Role
from domain.errors import NotFound
from domain.notifications.kinds import kind_of
from domain.notifications.model import Notification
from domain.notifications.why import Life, life_of


@on(OpenNotification, who=Role.ADMIN)
def open_notification(turn: Turn, wanted: OpenNotification) -> Screen:
    return _screen(turn, wanted.notification)


@command(
    "notif", "hub notif", "notification", "hub notification", "aviso", "hub aviso",
    who=Role.ADMIN, takes_words=True,
)  # fmt: skip
def notif_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "notif 123"."""
    number = rest.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal()) or len(number) > 9:
        return Screen(
            text=_("Say its number, such as: notif 123. WHYNOT and a name shows them."), private=True
        )
    return _screen(turn, int(number))


def _screen(turn: Turn, number: int) -> Screen:
    try:
        life = life_of(turn.work, turn.person, number)
    except NotFound:
        said = _("There is no message {number}, or it was forgotten since.", number=number)
        return Screen(text=said, private=True)
    digest = life.digest
    more = [choice(_("Its digest"), OpenNotification(digest.id))] if digest else []
    return Screen(
        title=_("Message {number}, for {name}", number=number, name=life.owner.name),
        text=_told(life),
        choices=rows(more),
        private=True,
    )


def _told(life: Life) -> str:
    row = life.told.row
    return lines(
        ended_of(life.told),
        *steps_of(row),
        "",
        _("Kind: {kind} ({group})", kind=row.kind, group=kind_of(row.kind).group.value),
        _("About: {kind} {number}", kind=row.subject_kind, number=row.subject_id) if row.subject_kind else "",
        _("Priority: {number} of 9, where 1 goes first", number=row.priority),
        _("First wanted: {time}", time=when(row.wanted_at)) if row.wanted_at else "",
        _("Due: {time}", time=when(row.due_at)),
        _("Too late from: {time}", time=when(row.expires_at)) if row.expires_at else "",
        _tries(row),
        _("Problem: {words}", words=row.problem) if row.problem else "",
        _("The provider’s number: {words}", words=row.message_id) if row.message_id else "",
        *(
            _("The provider said “{words}”, {time}", words=each.status, time=when(each.at))
            for each in life.deliveries
        ),
        _("Key: {words}", words=row.key),
    )


def _tries(row: Notification) -> str:
    tried = ngettext("{n} try", "{n} tries", row.attempts)
    doubted = ngettext("{n} of unknown end", "{n} of unknown end", row.doubts)
    return f"{tried}, {doubted}" if row.doubts else tried
