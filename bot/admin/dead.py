"""Messages that were given up: what they were, why, and the way to have them tried again."""

from bot.admin.wording_views import OpenTurns, OpenWording, kind_called
from bot.dialogue.actions import Action
from bot.dialogue.routes import card, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, known_language, ngettext
from bot.languages import Language
from bot.notices.templates import templates_of
from bot.why import CHANNELS, problem_said
from domain.access import require_admin
from domain.base import Role
from domain.notifications.dead import again
from domain.notifications.model import Notification, State
from domain.people.model import Channel
from domain.wordings.model import Medium


class TryAgain(Action, code="ug", acts=True):
    """All of the kind that were given up for the same reason as this one."""

    message: int


def dead_card(scene: Scene, row: Notification) -> Screen:
    """Of one of them, and how many more there are."""
    subject, called = ("dead", row.id), kind_called(row.kind)
    count = scene.work.outbox.dead(row.kind, row.problem or "", scene.now)
    if row.state is not State.DEAD or not count:
        return Screen(title=called, text=_("Nothing of it waits to be tried again."), subject=subject)
    address = scene.work.people.address(row.address_id)
    whom = _("To {name}, by {channel}", name=address.person.name, channel=_(CHANNELS[address.channel]))
    more = ngettext("and {n} more", "and {n} more", count - 1) if count > 1 else ""
    return Screen(
        title=_("Not sent: {what}", what=called),
        text=lines(f"{whom} {more}".rstrip(), problem_said(row.problem or "") or row.problem),
        choices=(
            (
                choice(_("Try again"), TryAgain(row.id), "primary"),
                *_words(row, address.channel, address.person.locale),
            ),
        ),
        subject=subject,
    )


def _words(row: Notification, channel: Channel, locale: str) -> Row:
    """The way to its words, in their language and on their channel."""
    several = templates_of(row.kind)
    if not several:
        return ()
    at = (Language(known_language(locale)), Medium.of(channel))
    if len(several) > 1:
        return (choice(_("Its words"), OpenTurns(row.kind.replace("_", "-"))),)
    return (choice(_("Its words"), OpenWording(several[0].slug, *at)),)


@card("dead")
def card_of(turn: Turn, message_id: int) -> Screen:
    """Raises NotYours."""
    require_admin(turn.person)
    return dead_card(turn, turn.work.outbox.message(message_id))


@on(TryAgain, who=Role.ADMIN)
def try_again(turn: Turn, wanted: TryAgain) -> Screen:
    row = turn.work.outbox.message(wanted.message)
    count = (
        again(turn.work, turn.person, row.kind, row.problem or "", now=turn.now)
        if row.state is State.DEAD
        else 0
    )
    if not count:
        return dead_card(turn, row)
    said = ngettext("Tried again: {n} message.", "Tried again: {n} messages.", count)
    return Screen(title=kind_called(row.kind), text=said, subject=("dead", row.id))
