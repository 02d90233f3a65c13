"""What a plain sentence wishes, besides a time: to book, move or cancel, to see what is booked, to be helped.

Read in the person's language and in English, by the words that people use for it. Whoever denies a wish
("don't cancel it") and whoever tells a story has none that we would act on.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

LONGEST = 160  # characters; whoever writes more tells a story, and a story is for a human


class Wish(StrEnum):
    """In the order in which they are tried: "cancel my booking" cancels, "change my booking" moves."""

    CANCEL = "cancel"
    MOVE = "move"
    LOOK = "look"  # at what is booked
    WHERE = "where"
    PRICE = "price"
    HELP = "help"
    BOOK = "book"


# Regular expressions over words without case and accents; "my …" stands for what is booked, not for a story.
_WORDS: dict[str, dict[Wish, tuple[str, ...]]] = {
    "en": {
        Wish.CANCEL: (
            r"cancel(?:l?ing)?",
            r"call (?:it |that )?off",
            r"(?:drop|skip) (?:my|the|it|that)",
            r"(?:can'?t|cannot|can not|won'?t|not able to|unable to) (?:make|come|attend|be there|go)",
        ),
        Wish.MOVE: (
            r"mov(?:e|ing)",
            r"re-?schedul(?:e|ing)",
            r"postpone|shift|swap|switch|instead",
            r"push (?:it|my|the)",
            r"(?:another|different|new) (?:time|day) for",
            r"change (?:my|the|it|that|to)",
        ),
        Wish.LOOK: (
            r"(?:when|(?:what|which) (?:time|day))(?: is|'s| are| do| am)? (?:my|our|i|we)\b",
            r"(?:my|the) next (?:session|training|appointment|one)",
            r"(?:what|which).*(?:booked|coming up|upcoming)",
            r"(?:do i|have i) (?:have|got|booked).*",
            r"am i (?:booked|training)",
            r"who(?: is|'s) my (?:trainer|coach)|with (?:whom|who) (?:do|am) i",
            r"(?:show|see|list|check) (?:me )?my (?:sessions?|bookings?|appointments?)",
        ),
        Wish.WHERE: (
            r"^(?:where|address|location|directions)$",
            r"where (?:is|are|do|does|should|shall|will|exactly)\b.*",
            r"(?:what|which)(?: is|'s)? (?:the|your) (?:address|place|gym|studio)",
        ),
        Wish.PRICE: (r"how much", r"(?:the|your) prices?", r"what (?:does|do) .*cost", r"what .*charge"),
        Wish.HELP: (
            r"help(?: me)?(?: please)?$",
            r"how does (?:this|it) work",
            r"what can (?:you|i) (?:do|type|say)",
            r"how (?:do|can) i (?:book|use|cancel|move)",
        ),
        Wish.BOOK: (
            r"book(?:ing)?",
            r"reserve|schedule",
            r"sign (?:me )?up",
            (
                r"(?:want|need|like|have|get) (?:to )?(?:train|(?:have |get )?(?:a|another|one more) "
                r"(?:session|training|slot|appointment|workout|check-?in))"
            ),
            r"(?:are you|is there|is \w+|have you got) .*(?:free|available|space|slots?)",
            r"any(?:thing)? (?:free|times?|slots?|available)",
            r"free (?:times?|slots?)|(?:next|first|earliest) (?:times?|slots?)",
            r"(?:when|what).*(?:free|available)",
        ),
    },
    "es": {
        Wish.CANCEL: (
            r"cancel(?:ar|a|o|e|arla|arlo|ame|emos)",
            r"anul(?:ar|a|o|e|arla|arlo|ame)",
            r"no (?:puedo|podre|voy a poder|podria) (?:ir|venir|asistir|llegar)",
        ),
        Wish.MOVE: (
            r"mover(?:la|lo)?|mueve(?:la|lo|me)?",
            r"cambi(?:ar|a|o|e|ame)(?:la|lo)?",
            r"aplaz(?:ar|a|o|arla|arlo)|posponer(?:la|lo)?|reprogramar(?:la|lo)?",
            r"dejar(?:la|lo) para",
            r"pas(?:ar|a|amos|ame)(?:la|lo)?(?= (?:a|al|la|mi|para)\b)",
            r"en vez de",
        ),
        Wish.LOOK: (
            r"(?:cuando|a que hora) (?:es|tengo|entreno|entrenamos|toca|me toca)",
            r"(?:mi|la) proxima (?:sesion|clase|cita)",
            r"que .*(?:reservad[oa]s?|tengo)",
            r"tengo (?:alguna|algo|sesion|clase)",
            r"quien es mi entrenadora?|con quien (?:entreno|tengo)",
            r"(?:ver|muestra(?:me)?|ensename|consultar) mis (?:sesiones|reservas|citas|clases)",
        ),
        Wish.WHERE: (
            r"(?:a )?donde (?:es|esta|estas|queda|entren\w+|nos vemos|quedamos|voy|tengo que ir)",
            r"(?:cual es )?(?:la|tu) direccion",
            r"^(?:donde|direccion|ubicacion)$",
        ),
        Wish.PRICE: (
            r"cuanto (?:cuesta|vale|es|cobra|cobras|cobran|sale)",
            r"(?:el|los|que|tus) precios?",
            r"tarifas?",
        ),
        Wish.HELP: (
            r"ayuda(?:me)?(?: por favor)?$",
            r"como funciona",
            r"que (?:puedo|sabes) (?:hacer|escribir)",
            r"como (?:reservo|se reserva|cancelo|cambio)",
        ),
        Wish.BOOK: (
            r"reserv(?:ar|a|o|arme|ame|e)",
            r"apunt(?:ar|a|o|arme|ame)|agend(?:ar|a|o|arme|ame)",
            (
                r"(?:quiero|quisiera|necesito|puedo|podria|me gustaria)(?: (?:tener|hacer|pedir|coger))? "
                r"(?:(?:una |otra |mi )?(?:sesion|clase|cita|hora)|un hueco|entrenar)"
            ),
            r"(?:hay|tienes?|queda|tiene \w+) (?:algun |algo |alguna |un )?(?:hueco|libre|hora|disponible)",
            r"(?:horas?|huecos?) libres?|que (?:horas?|huecos?) (?:tienes|hay|quedan)",
            r"(?:cuando|que) .*(?:libre|disponible)",
        ),
    },
}
_DENIED: dict[str, tuple[str, ...]] = {
    "en": (
        (
            r"(?:don'?t|do not|never|not|didn'?t|did not)(?: want| wanna| you)?(?: to)? "
            r"(?:cancel|move|book|change|reschedule)"
        ),
        r"(?:why|who) .*(?:cancel|move|change)",
    ),
    "es": (
        r"no (?:me |la |lo |quiero )?(?:cancel|anul|muev|mover|cambi|reserv)",
        r"(?:por que|quien) .*(?:cancel|anul|mov|cambi)",
    ),
}


def read_wish(text: str, language: str) -> Wish | None:
    """What these words wish for; None where they name nothing of it, deny it, or tell a story."""
    plain = _plain(text)
    if len(plain) > LONGEST:
        return None
    wishes, denied = _reader(language)
    if denied.search(plain):
        return None
    return next((wish for wish, words in wishes if words.search(plain)), None)


@lru_cache
def _reader(language: str) -> tuple[list[tuple[Wish, re.Pattern[str]]], re.Pattern[str]]:
    spoken = [each for each in dict.fromkeys((language, "en")) if each in _WORDS]
    wishes = [(wish, _any_of(words for each in spoken for words in _WORDS[each][wish])) for wish in Wish]
    return wishes, re.compile("|".join(rf"\b{words}" for each in spoken for words in _DENIED[each]))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)")


def _plain(text: str) -> str:
    """In one line, without case, accents and the kinds of apostrophes and question marks."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    kept = "".join(each for each in folded if not unicodedata.combining(each) and each not in "¿?¡!.,")
    return " ".join(kept.split())
