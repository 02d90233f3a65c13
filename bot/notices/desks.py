"""What is told of desk plans: to the trainer who pays, and to the admins whose income it is."""

from dataclasses import replace

from bot.client.membership_card import last_paid
from bot.dialogue.screen import Screen, list_of
from bot.dialogue.words import _, money
from bot.notices.memberships import said_to_owner
from bot.notices.registry import Notice, notice
from bot.packages import given_back, receipt, what
from bot.trainer.desk import desk_card, let_card
from domain.memberships.model import Membership

_MONTH = ("begun", "renewed")
_QUIET = ("paused", "resumed", "leaves", "stays")  # the card's edit, where it was done on the card


@notice("trainer_desk")
def told_trainer(told_of: Notice) -> Screen:
    found = told_of.work.memberships.membership(told_of.subject_id)
    happened = str(told_of.notification.data["what"])
    said = _month(told_of, found) if happened in _MONTH else ""
    return replace(desk_card(told_of, found, said), fresh=happened not in _QUIET)


@notice("admin_desk")
def told_admin(told_of: Notice) -> Screen:
    found = told_of.work.memberships.membership(told_of.subject_id)
    name, happened = told_of.work.people.person(found.payer_id).name, str(told_of.notification.data["what"])
    over = _("{name} has no desk plan any more.", name=name)
    said = over if happened == "over" else said_to_owner(found, name, happened)
    return replace(let_card(told_of, found, said), fresh=True)


@notice("trainer_rent")
def given(told_of: Notice) -> Screen:
    """What the studio gave back in the provider's dashboard, or could not."""
    payment = told_of.work.payments.payment(told_of.subject_id)
    trainer = told_of.work.trainers.trainer(payment.trainer_id)
    said = given_back(told_of.work, payment) or _("A refund of it failed, so nothing was given back.")
    title = list_of([trainer.name, what(payment), money(payment.price)])
    return Screen(title=title, text=said, fresh=True, private=True)


def _month(told_of: Notice, found: Membership) -> str:
    bill = last_paid(told_of, found)
    if bill is None or bill.payment_id is None:
        return ""
    return receipt(told_of.work.payments.payment(bill.payment_id))
