"""The language that somebody is spoken to in, client or not: a button for each other one, or its name."""

import enum
import re

from bot.client.views import OpenSettings
from bot.dialogue.actions import Action
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, command, first, on, routes, sentence
from bot.dialogue.screen import Choice, Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import LANGUAGES, _, speaking
from domain.bookings.announce import refresh_home

_NAMED = {
    **{code: code for code in LANGUAGES},
    **{name.casefold(): code for code, name in LANGUAGES.items()},
    "spanish": "es",
    "inglés": "en",
    "ingles": "en",
}

_ASKED = re.compile(
    r"\b(?:speak|in|to|use|en|al|a|hablas?|habla) (?P<language>english|spanish|español|inglés|ingles)\W*$",
    re.IGNORECASE,
)


class Language(enum.StrEnum):
    EN = "en"
    ES = "es"


class UseLanguage(Action, code="cl", acts=True):
    language: Language


def other_languages(spoken: str) -> list[Choice]:
    """Each by its own name, for whoever reads no other."""
    return [
        choice(name, UseLanguage(Language(code)), word=name.upper())
        for code, name in LANGUAGES.items()
        if code != spoken
    ]


@on(UseLanguage, who=EVERYBODY)
def use_language(turn: Turn, wanted: UseLanguage) -> Screen:
    turn.speaker.locale = wanted.language.value
    if trainer := turn.work.trainers.of_person(turn.speaker.id):
        refresh_home(turn.work, turn.speaker.id, trainer.id, f"speaks:{turn.event.event_id}", turn.now)
    with speaking(turn.voice):
        return _where_it_is_chosen(turn).with_toast(_("From now on in English."))


@command(
    "language", "lang", "idioma", "hub language", "hub lang", "hub idioma", who=EVERYBODY, takes_words=True
)
def language_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "language español"; alone, the choice."""
    said = rest.casefold()
    if said in _NAMED:
        return use_language(turn, UseLanguage(Language(_NAMED[said])))
    return None if said else _where_it_is_chosen(turn)


@command("english", "inglés", "hub english", who=EVERYBODY)
def in_english(turn: Turn, rest: str) -> Screen:
    return use_language(turn, UseLanguage(Language.EN))


@command("español", "spanish", "castellano", "hub español", who=EVERYBODY)
def in_spanish(turn: Turn, rest: str) -> Screen:
    return use_language(turn, UseLanguage(Language.ES))


@sentence(who=EVERYBODY)
def asked_for(turn: Turn, text: str) -> Screen | None:
    """Such as "can we speak english" or "quiero cambiar al español"."""
    asked = _ASKED.search(text)
    return language_typed(turn, asked["language"]) if asked else None


def _where_it_is_chosen(turn: Turn) -> Screen:
    """The desk of those who work here, the settings of a client."""
    works_here = turn.speaker.roles & DESK
    settings = None if works_here else routes.actions[OpenSettings].handler(turn, OpenSettings())
    return settings or first(turn, routes.boards["home"])
