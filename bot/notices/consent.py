"""What is said unasked about consent: are news welcome, and a CANCEL that may have meant a session."""

from bot.client.cards import facts as client_facts
from bot.client.consent import NEWS, Keep, news_answers
from bot.client.views import AskToCancel
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from bot.trainer.cards import AskTrainerCancel, facts
from bot.trainer.views import OpenCard
from domain.bookings.ports import Sheet
from domain.bookings.rules import FIRM
from domain.people.model import Channel


@notice("ask_news")
def ask_news(told_of: Notice) -> Screen | None:
    """In the very words that were kept as the question; by text they name their answer themselves."""
    if told_of.work.consents.stands(told_of.address.id, NEWS):
        return None
    buttons = () if told_of.address.channel is Channel.SMS else (news_answers(),)
    return Screen(text=told_of.notification.data["words"], choices=buttons, fresh=True)


@notice("trainer_asked_to_cancel")
def ask_trainer(told_of: Notice) -> Screen | None:
    """The trainer decides, since the client hears nothing by text any more."""
    sheet = _still_asked(told_of)
    if sheet is None:
        return None
    at = (sheet.booking.id, sheet.booking.version)
    name = sheet.client.first_name
    return Screen(
        title=_("{name} texted CANCEL", name=sheet.client.name),
        text=lines(
            facts(sheet),
            _("That ended all texts to {name}, and nothing else: the session still stands.", name=name),
        ),
        choices=(
            (
                choice(_("Cancel the session"), AskTrainerCancel(*at), "danger"),
                choice(_("Keep it"), OpenCard(sheet.booking.id)),
            ),
        ),
        subject=("booking", sheet.booking.id),
        fresh=True,
    )


@notice("client_asked_to_cancel")
def ask_client(told_of: Notice) -> Screen | None:
    """Where the client is reached besides the phone: what CANCEL did, and what it did not."""
    sheet = _still_asked(told_of)
    if sheet is None:
        return None
    booking = sheet.booking
    return Screen(
        title=_("You texted CANCEL"),
        text=lines(_("That ended the texts to your phone. Your session still stands:"), client_facts(sheet)),
        choices=(
            (
                choice(_("Cancel it"), AskToCancel(booking.id), "danger"),
                choice(_("Keep it"), Keep(booking.id, booking.version)),
            ),
        ),
        subject=("booking", booking.id),
        fresh=True,
    )


def _still_asked(told_of: Notice) -> Sheet | None:
    """Nothing to decide where it was settled meanwhile, or has begun."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    booking = sheet.booking
    open_still = booking.status in FIRM and booking.starts > told_of.now
    return sheet if open_still and booking.cancel_asked_at else None
