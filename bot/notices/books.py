"""What is told of the books: to admins, money that the provider counts differently and lines that were
changed; to whoever paid twice, that it goes back.
"""

from dataclasses import replace

from bot.admin.surplus import difference_card
from bot.dialogue.screen import Screen
from bot.dialogue.words import _, day, money
from bot.notices.registry import Notice, notice
from bot.packages import what


@notice("admin_difference")
def difference(told_of: Notice) -> Screen:
    """That it goes back only turns the card."""
    found = told_of.work.payments.difference(told_of.subject_id)
    surplus = told_of.work.payments.surplus_of(found.id)
    return replace(difference_card(told_of, found), fresh=surplus is None or bool(surplus.refused))


@notice("admin_seal")
def changed(told_of: Notice) -> Screen:
    """Only past the database's own rules."""
    sealed = told_of.work.ledger.seal(told_of.subject_id)
    said = _(
        "The books of {day} are not as they were closed: somebody changed lines in the database itself.",
        day=day(sealed.night),
    )
    step = _("Ask whoever runs it to compare the table ledger_entry with a backup of that night.")
    return Screen(text=f"{said}\n{step}", fresh=True)


@notice("client_surplus")
def paid_twice(told_of: Notice) -> Screen:
    found = told_of.work.payments.difference(told_of.notification.data["difference"])
    payment = told_of.work.payments.payment(found.payment_id)
    said = _(
        "You paid twice for {name}: {amount} goes back to your card.",
        name=what(payment),
        amount=money(found.theirs),
    )
    return Screen(text=said, fresh=True)
