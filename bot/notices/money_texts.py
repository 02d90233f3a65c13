"""Templates about money: payments, refunds, credits and memberships."""

from bot.notices import frames
from bot.notices.template import template
from bot.notices.variables import (
    AMOUNT,
    COUNT,
    CREDITS,
    DAY,
    TRAINER,
    WAY,
    WHAT,
    WHEN,
    WORDS,
)

_RECEIPT = "Paid {amount} {way} for {name}."
_PAID = {"amount": AMOUNT, "way": WAY, "name": WHAT}

TEXTS = (
    template("client_paid", _RECEIPT, frames.money_said, _PAID),
    template(
        "client_unpaid.failed",
        "The payment didn't go through, and nothing was taken. Try again:",
        frames.to_pay,
    ),
    template("client_unpaid.charge", "Your card was not charged. Pay here:", frames.to_pay),
    template(
        "client_unpaid.waits",
        "Your bank is sending the money, which can take days. I tell you once it is here.",
    ),
    template("client_unpaid.gone", "{time} was let go, so nothing is to be paid.", time=WHEN),
    template(
        "client_owes.missed", "For not having come: {time}, {name}.", frames.to_pay, time=WHEN, name=TRAINER
    ),
    template(
        "client_owes.cancelled",
        "For having cancelled late: {time}, {name}.",
        frames.to_pay,
        time=WHEN,
        name=TRAINER,
    ),
    template(
        "client_owes.moved", "For having moved late: {time}, {name}.", frames.to_pay, time=WHEN, name=TRAINER
    ),
    template("client_owes.card", "{amount} goes to your card, as agreed. I tell you then.", amount=AMOUNT),
    template(
        "client_refund.declined",
        "{name} declined the refund: “{words}”",
        frames.money_said,
        name=TRAINER,
        words=WORDS,
    ),
    template(
        "client_refund.failed",
        "The refund did not go through, and you have your credits again. {name} knows.",
        frames.money_said,
        name=TRAINER,
    ),
    template(
        "client_refund.card",
        "{amount} goes back to your card; banks take a few days.",
        frames.money_said,
        amount=AMOUNT,
    ),
    template(
        "client_refund.back",
        "{name} gives you {amount} back.",
        frames.money_said,
        name=TRAINER,
        amount=AMOUNT,
    ),
    template(
        "client_surplus",
        "You paid twice for {name}: {amount} goes back to your card.",
        name=WHAT,
        amount=AMOUNT,
    ),
    template("client_disputed.asked", "Your bank disputes it, and will decide.", frames.money_said),
    template(
        "client_disputed.frozen",
        "Your bank disputes it: {n} credit waits until it decides.",
        frames.money_said,
        CREDITS,
        n=COUNT,
    ),
    template("client_disputed.won", "Your bank decided: the payment stands.", frames.money_said),
    template("client_disputed.lost", "Your bank took the money back.", frames.money_said),
    template(
        "client_disputed.taken",
        "Your bank took the money back: {n} credit went with it.",
        frames.money_said,
        CREDITS,
        n=COUNT,
    ),
    template(
        "client_credits.given",
        "{name} gave you {n} credit.",
        frames.money_said,
        CREDITS,
        name=TRAINER,
        n=COUNT,
    ),
    template(
        "client_credits.taken",
        "{name} took {n} credit back: “{words}”",
        frames.money_said,
        CREDITS,
        name=TRAINER,
        n=COUNT,
        words=WORDS,
    ),
    template(
        "client_credits.extended", "{name} let your credits last longer.", frames.money_said, name=TRAINER
    ),
    template(
        "client_credits.frozen",
        "{n} credit of your gift waits: a bank checks its payment. I tell you what it decides.",
        frames.money_said,
        CREDITS,
        n=COUNT,
    ),
    template(
        "client_credits.freed",
        "Your gift is good again: {n} credit left.",
        frames.money_said,
        CREDITS,
        n=COUNT,
    ),
    template(
        "client_credits.gone",
        "{n} credit of your gift is gone: its payment was taken back. Just write if you need help.",
        frames.money_said,
        CREDITS,
        n=COUNT,
    ),
    template(
        "client_expiring",
        "{package}: {n} credit can be used until {day}.",
        frames.expiring,
        CREDITS,
        package=WHAT,
        n=COUNT,
        day=DAY,
    ),
    template("client_membership.paid", _RECEIPT, frames.money_said, _PAID),
    template(
        "client_membership.unpaid", "{amount} could not be charged. Pay here:", frames.to_pay, amount=AMOUNT
    ),
    template("client_membership.over", "It is over, and nothing more is charged."),
    template("client_membership.lapsed", "It is over, because it stayed unpaid. Nothing more is charged."),
    template("client_membership.ends", "It ends on {day}. Nothing more is charged.", day=DAY),
    template(
        "client_membership.paused",
        "Paused: nothing is charged and no credits come, until you take it up again.",
    ),
    template(
        "client_membership.twice",
        "You have {name} already, so {amount} goes back to your card.",
        name=WHAT,
        amount=AMOUNT,
    ),
)
