"""Templates about sessions: reminders, what becomes of a booking, times that come free."""

from bot.notices import frames
from bot.notices.template import of_session
from bot.notices.variables import (
    ABOUT,
    CLOCK,
    COUNT,
    LONG,
    MINUTES,
    OTHER,
    TRAINER,
    WAS,
    WHEN,
)

_TOMORROW, _NEXT = "Your session tomorrow", "Your next session"

TEXTS = (
    of_session("reminder_24h.tomorrow", _TOMORROW, frames.reminder),
    of_session("reminder_24h.next", _NEXT, frames.reminder),
    of_session("reminder_1h.hour", "In an hour", frames.reminder),
    of_session("reminder_1h.soon", "At {time}, in {n} minute", frames.reminder, MINUTES, time=CLOCK, n=COUNT),
    of_session("reminder_1h.tomorrow", _TOMORROW, frames.reminder),
    of_session("reminder_1h.next", _NEXT, frames.reminder),
    of_session("client_approved", "{name} approved your session.", name=TRAINER),
    of_session(
        "client_given", "{name} booked this session for you. It costs nothing to give it back.", name=TRAINER
    ),
    of_session("client_waived", "{name} lets you off: nothing is charged.", name=TRAINER),
    of_session("client_place", "{name} says where your session is.", name=TRAINER),
    of_session("client_moved", "{name} moved your session. It was {was} before.", name=TRAINER, was=WAS),
    of_session("client_completed", "Well done! {name} marked this session as completed.", name=TRAINER),
    of_session(
        "client_no_show", "{name} marked this session as missed. Write here if that is wrong.", name=TRAINER
    ),
    of_session("client_cancelled", "{name} had to cancel this session.", frames.lost, name=TRAINER),
    of_session("client_called_off", "{name} has called this class off.", frames.lost, name=TRAINER),
    of_session("client_declined", "{name} can't take this time.", frames.lost, name=TRAINER),
    of_session(
        "client_request_expired",
        "{name} did not answer in time, so nothing is booked.",
        frames.lost,
        name=TRAINER,
    ),
    of_session(
        "client_hold_expired",
        "It is no longer held for you, so nothing is booked.",
        frames.lost,
        name=TRAINER,
    ),
    of_session(
        "client_suggested",
        "{name} suggests {time} instead of {was}.",
        frames.suggested,
        name=TRAINER,
        time=OTHER,
        was=WHEN,
    ),
    of_session(
        "client_offer_move.away", "{name} can’t be there on {time}.", frames.moves, name=TRAINER, time=WHEN
    ),
    of_session("client_offer_move.shut", "The studio is shut on {time}.", frames.moves, time=WHEN),
    of_session("client_absence", "{name} can’t be there on {time}.", frames.kept, name=TRAINER, time=WHEN),
    of_session(
        "client_delay.late",
        "{name} runs {minutes} late. You begin at about {about} instead of {time}.",
        frames.late,
        name=TRAINER,
        minutes=LONG,
        about=ABOUT,
        time=CLOCK,
    ),
    of_session(
        "client_delay.on_time", "{name} is on time after all: {time}.", frames.alone, name=TRAINER, time=CLOCK
    ),
    of_session("client_offer", "{time} with {name} is free.", frames.offer, time=WHEN, name=TRAINER),
    of_session("client_offer_over.passed", "You passed, so the next one is asked.", frames.lost),
    of_session("client_offer_over.lapsed", "The 15 minutes are over, so the next one is asked.", frames.lost),
    of_session(
        "client_offer_over.withdrawn",
        "{name} has taken this offer back. Nothing is booked.",
        frames.lost,
        name=TRAINER,
    ),
)
