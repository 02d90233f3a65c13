"""What is told of memberships: to the payer each month and what stands in its way, to the trainer who comes
and goes.
"""

from dataclasses import replace

from bot.client.membership_card import last_paid, membership_card
from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import N_, _, day, money, ngettext, voice
from bot.notices.registry import Notice, notice
from bot.packages import receipt
from bot.trainer.memberships import member_card
from domain.memberships.model import Membership
from domain.payments.credits import holding_of

_MONTH = ("begun", "renewed")
_ANEW = ("renewed", "unpaid", "over", "twice")  # a message of its own, not the old card's edit
_FOR_THE_TRAINER = ("begun", "unpaid", "over", "twice")
_DONE = {
    "begun": N_("{name} joined: {amount} a month."),
    "renewed": N_("{name} paid {amount} for another month."),
    "unpaid": N_("{amount} could not be charged. {name} has a link to pay, and Stripe tries again."),
    "leaves": N_("{name} ends it on {day}."),
    "stays": N_("{name} keeps it after all."),
    "paused": N_("{name} has paused it."),
    "resumed": N_("{name} takes it up again."),
    "twice": N_("{name} paid for it once more by mistake: {amount} goes back."),
}
_OVER = N_("{name} is no longer a member.")


@notice("client_membership")
def told_client(told_of: Notice) -> Screen:
    found = told_of.work.memberships.membership(told_of.subject_id)
    what = str(told_of.notification.data["what"])
    said = _month(told_of, found) if what in _MONTH else ""
    if what == "twice":
        amount = money(found.price)
        said = _(
            "You have {name} already, so {amount} goes back to your card.", name=found.name, amount=amount
        )
    return replace(membership_card(told_of, found, said), fresh=voice().terse or what in _ANEW)


@notice("trainer_membership")
def told_trainer(told_of: Notice) -> Screen:
    found = told_of.work.memberships.membership(told_of.subject_id)
    what = str(told_of.notification.data["what"])
    name = told_of.work.people.person(found.payer_id).name
    return replace(
        member_card(told_of, found, said_to_owner(found, name, what)), fresh=what in _FOR_THE_TRAINER
    )


def _month(told_of: Notice, found: Membership) -> str:
    """What was paid, and what there is of it."""
    bill = last_paid(told_of, found)
    if bill is None or bill.payment_id is None:
        return ""
    payment = told_of.work.payments.payment(bill.payment_id)
    held = holding_of(told_of.work, payment)
    left = held.free if held else 0
    return lines(receipt(payment), ngettext("{n} credit left.", "{n} credits left.", left))


def said_to_owner(found: Membership, name: str, what: str) -> str:
    """What its payer, who is called so, has done, or what became of it."""
    until = day(found.period_end) if found.period_end else ""
    return _(_DONE.get(what, _OVER), name=name, amount=money(found.price), day=until)
