"""What a trainer is told unasked about a class: its roster, and the question how it went."""

from dataclasses import replace

from bot.dialogue.screen import Screen, lines, list_of
from bot.dialogue.words import _, when
from bot.notices.registry import Notice, notice
from bot.trainer.cards import called
from bot.trainer.rosters import is_asked, roster_screen
from domain.bookings.model import Status
from domain.bookings.rules import FIRM


@notice("trainer_roster")
def roster(told_of: Notice) -> Screen | None:
    """Edited in place as people come and go; once it has begun, only the card that there is."""
    found = told_of.work.classes.roster(told_of.subject_id)
    has_card = told_of.work.conversations.card(told_of.address.id, ("roster", told_of.subject_id))
    if found.session.starts <= told_of.now and not has_card:
        return None
    return roster_screen(told_of, found)


@notice("trainer_left")
def left(told_of: Notice) -> Screen | None:
    """Within a day of it, whoever leaves is named, and it rings; nothing where they took that back."""
    who = told_of.work.bookings.sheet(told_of.notification.data["booking"])
    if who.booking.status in FIRM and who.booking.session.id == told_of.subject_id:
        return None
    shown = roster_screen(told_of, told_of.work.classes.roster(told_of.subject_id))
    said = _("{name} has left this class.", name=called(who))
    return replace(shown, text=lines(said, shown.text), fresh=True)


@notice("trainer_minimum")
def too_few(told_of: Notice) -> Screen | None:
    """The question, which rings; and what became of it where nobody answered."""
    found = told_of.work.classes.roster(told_of.subject_id)
    shown = roster_screen(told_of, found)
    if is_asked(found):
        when_it_is = when(found.session.starts)
        title = _("{n} of {all} for {time}", n=found.seated, all=found.group.minimum, time=when_it_is)
        return replace(shown, title=list_of([found.service.name, title]), fresh=True)
    if not found.date.is_off:
        return None
    said = _("Too few came forward, and you did not answer. Everybody is told.")
    return replace(shown, text=lines(said, shown.text), fresh=True)


@notice("trainer_class_over")
def over(told_of: Notice) -> Screen | None:
    """The roster once more as the class ends; nothing where it was settled, or nobody was in it."""
    left = told_of.work.bookings.in_session(told_of.subject_id, (Status.CONFIRMED,))
    if not left:
        return None
    shown = roster_screen(told_of, told_of.work.classes.roster(told_of.subject_id))
    text = lines(_("Did they all come?"), shown.text)
    return replace(shown, title=_("Over: {name}", name=shown.title), text=text, fresh=True)
