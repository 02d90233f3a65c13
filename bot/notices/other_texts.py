"""Templates about weekly times, and those for whoever works here."""

from bot.notices import frames
from bot.notices.template import of_session, template
from bot.notices.variables import (
    AMOUNT,
    CLIENT,
    DAY,
    TRAINER,
    WAY,
    WHAT,
    WORDS,
)

TEXTS = (
    template(
        "client_standing.made", "{name} booked this time for you, week by week.", frames.alone, name=TRAINER
    ),
    template("client_standing.approved", "{name} approved all dates.", frames.alone, name=TRAINER),
    template(
        "client_standing.declined", "{name} can't take this time every week.", frames.alone, name=TRAINER
    ),
    template(
        "client_standing.lapsed",
        "{name} did not answer in time, so nothing is booked.",
        frames.alone,
        name=TRAINER,
    ),
    template("client_standing.paused", "{name} paused this time.", frames.alone, name=TRAINER),
    template("client_standing.resumed", "{name} resumed this time.", frames.alone, name=TRAINER),
    template("client_standing.moved", "{name} moved all dates.", frames.alone, name=TRAINER),
    template(
        "client_standing.filled",
        "{name} found another time for a date that was left out.",
        frames.alone,
        name=TRAINER,
    ),
    template("client_standing.ended", "{name} ended this weekly time.", frames.alone, name=TRAINER),
    template(
        "client_standing.price",
        "From {day} on, each date costs {price}.",
        frames.alone,
        day=DAY,
        price=AMOUNT,
    ),
    template("client_standing_off", "{day} is left out: {why}.", frames.alone, day=DAY, why=WORDS),
    template(
        "client_health",
        "{name} asks for a short health form before you train. It takes a minute.",
        name=TRAINER,
    ),
    template("client_bond_ended", "You no longer book for {name}: that was ended.", name=CLIENT),
    template("client_test", "This is a test: messages reach you here."),
    template("trainer_test", "This is a test: messages reach you here."),
    template("trainer_left", "{name} has left this class.", name=CLIENT),
    template("trainer_minimum", "Too few came forward, and you did not answer. Everybody is told."),
    template("trainer_class_over", "Did they all come?"),
    of_session("trainer_over", "Did it take place?", frames.alone),
    of_session(
        "trainer_rating",
        "A kind word soon often helps most: reply here, and it reaches {name}.",
        frames.alone,
        name=CLIENT,
    ),
    template(
        "trainer_sold.bought",
        "{name} bought {package}: {amount} {way}.",
        name=CLIENT,
        package=WHAT,
        amount=AMOUNT,
        way=WAY,
    ),
    template(
        "trainer_sold.paid",
        "{name} paid {amount} {way}: {package}.",
        name=CLIENT,
        amount=AMOUNT,
        way=WAY,
        package=WHAT,
    ),
    template("trainer_standing_off", "{day} is left out: {why}.", day=DAY, why=WORDS),
    template("trainer_report_file", "The week to {day}", day=DAY),
)
