"""What counts as STOP, START and HELP: the carriers' words, and the plain wishes that mean the same.

A carrier acts on its words only where they are the whole message. The law in turn lets people say it in any
reasonable manner, so a clear wish that is the whole message counts too; a longer tale is for a human.
"""

import enum
import re
import unicodedata

LONGEST = 80  # characters; whoever writes more tells a story


class Word(enum.StrEnum):
    STOP = "stop"
    STOP_NEWS = "stop_news"  # promotions only
    START = "start"
    HELP = "help"


_CANCEL = "cancel"
_CARRIERS = {
    Word.STOP: "stop|stop ?all|unsubscribe|cancel|end|quit|revoke|opt ?out",
    Word.START: "start|yes|unstop|alta|empezar|iniciar",
    Word.HELP: "help|info",
}
# Over words without case, accents, apostrophes and punctuation.
_NEWS = "(?:news|newsletters?|offers?|promos?|promotions?|ads|advertising|marketing)"
_NOTICIAS = "(?:noticias|novedades|ofertas|promos?|promociones|publicidad|anuncios)"
_NO_NEWS = (
    rf"(?:stop|no|no more|unsubscribe(?: from)?|end|quit) (?:the |your )?{_NEWS}(?: and {_NEWS})?",
    rf"(?:do not|dont) send me (?:any |any more |more )?{_NEWS}",
    rf"(?:no|no mas|sin|basta de|baja de) (?:las |la )?{_NOTICIAS}(?: (?:y|ni) {_NOTICIAS})?",
    rf"no me (?:mandes|envies|manden|envien) (?:mas )?{_NOTICIAS}",
)
_TEXTS = "(?:texts|messages|text messages|sms)"
_MENSAJES = "(?:mensajes|textos|sms)"
_NO_MORE = (
    "stop(?: stop)*|stop (?:it|this|that|these|them)",
    r"(?:stop|quit) sending (?:me )?(?:this|these|them|those)",
    r"stop (?:texting|messaging|writing|contacting|bothering|spamming)(?: to)?(?: me)?",
    rf"stop (?:sending )?(?:me )?(?:any |all |all the |the |these |those |your )?{_TEXTS}",
    r"(?:do not|dont|never) (?:text|message|write|contact|bother)(?: to)? me",
    rf"(?:do not|dont) send (?:me )?(?:any |any more |more )?(?:{_TEXTS}|anything)",
    rf"no more {_TEXTS}",
    rf"i (?:do not|dont) want (?:any |any more |more |these |your ){{0,2}}{_TEXTS}",
    r"(?:i want to |i need to |i would like to |id like to )?(?:opt (?:me )?out|unsubscribe)",
    r"(?:take|get) me off (?:of )?(?:your|the|this) list",
    r"(?:remove|unsubscribe|delete) me(?: from (?:your|the|this) list)?",
    r"(?:remove|delete|lose) my number|leave me alone",
    rf"no (?:mas|quiero|quiero mas|quiero recibir mas|envies mas|mandes mas) {_MENSAJES}",
    rf"no me (?:escrib|mand|envi|contact|molest)(?:as|an|es|en)(?: mas)?(?: {_MENSAJES})?",
    rf"(?:deja|dejen|deje|para) de (?:escribir|mandar|enviar|molestar)(?:me)?(?: mas)?(?: {_MENSAJES})?",
    r"(?:quiero |quisiera )?(?:darme|dame|deme|denme) de baja|baja|deja(?:d|n)?me en paz",
)
_KINDLY = (
    "please|pls|plz|just|can you|could you|would you|hi|hello|hey|ok|okay|"
    "por favor|porfavor|hola|quiero que|puedes|podrias|ya"
)
_FOR_GOOD = (
    "please|pls|plz|thanks|thank you|now|any ?more|again|ever|at all|immediately|to this number|ok|"
    "por favor|porfavor|gracias|ya|mas|nunca"
)


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_KINDLY}) )*(?:{'|'.join(patterns)})(?: (?:{_FOR_GOOD}))*")


_BARE = {word: re.compile(spellings) for word, spellings in _CARRIERS.items()}
_WISHED = {Word.STOP_NEWS: _whole(*_NO_NEWS), Word.STOP: _whole(*_NO_MORE)}


def carrier_word(text: str) -> Word | None:
    """What the whole message asks for; None where it is anything else."""
    said = plain(text)
    if len(said) > LONGEST:
        return None
    for words in (_BARE, _WISHED):
        for word, pattern in words.items():
            if pattern.fullmatch(said):
                return word
    return None


def is_carriers(text: str) -> bool:
    """Whether its sender's carrier acts on it, and says so."""
    return any(pattern.fullmatch(plain(text)) for pattern in _BARE.values())


def is_cancel(text: str) -> bool:
    """Whether it is CANCEL alone: an opt-out by its sender's carrier, and perhaps meant for a session."""
    return plain(text) == _CANCEL


def plain(text: str) -> str:
    """Its letters and digits, in words, without case and accents; apostrophes join ("dont")."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in folded if not unicodedata.combining(each) and each not in "'’‘`´")
    return " ".join("".join(each if each.isalnum() else " " for each in kept).split())
