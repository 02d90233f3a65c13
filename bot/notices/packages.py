"""What is told of credits: given, lasting longer now, about to expire, or that more time is asked for."""

from dataclasses import replace
from datetime import date

from bot.client.views import AskLonger, OpenCredits, OpenTrainer
from bot.credits import lot_name
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, day, ngettext
from bot.notices.registry import Notice, notice
from bot.trainer.longer import longer_card
from domain.packages.expiring import still_expiring


@notice("client_credits")
def given(told_of: Notice) -> Screen:
    lot = told_of.work.packages.lot(told_of.subject_id)
    name = told_of.work.trainers.trainer(lot.trainer_id).name
    amount, until = str(told_of.notification.data["amount"]), ""
    match str(told_of.notification.data["what"]):
        case "given":
            what = ngettext(
                "{name} gave you {n} credit.", "{name} gave you {n} credits.", int(amount), name=name
            )
            until = _("Good until {day}.", day=day(lot.expires_on)) if lot.expires_on else ""
        case "taken":
            what = ngettext(
                "{name} took {n} credit back: “{words}”",
                "{name} took {n} credits back: “{words}”",
                int(amount),
                name=name,
                words=str(told_of.notification.data["reason"]),
            )
        case "extended":
            what = _("{name} let your credits last longer.", name=name)
            until = _("Good until {day}.", day=day(date.fromisoformat(amount)))
        case of_a_gift:
            what = _of_a_gift(of_a_gift, int(amount))
    said = lines(f"{lot.name}: {what}" if lot.name else what, until)
    return Screen(text=said, choices=((choice(_("Your credits"), OpenCredits()),),), fresh=True)


def _of_a_gift(what: str, count: int) -> str:
    """To whom it was given, of the payment of who gave it."""
    match what:
        case "frozen":
            return ngettext(
                "{n} credit of your gift waits: a bank checks its payment. I tell you what it decides.",
                "{n} credits of your gift wait: a bank checks its payment. I tell you what it decides.",
                count,
            )
        case "freed":
            return ngettext(
                "Your gift is good again: {n} credit left.",
                "Your gift is good again: {n} credits left.",
                count,
            )
        case _gone:
            return ngettext(
                "{n} credit of your gift is gone: its payment was taken back. Just write if you need help.",
                "{n} credits of your gift are gone: its payment was taken back. Just write if you need help.",
                count,
            )


@notice("client_expiring")
def expiring(told_of: Notice) -> Screen | None:
    """Nothing where they were used meanwhile, or last longer."""
    lot = told_of.work.packages.lot(told_of.subject_id)
    until = date.fromisoformat(str(told_of.notification.data["until"]))
    count = still_expiring(told_of.work, lot, until)
    if not count:
        return None
    trainer = told_of.work.trainers.trainer(lot.trainer_id)
    said = ngettext(
        "{package}: {n} credit can be used until {day}.",
        "{package}: {n} credits can be used until {day}.",
        count,
        package=lot_name(lot.name),
        day=day(until),
    )
    ways = (
        choice(_("Book now"), OpenTrainer(trainer.slug), "primary", word=_("BOOK")),
        choice(_("Ask to extend"), AskLonger(lot.id)),
    )
    return Screen(text=said, choices=(ways,), fresh=True)


@notice("trainer_longer")
def longer(told_of: Notice) -> Screen:
    lot = told_of.work.packages.lot(told_of.subject_id)
    was = date.fromisoformat(str(told_of.notification.data["was"]))
    return replace(longer_card(told_of, lot, was), fresh=True)
