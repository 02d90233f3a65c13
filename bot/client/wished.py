"""What a wish leaves open: with whom, or how long. Asked by choices, and the wish is kept meanwhile."""

import re
from collections.abc import Iterable, Sequence

from bot.client.bookable import bookable
from bot.client.fitting import fitting
from bot.client.named import by_word, is_name_of, those_named
from bot.client.talked_of import earlier, remember
from bot.client.trainers import live_by, service_label, trainer_screen
from bot.dialogue.actions import Action, Home
from bot.dialogue.routes import command, on
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.when import Trouble, When, read_when
from bot.dialogue.words import _, day, local, minutes_long, speaking
from domain.base import Role
from domain.trainers.model import Service, Trainer
from domain.trainers.service import of_length, services_for, services_of

# Whom people also come "with", who is no trainer.
_NO_NAME = (
    r"(?:an?|the|my|your|you|me|us|him|her|them|it|this|that|any(?:one|body)?|some(?:one|body)|whoever|both"
    r"|either|pleasure|weights|friends|kids|trainer|una?|el|la|los|las|mi|tu|ti|su|ustedes|usted|él|ell[ao]s?"
    r"|alguien|cualquiera|quien|gusto|mucho|amig[ao]s|pesas|entrenadora?)\b"
)
_NAMED = re.compile(rf"\b(?:with|con)\s+(?!{_NO_NAME})(?P<name>[^\W\d_][\w-]*)", re.IGNORECASE)


class TakeUp(Action, code="bw", acts=True):
    """Go on with what was wished for, with this service, at its usual length where no other is named."""

    service: int
    minutes: int | None = None


@on(TakeUp, who=Role.CLIENT)
def take_up(turn: Turn, chosen: TakeUp) -> Screen:
    """The time that was said, with whom or for how long is now known; without one, the next times."""
    service, trainer = turn.work.trainers.service(chosen.service)
    service = service.of(chosen.minutes)
    live_by(turn, trainer)
    with speaking(turn.voice):
        said = earlier(turn)
        return fitting(turn, trainer, service, said) if said else trainer_screen(turn, trainer, service)


def unknown_name(text: str) -> str:
    """Who is named in "thu 6pm with Bogus", given that no trainer is."""
    found = _NAMED.search(text)
    return found["name"].capitalize() if found else ""


def nobody_called(turn: Turn, name: str, said: When, minutes: int | None) -> Screen:
    return with_whom(turn, said, minutes, _("Nobody called {name} trains here.", name=name))


@command("join", "train with", "únete", "unirme", who=Role.CLIENT, takes_words=True)
def join(turn: Turn, rest: str) -> Screen | None:
    """Such as "join ana"; one word more that is nobody's name, nor a time, is said to be nobody's."""
    known = book_with(turn, rest) if rest else with_whom(turn, When(), None)
    if known is not None or not rest.isalpha():
        return known
    now, languages = local(turn.now), [turn.speaker.locale]
    if read_when(rest, now=now, languages=languages, order=turn.date_order) is not None:
        return None
    return nobody_called(turn, rest.capitalize()[:32], When(), None)


@command("book", "book with", who=Role.CLIENT, takes_words=True)
def book_with(turn: Turn, rest: str) -> Screen | None:
    """Such as "book ana": words that are no trainer's name mean something else. Of several Anas none is
    guessed, whomever the client trains with.
    """
    found = those_named(turn, rest)
    if len(found) > 1:
        return which_of(turn, found, When(), None) if len(rest.split()) == 1 else None
    return trainer_screen(turn, found[0]) if found and is_name_of(found[0], rest) else None


def which_of(turn: Turn, found: Sequence[Trainer], said: When, minutes: int | None) -> Screen:
    """Those who share the name that was said."""
    why = _("Which {name} do you mean?", name=found[0].person.first_name)
    return with_whom(turn, said, minutes, why, found)


def with_whom(
    turn: Turn, said: When, minutes: int | None, why: str = "", among: Sequence[Trainer] = ()
) -> Screen:
    """Everybody who trains here, or those among whom there is to choose, for that long where a length was
    said.
    """
    remember(turn, said)
    trainers = among or bookable(turn)
    offered = list(zip(trainers, services_of(turn.work, trainers, turn.person.id), strict=True))
    choices = list(_of_that_length(offered, minutes))
    if minutes and not choices:
        why = lines(why, _("Nobody has a session of {length}.", length=minutes_long(minutes)))
        choices = list(_of_that_length(offered, None))
    asked = (
        _("With whom would you like to train?") if choices else _("No trainer takes bookings at the moment.")
    )
    return Screen(
        title=day(said.day) if said.day else "",
        text=lines(why, _past(said), "" if among else asked),
        choices=(*rows(choices), (choice(_("Menu"), Home()),)),
    )


def which_length(turn: Turn, trainer: Trainer, said: When, minutes: int) -> Screen:
    """The lengths that there are, instead of the one that was said."""
    remember(turn, said, trainer)
    none = _("{name} has no session of {length}.", name=trainer.name, length=minutes_long(minutes))
    services = services_for(turn.work, trainer, turn.person.id)
    choices = [
        choice(service_label(each.of(length)), TakeUp(each.id, each.of(length).chosen))
        for each in services
        for length in each.lengths
    ]
    return Screen(
        title=trainer.name,
        text=lines(none, _("Which of these would you like?")),
        choices=(*rows(choices), (choice(_("Menu"), Home()),)),
    )


def _of_that_length(
    offered: Iterable[tuple[Trainer, Sequence[Service]]], minutes: int | None
) -> Iterable[Choice]:
    for trainer, services in offered:
        service = of_length(services, minutes)
        if service is not None:
            label = _("Train with {name}", name=trainer.name)
            length = minutes_long(minutes) if minutes else ""
            yield choice(list_of([label, length]), TakeUp(service.id, service.chosen), word=by_word(trainer))


def _past(said: When) -> str:
    return _("That time has passed.") if said.trouble is Trouble.PAST else ""
