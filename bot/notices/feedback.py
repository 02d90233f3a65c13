"""What a trainer is told of ratings: only a low one rings."""

from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import _, ngettext, when
from bot.notices.registry import Notice, notice
from domain.feedback.rules import LOW
from domain.people.model import Channel


@notice("trainer_rating")
def low(told_of: Notice) -> Screen | None:
    """In the client's thread, where it can be talked about; nothing where they gave more stars meanwhile."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    rating = told_of.work.feedback.of(sheet.booking.id)
    relationship = told_of.work.people.relationship(sheet.client.id, sheet.trainer.id)
    if rating is None or rating.stars > LOW or relationship is None:
        return None
    about = ("thread", relationship.id)
    in_slack = told_of.address.channel is Channel.SLACK
    thread = told_of.work.conversations.card(told_of.address.id, about) if in_slack else None
    name = sheet.client.first_name
    gave = ngettext(
        "{name} gave {time} {n} star of 5.",
        "{name} gave {time} {n} stars of 5.",
        rating.stars,
        name=sheet.client.name,
        time=when(sheet.booking.starts),
    )
    return Screen(
        text=lines(
            gave,
            f"“{rating.words}”" if rating.words else "",
            _("A kind word soon often helps most: reply here, and it reaches {name}.", name=name),
        ),
        thread=thread.message_id if thread else "",
        subject=None if thread else about,
        fresh=True,
    )
