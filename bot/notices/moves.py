"""A client is asked to pick another time, since the trainer is not there then any more."""

from bot.client.cards import way_out
from bot.client.misplaced import nobody_there
from bot.client.times import near, offer
from bot.client.views import AskToMove, KeepSession
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, voice
from bot.notices.registry import Notice, notice
from domain.bookings.misplaced import is_misplaced


@notice("client_offer_move")
def offered(told_of: Notice) -> Screen | None:
    """Three near times; nothing where it was moved or cancelled meanwhile, or the time is open again."""
    sheet = told_of.work.bookings.sheet(told_of.subject_id)
    booking, trainer = sheet.booking, sheet.trainer
    if not is_misplaced(told_of.work, sheet, now=told_of.now):
        return None
    keep = choice(_("Keep it as it is"), KeepSession(booking.id), word=_("KEEP"))
    said = nobody_there(told_of, sheet)
    stays = _("Your session stays booked until you pick.")
    subject = ("booking", booking.id)
    if voice().terse:  # no number is good for what was not asked for
        ways = (choice(_("Other times"), AskToMove(booking.id)), keep, way_out(booking))
        return Screen(text=lines(said, stays), choices=(ways,), subject=subject, fresh=True)
    found = near(told_of, trainer, sheet.service, booking.starts, sheet)
    others = (
        _("Would one of these suit you?")
        if found
        else _("Write here and {name} will read it.", name=trainer.name)
    )
    return Screen(
        title=_("Another time?"),
        text=lines(said, stays, others),
        choices=(*offer(told_of, sheet.service, trainer, found, sheet), (keep, way_out(booking))),
        subject=subject,
        fresh=True,
    )
