"""What a client is told of credits that were given, or last longer now."""

from datetime import date

from bot.client.views import OpenCredits
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, day, ngettext
from bot.notices.registry import Notice, notice


@notice("client_credits")
def given(told_of: Notice) -> Screen:
    lot = told_of.work.packages.lot(told_of.subject_id)
    name = told_of.work.trainers.trainer(lot.trainer_id).name
    amount = str(told_of.notification.data["amount"])
    if told_of.notification.data["what"] == "given":
        what = ngettext("{name} gave you {n} credit.", "{name} gave you {n} credits.", int(amount), name=name)
        until = _("Good until {day}.", day=day(lot.expires_on)) if lot.expires_on else ""
    else:
        what = _("{name} let your credits last longer.", name=name)
        until = _("Good until {day}.", day=day(date.fromisoformat(amount)))
    said = lines(f"{lot.name}: {what}" if lot.name else what, until)
    return Screen(text=said, choices=((choice(_("Your credits"), OpenCredits()),),), fresh=True)
