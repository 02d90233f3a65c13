"""Whom it is for, where a chat speaks for several people: asked once in a conversation, or said in words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from bot.client.named import those_named
from bot.client.times import PickTime
from bot.dialogue.actions import Action, BadAction, unpack
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import _
from domain.bookings.model import Booking
from domain.bookings.ports import Sheet
from domain.people.model import Person
from domain.waitlist.ports import Waiting

CONVERSATION = timedelta(minutes=30)  # for which whoever was named stays meant
# Names that are words as well count only where something is theirs: "May's session".
_WORDS_TOO = frozenset(
    [
        "april",
        "art",
        "august",
        "bill",
        "dawn",
        "faith",
        "grace",
        "hope",
        "joy",
        "june",
        "mark",
        "may",
        "mercedes",
        "pilar",
        "rich",
        "rose",
        "sol",
        "sunny",
        "will",
        "abril",
        "angel",
        "julio",
        "luz",
        "paz",
    ]
)


def question(turn: Turn, action: Callable[[int], Action]) -> Screen | None:
    """Ask whom it is for, where several could be meant; else the turn goes on for whoever it is."""
    if turn.named or len(turn.people) == 1:
        return None
    if known := _remembered(turn):
        turn.speak_for(known)
        return None
    picks = [choice(called(each), action(each.id), word="") for each in turn.people]
    return Screen(title=_("For whom?"), choices=rows(picks, 3))


def ask(turn: Turn, pick: PickTime) -> Screen | None:
    """The same before a time is held, which a bare name then answers as well."""
    asked = question(turn, lambda person_id: replace(pick, whom=person_id))
    if asked is not None:
        _keep(turn, asked=pick.pack())
    elif len(turn.people) > 1:
        _keep(turn, person=turn.person.id)
    return asked


def answered(turn: Turn, text: str) -> PickTime | None:
    """The time that was to be held, where nothing but a name was said to "For whom?"."""
    named = [each for each in _others(turn) if fold(text) in (fold(called(each)), fold(each.name))]
    if len(named) != 1 or not (asked := _kept(turn).get("asked")):
        return None
    try:
        pick = unpack(str(asked))
    except BadAction:
        return None
    turn.speak_for(named[0].id)
    return replace(pick, whom=named[0].id) if isinstance(pick, PickTime) else None


def in_their_words(turn: Turn, text: str) -> str:
    """A sentence as whoever it names would say it: "cancel Leo's session" is Leo's "cancel my session".

    Trainers' names stay theirs, and of two people neither is meant.
    """
    known = [each for each in _others(turn) if not those_named(turn, called(each))]
    found = [(each, said) for each in known if (said := _name(each).search(text))]
    if len(found) != 1:
        return text
    (person, said), spanish = found[0], turn.speaker.locale == "es"
    turn.speak_for(person.id)
    if said[0].strip() == text.strip():
        _keep(turn, person=person.id)
        return "book"
    mine, me = ("mi", "mi") if spanish else ("my", "me")
    return text[: said.start()] + (mine if said["theirs"] else me) + text[said.end() :]


def is_named(turn: Turn, rest: str) -> bool:
    """Whether words after a command are somebody's name; then the turn is for them."""
    named = [each for each in _others(turn) if fold(rest).removesuffix("'s") == fold(called(each))]
    if len(named) == 1:
        turn.speak_for(named[0].id)
    return len(named) == 1


def meant(turn: Turn) -> list[Person]:
    """Whoever was named, or else everybody."""
    return [turn.person] if turn.named else turn.people


def coming(turn: Turn, limit: int = 60) -> list[Sheet]:
    """What they have asked for or booked, the next first; every date of what they own week by week."""
    found = (turn.work.bookings.coming(each.id, turn.now, limit=limit) for each in meant(turn))
    return sorted((sheet for sheets in found for sheet in sheets), key=lambda sheet: sheet.booking.starts)


def waiting(turn: Turn) -> list[Waiting]:
    """What they wait for."""
    return [each for person in meant(turn) for each in turn.work.waitlist.entries_of(person.id, turn.now)]


def next_of(turn: Turn) -> Sheet | None:
    """The next session of theirs: the one that "move" and "cancel" mean."""
    return next((sheet for sheet in coming(turn, 5) if sheet.booking.starts > turn.now), None)


def own(turn: Turn, booking_id: int) -> Sheet:
    """One of theirs, and the turn is for whose it is. Raises NotYours."""
    sheet = turn.work.bookings.sheet(booking_id)
    turn.speak_for(sheet.client.id)
    if _remembered(turn) not in (None, sheet.client.id):
        turn.address.whom = None  # the talk is of somebody else by now
    return sheet


def nearest(sheets: Iterable[Sheet]) -> list[Sheet]:
    """Of each standing slot only the next date: that is the one which plain words mean."""
    seen: set[int | None] = set()
    found = []
    for sheet in sheets:
        slot = sheet.booking.standing_id
        if slot is None or slot not in seen:
            found.append(sheet)
        seen.add(slot)
    return found


def latest_first(sheets: Iterable[list[Sheet]]) -> list[Sheet]:
    listed = (sheet for some in sheets for sheet in some)
    return sorted(listed, key=lambda sheet: sheet.booking.starts, reverse=True)


def holds(turn: Turn) -> list[Booking]:
    """What each of them holds."""
    found = (turn.work.bookings.held_by(each.id) for each in meant(turn))
    return [held for held in found if held is not None]


def whose(turn: Turn, sheet: Sheet) -> str:
    """The name before a line of a list, where the list is of several people."""
    return f"{called(sheet.client)}: " if len(turn.people) > 1 else ""


def called(person: Person) -> str:
    """A first name; who has told none speaks for themself."""
    return _("Me") if person.name.startswith("+") else person.first_name


def _others(turn: Turn) -> list[Person]:
    """Who can be named: nobody where there is only one."""
    return turn.people if len(turn.people) > 1 else []


def _name(person: Person) -> re.Pattern[str]:
    optional = "" if fold(called(person)) in _WORDS_TOO else "?"
    return re.compile(rf"(?<!\w){re.escape(called(person))}(?P<theirs>['’]?s){optional}(?!\w)", re.IGNORECASE)


def _remembered(turn: Turn) -> int | None:
    person_id = _kept(turn).get("person")
    return next((each.id for each in turn.people if each.id == person_id), None)


def _kept(turn: Turn) -> dict[str, object]:
    kept = turn.address.whom or {}
    return kept if turn.now.isoformat() < str(kept.get("until", "")) else {}


def _keep(turn: Turn, **what: object) -> None:
    turn.address.whom = {**what, "until": (turn.now + CONVERSATION).isoformat()}
