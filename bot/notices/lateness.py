"""What clients hear when a session begins later than planned."""

from datetime import timedelta

from bot.client.cards import way_out
from bot.client.views import AskToMove
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, clock, minutes_long, voice
from bot.notices.registry import Notice, notice
from domain.bookings.model import Status


@notice("client_delay")
def delayed(told_of: Notice) -> Screen | None:
    """Nothing where something newer was told meanwhile, or the session is no longer on."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    booking, name = sheet.booking, sheet.trainer.name
    delay = told_of.work.lateness.delay(booking.session.id)
    if booking.status is not Status.CONFIRMED or delay is None or delay.starts != booking.starts:
        return None
    if delay.version != told_of.notification.data["version"]:
        return None
    if not delay.minutes:
        said = _("{name} is on time after all: {time}.", name=name, time=clock(booking.starts))
        return Screen(text=said, subject=("booking", booking.id), fresh=True)
    about = clock(booking.starts + timedelta(minutes=delay.minutes))
    said = _(
        "{name} runs {minutes} late. You begin at about {about} instead of {time}.",
        name=name,
        minutes=minutes_long(delay.minutes),
        about=about,
        time=clock(booking.starts),
    )
    ways = (choice(_("Another time"), AskToMove(booking.id)), way_out(booking))
    ahead = booking.starts > told_of.now
    return Screen(
        text=lines(said, _("If that does not suit you, write here: it costs nothing.")),
        choices=(ways,) if ahead and not voice().terse else (),
        subject=("booking", booking.id),
        fresh=True,
    )
