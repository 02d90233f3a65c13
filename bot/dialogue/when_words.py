"""The words of days and hours in each language that we read by ear, and the sentences they stand in.

A *frame* is a regular expression in which a name in capitals stands for the words of the reader's languages:
`IN NUMBER UNIT` reads both "in two days" and "dentro de dos días". Names of weekdays and months come from the
CLDR, through Babel. Accents, case and punctuation are folded away before anything is compared.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

LONGEST = 240  # characters; whoever writes more tells a story, and a story is for a human

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "TODAY": "today|2day|tday",
        "TONIGHT": "tonight|tonite|2nite",
        "TOMORROW": "tomorrow|tomrow|tomoro|tmrw|tmrrw|tmr|tmw|tomoz|2moro|2morrow",
        "OVERMORROW": "(?:the )?day after tomorrow|overmorrow",
        "GONE": "yesterday|last (?:weekend|week|month|night|year)|NUMBER UNIT ago",
        "NEXT": "next|nxt",
        "NEXTWEEK": "(?:next|nxt) week",
        "THIS": "this(?: coming)?|coming",
        "THISWEEK": "this week",
        "LAST": "last",
        "WEEKON": "week",
        "AWEEK": "(?:a )?week",
        "WEEKFROM": "(?:a )?week (?:on|from)(?: this)?",
        "AFTERNEXT": "after next",
        "WEEKAFTERNEXT": "(?:the )?week after next",
        "FORTNIGHT": "fortnight",
        "WEEKEND": "weekend|week end",
        "IN": "in",
        "FROMNOW": "from (?:now|today)|(?:')?s time",
        "ON": "on|the|of",
        "DAYNO": "(?:on )?the|on",
        "TO": "-|to|till|til|until|through",
        "AND": "and|&|-|to",
        "AT": "at|@|around|about|by|say",
        "AFTER": "after|from|not before|later than",
        "BEFORE": "before|until|till|til|earlier than|no later than",
        "BETWEEN": "between|from",
        "NOON": "noon|midday|mid day",
        "HALFPAST": "half past|half",
        "QUARTERPAST": "(?:a )?quarter past",
        "QUARTERTO": "(?:a )?quarter to",
        "LATER": "(?:(?:a )?(?:bit|little) )?later(?: on)?",
        "EARLIER": "(?:(?:a )?(?:bit|little) )?(?:earlier|sooner)",
        "SAME": "(?:the )?same(?: (?:time|day|hour)|(?= NEXTWEEK))",
        "ANYTIME": "anytime|any time|whenever|any hour",
        "ANYDAY": "anyday|any day",
        "DAYAFTER": "(?:the )?(?:day after|next day|following day)",
        "DAYBEFORE": "(?:the )?(?:day before|previous day)",
        "WEEKAFTER": "(?:the )?(?:week after|following week)",
        "MINUTES": "min|mins|minutes?",
        "HOURS": "hours?|hrs?",
        "DAYS": "days?",
        "WEEKS": "weeks?|wks?",
        "MONTHS": "months?",
        "ONE": "an?|one",
        "HALFAN": "half an?",
        "THINGS": "people|persons?|sessions?|times|kids|of us|packs?|classes|credits?|euros?|pounds?|reps|kg",
        "WITH": "with",
        "GREETING": "good (?:morning|afternoon|evening|night|day)",
        "DOUBT": "not|never|can'?t|cannot|won'?t|don'?t|didn'?t|couldn'?t|was|were|had|did|sick|ill|hurts?"
        "|pain|sore|aches?|(?:running|be|am|i'?m) late"
        "|see (?:you|u|ya)|have a|enjoy|thanks? (?:you )?for|when|why|where|who",
        "FILLER": "a|an|the|i|we|you|me|us|my|i'd|i'll|can|could|would|will|shall|let'?s|do|does|have|make|it"
        "|is|be|there|any|free|available|slots?|sessions?|training|please|pls|plz|hi|hello|hey|thanks?|ok|okay|yes"
        "|yep|no|and|or|but|for|to|by|in|of|on|at|book|move|change|reschedule|put|want|like|need|how|about|what"
        "|whats|instead|maybe|perhaps|around|then|so|also|too|with|works?|good|fine|great|sorry|that|from|time"
        "|between|come|get",
    },
    "es": {
        "TODAY": "hoy",
        "TONIGHT": "esta noche|hoy por la noche",
        "TOMORROW": "(?<!esta )(?<!la )manana",
        "OVERMORROW": "pasado manana",
        "GONE": "ayer|anoche|anteayer|semana pasada|mes pasado|hace NUMBER UNIT",
        "NEXT": "proximo|proxima|que viene|siguiente",
        "WEEKON": "en (?:una semana|8(?: dias)?)",
        "FORTNIGHT": "quince dias|una quincena",
        "NEXTWEEK": "(?:la )?(?:proxima semana|semana que viene|semana proxima)",
        "THIS": "este|esta",
        "THISWEEK": "esta semana",
        "LAST": "pasado|pasada|ultimo|ultima",
        "WEEKEND": "fin de semana|finde",
        "IN": "dentro de|en",
        "ON": "el|de|del",
        "DAYNO": "el(?: dia)?|dia",
        "TO": "a|al|hasta",
        "AND": "y(?: las?)?|a(?: las?)?",
        "AT": "a las?|sobre las?|hacia las?",
        "AFTER": "despues de(?: las?)?|desde las?|a partir de(?: las?)?",
        "BEFORE": "antes de(?: las?)?|hasta las?",
        "BETWEEN": "entre(?: las?)?|de",
        "NOON": "(?:a |al )?mediodia",
        "LATER": "(?:un poco )?mas tarde|despues",
        "EARLIER": "(?:un poco )?(?:mas temprano|mas pronto|antes)",
        "SAME": "(?:a |al |el )?(?:la misma hora|misma hora|lo mismo|mismo dia)",
        "ANYTIME": "cualquier hora|a cualquier hora",
        "ANYDAY": "cualquier dia",
        "DAYAFTER": "(?:el |al )?dia (?:siguiente|despues)",
        "DAYBEFORE": "(?:el )?dia (?:anterior|antes)",
        "MINUTES": "minutos?",
        "HOURS": "horas?",
        "DAYS": "dias?",
        "WEEKS": "semanas?",
        "MONTHS": "mes|meses",
        "ONE": "una?",
        "HALFAN": "media",
        "THINGS": "personas?|sesiones|veces",
        "WITH": "con",
        "GREETING": "buenos dias|buenas (?:tardes|noches)|buen dia",
        "DOUBT": "nunca|no puedo|estuve|estaba|enfermo|enferma|cuando|donde|gracias por|nos vemos"
        "|(?:llego|llegare|voy) tarde",
        "FILLER": "el|la|los|las|al?|de|del|en|por|para|con|y|o|no|una?|me|puedo|podemos|quiero|hola|gracias"
        "|favor|si|que|tal|mejor|reservar|cambiar|mover|sesion|clase|vale|hora|entre",
    },
}

# Hours of a day's parts, [from, to); the end of the day is 24. The longer wording stands first.
PARTS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "en": (
        ("(?:in the |the )?early morning|first thing", 5, 9),
        ("(?:in the |the )?mornings?", 5, 12),
        ("(?:at |over )?(?:lunchtime|lunch time|lunch)", 11, 14),
        ("(?:in the |the )?(?:afternoons?|after noon)", 12, 18),
        ("(?:in the |the )?evenings?", 17, 22),
        ("(?:at |in the )?nights?", 19, 24),
        ("before work", 0, 9),
        ("after work", 17, 24),
    ),
    "es": (
        ("(?:por|de|en|a) la manana|esta manana", 5, 12),
        ("(?:(?:por|de|en|a) la )?tarde", 12, 21),
        ("(?:(?:por|de|en|a) la )?noche", 19, 24),
    ),
}

NUMBERS: dict[str, str] = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez",
}

# In the order of counting, in all languages.
NTH = ("first|1st|primer", "second|2nd|segundo", "third|3rd|tercer", "fourth|4th|cuarto")

# Shorter than the CLDR has them, or longer.
ALSO_WEEKDAYS = {
    "en": {"tues": 1, "weds": 2, "wensday": 2, "wensdays": 2, "wendsday": 2, "thur": 3, "thurs": 3}
}
ALSO_MONTHS = {"en": ("sept",)}

SLIPPERY = {
    "en": "monday tuesday wednesday thursday friday saturday sunday today tonight tomorrow weekend",
    "es": "lunes martes miercoles jueves viernes sabado domingo manana",
}
# A letter away from a day, and no slip.
MEANT_SO = frozenset(
    {
        *("frida", "munday", "sundar", "sundae", "sundry", "toda", "todas", "toddy"),
        *("domino", "dominio", "jueces", "luces", "lunas", "manada", "mares", "mates", "sabido"),
    }
)


class Hours(NamedTuple):
    """A part of a day, [first, last) in hours; the day ends at 24."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, and as it is compared: without case, accents and slips."""

    written: str
    folded: str


class Sentence:
    """Words from which readers take what they understand; what nobody took is the rest."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._words = tuple(words)
        self.text = " ".join(word.folded for word in self._words)

    def take(self, frame: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where the frame fits. Its words are gone for later readers."""
        if found := frame.search(self.text):
            # A bar keeps the words on its two sides from meeting.
            self.text = self.text[: found.start()] + "|" * len(found[0]) + self.text[found.end() :]
        return found

    def take_all(self, frame: re.Pattern[str]) -> Iterator[re.Match[str]]:
        while found := self.take(frame):
            yield found

    @property
    def left(self) -> list[Word]:
        """What nobody took."""
        left, start = [], 0
        for word in self._words:
            end = start + len(word.folded)
            if "|" not in self.text[start:end]:
                left.append(word)
            start = end + 1
        return left


class Grammar:
    """What a person's languages call days and hours. Build it through `grammar`, which remembers."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.weekdays = dict(_weekdays(languages))
        self.months = frozenset(_months(languages))
        self._numbers = {
            name: str(number)
            for language in languages
            for number, name in enumerate(NUMBERS.get(language, "").split(), start=2)
        }
        words: dict[str, list[str]] = {}
        for language in languages:
            for name, pattern in WORDS.get(language, {}).items():
                words.setdefault(name, []).append(pattern)
        self._words = {name: f"(?:{'|'.join(patterns)})" for name, patterns in words.items()} | {
            "NTH": f"(?:{'|'.join(NTH)})",
            "WEEKDAY": _any_of(self.weekdays),
            "MONTH": _any_of(self.months),
            "NUMBER": "(?:HALFAN|ONE|[0-9]{1,3})",
            "UNIT": "(?:MINUTES|HOURS|DAYS|WEEKS|MONTHS)",
        }
        self.parts = tuple(
            (self.frame(f"(?:THIS )?(?:{pattern})"), Hours(first, last))
            for language in languages
            for pattern, first, last in PARTS.get(language, ())
        )
        self._frames: dict[str, re.Pattern[str]] = {}

    def frame(self, pattern: str) -> re.Pattern[str]:
        """The pattern with each name in capitals filled in, to be found between whole words."""
        for _ in range(3):  # the deepest: GONE → NUMBER → ONE
            pattern = re.sub("[A-Z]{2,}", lambda name: self._words[name[0]], pattern)
        return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")

    def __getitem__(self, pattern: str) -> re.Pattern[str]:
        """The frame of this pattern, built at its first use."""
        if (frame := self._frames.get(pattern)) is None:
            frame = self._frames[pattern] = self.frame(pattern)
        return frame

    @cached_property
    def _hints(self) -> frozenset[str]:
        """Words without which, and without a digit, no sentence speaks of a time."""
        patterns = [text for name, text in self._words.items() if name not in {"FILLER", "DOUBT", "GREETING"}]
        patterns += [frame.pattern for frame, _ in self.parts]
        return frozenset(_spelt_out(patterns) - _spelt_out([self._words["FILLER"]]))

    def sentence(self, text: str) -> Sentence | None:
        """The text in words; None where nothing in it hints at a time."""
        if len(text) > LONGEST:
            return None
        words: list[Word] = []
        for raw in _words(text):
            folded = self._folded(raw)
            if folded in _ONES and words and words[-1].folded in _BEFORE_ONE:
                folded = "1"
            if folded:
                words.append(Word(raw, folded))
        if any(word.folded in self._hints or word.folded[:1].isdigit() for word in words):
            return Sentence(words)
        return None

    def content(self, sentence: Sentence) -> list[str]:
        """Of the words that are left, those that say something; whom it is with is no news."""
        left = " ".join(word.folded for word in sentence.left)
        return self["FILLER"].sub("", self[r"WITH \w+"].sub("", left)).split()

    def _folded(self, word: str) -> str:
        folded = _plain(word).strip("'.:|")
        folded = folded.removesuffix("'s")
        return self._numbers.get(folded) or _unslipped(folded, self.languages) or folded


@lru_cache(maxsize=64)
def grammar(languages: tuple[str, ...]) -> Grammar:
    """The grammar of these languages (BCP 47 tags), and of English, which many write away from home."""
    codes = [re.split("[-_]", language)[0].lower() for language in languages]
    return Grammar(tuple(dict.fromkeys(code for code in [*codes, "en"] if _locale(code))))


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


def _words(text: str) -> list[str]:
    """Split where people do; "6:30", "3/12" and "6-8" stay whole, "mon-wed" and "6pm-8pm" come apart."""
    text = unicodedata.normalize("NFC", text).translate(_ONE_KIND)
    text = re.sub(r"\b([ap])\. ?m\b", r"\1m", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=[^\W\d])/(?=\w)", " & ", text)
    text = re.sub(r"(?<=[^\W\d])-(?=\w)", " - ", text)
    return re.findall(r"[^\s,;!?()\[\]<>|\"“”…]+", text)


# "At one" is an hour, "that one" is not.
_ONES = frozenset({"one", "una"})
_BEFORE_ONE = frozenset({"after", "at", "before", "la", "past", "to", "until"})

_ONE_KIND = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "´": "'"})


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter) and not letter.isspace())


def _weekdays(languages: Iterable[str]) -> Iterator[tuple[str, int]]:
    for language in languages:
        days = Locale.parse(language).days["format"]
        for width in ("wide", "abbreviated"):
            yield from ((_named(name), weekday) for weekday, name in days[width].items())
        yield from ALSO_WEEKDAYS.get(language, {}).items()
    yield from (
        (f"{_named(name)}s", weekday) for weekday, name in Locale("en").days["format"]["wide"].items()
    )


def _months(languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        months = Locale.parse(language).months["format"]
        for width in ("wide", "abbreviated"):
            yield from (_named(name) for name in months[width].values())
        yield from ALSO_MONTHS.get(language, ())


def _named(name: str) -> str:
    """A name of the CLDR as it reads in a sentence: "sáb." is "sab"."""
    return " ".join(_plain(word).strip(".") for word in _words(name))


def _any_of(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})"


def _spelt_out(patterns: Iterable[str]) -> set[str]:
    """The words in some patterns, each with and without a last letter that is optional."""
    found = {word for text in patterns for word in re.findall(r"[a-z0-9]{3,}\??", text)}
    return {spelt for word in found for spelt in ((word[:-1], word[:-2]) if word[-1] == "?" else (word,))}


@lru_cache(maxsize=64)
def _slips(languages: tuple[str, ...]) -> dict[str, str]:
    """Each slippery word with one letter left out, but never the first: nobody gets that one wrong."""
    words = (word for language in languages for word in SLIPPERY.get(language, "").split())
    return {left: word for word in words for left in _one_left_out(word)}


def _unslipped(word: str, languages: tuple[str, ...]) -> str | None:
    """The word meant by one with a letter too many, changed, or swapped with its neighbour."""
    if not 5 <= len(word) <= 11 or word in MEANT_SO:
        return None
    slips = _slips(languages)
    return next((slips[left] for left in (word, *_one_left_out(word)) if left in slips), None)


def _one_left_out(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))
