"""What admins are told of the books: money that the provider counts differently."""

from bot.dialogue.screen import Screen
from bot.dialogue.words import _, money
from bot.notices.registry import Notice, notice


@notice("admin_difference")
def difference(told_of: Notice) -> Screen:
    found = told_of.work.payments.difference(told_of.subject_id)
    payment = told_of.work.payments.payment(found.payment_id)
    client = told_of.work.people.person(payment.client_id)
    what = _("{package} of {name}", package=payment.name, name=client.name)
    said = _(
        "Check a payment: Stripe has {theirs} for {what}, the books have {ours}.",
        theirs=money(found.theirs),
        what=what,
        ours=money(found.ours),
    )
    more = found.theirs_minor > found.ours_minor
    step = (
        _("Open it in Stripe, and give back what came twice.")
        if more
        else _("Open it in Stripe: it was given back there, or never came.")
    )
    return Screen(text=f"{said}\n{step}\n{found.intent_id}", fresh=True)
