"""A turn: one thing heard, with everything that answering it needs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogue.actions import Action, is_confidential
from bot.dialogue.heard import Event, Said, Submitted, Tapped
from bot.dialogue.regions import date_order, territory
from bot.dialogue.words import Voice
from domain.errors import Unreadable
from domain.family.service import household, speak_for
from domain.people.model import Address, Person
from domain.people.trips import clocks_of
from domain.pictures.model import Prepared
from domain.schedule.dates import Order
from domain.work import Work

A_MOMENT = timedelta(minutes=10)  # for which a question stays in mind


@dataclass(slots=True)
class Studio:
    """The studio that this deployment is. ``bot_link`` is Telegram's link to the bot, once Telegram
    has told us.
    """

    name: str
    zone: str
    locale: str = "en"
    currency: str = "EUR"
    public_url: str = ""
    bot_link: str = ""
    phone: str = ""  # that clients text
    takes_cards: bool = False
    mails: bool = False  # something may go by e-mail
    quiet: tuple[int, int] | None = None  # with which people begin, in minutes of the day
    second_above: int = 100  # people, from which on a campaign needs a second admin
    banned: tuple[str, ...] = ()  # words that no campaign may say
    most_a_week: int = 10  # messages to one person, before a campaign leaves them out


@dataclass(slots=True)
class Turn:
    """Handed to every handler: the open unit of work, who acts, and the business time of this turn.

    Who writes is the ``speaker``. ``person`` is in whose name they act: their own, unless `speak_for` said
    otherwise.
    """

    work: Work
    event: Event
    now: datetime
    studio: Studio
    address: Address
    by_text: bool = False
    """Nothing can be tapped: answers are numbers and words, and every letter counts."""
    continues: bool = False
    """It asks for more of the list before, whose numbers stay good."""
    offered: tuple[str, ...] = ()
    """The packed actions that the word could stand for on the phone's screen, where that is not plain."""
    confidential: bool = field(init=False)
    """What is said in it, on either side, is nobody else's to keep."""
    replies_to: str = ""
    """The message of ours in reply to which it was written, where the channel can say so."""
    brought: Prepared | Unreadable | None = None
    """The picture that came with it, or why it can't be taken; None where none was asked for."""
    person: Person = field(init=False)
    named: bool = field(init=False, default=False)
    """Whom it is for was said in this turn, or is plain from what it is about."""
    _people: list[Person] | None = field(init=False, default=None)
    yes: str = field(init=False, default="")
    """The packed action that a bare "yes" means: what the screen before this turn asked."""
    no: str = field(init=False, default="")
    """And the one that a bare "no" means, where that screen offered it."""

    def __post_init__(self) -> None:
        self.person = self.address.person
        self.confidential = in_confidence(self.event, self.address)
        if (asked := (self.address.talk or {}).get("yes")) and self.now.isoformat() < asked["until"]:
            self.yes, self.no = asked["action"], asked.get("no", "")

    def take_question(self) -> None:
        """What was asked is answered by this turn or by none."""
        if "yes" in (self.address.talk or {}):
            self.address.talk = {
                key: value for key, value in (self.address.talk or {}).items() if key != "yes"
            }

    def may_answer_yes(self, action: Action, *, no: Action | None = None) -> None:
        """A bare "yes" in the next turn, if it comes within minutes, is a press of this, "no" of that."""
        asked = {"action": action.pack(), "until": (self.now + A_MOMENT).isoformat()}
        if no is not None:
            asked["no"] = no.pack()
        self.address.talk = {**(self.address.talk or {}), "yes": asked}

    def is_confidential(self) -> bool:
        """Also where it is by now."""
        return self.confidential or in_confidence(self.event, self.address)

    @property
    def speaker(self) -> Person:
        """Whose address this is. Language, clock and settings are theirs, whoever it is for."""
        return self.address.person

    @property
    def people(self) -> list[Person]:
        """Everybody for whom the speaker may act, the speaker first."""
        if self._people is None:
            self._people = household(self.work, self.speaker, now=self.now)
        return self._people

    @property
    def whom(self) -> int | None:
        """For whom else it is; None where they act for themself."""
        return None if self.person is self.speaker else self.person.id

    def speak_for(self, person_id: int) -> None:
        """From here on the turn is for this person. Raises NotYours."""
        self.person = speak_for(self.work, self.speaker, person_id, now=self.now)
        self.named = True
        if not self.person.zone_told:  # they live by the clock of who speaks for them
            self.person.zone = self.speaker.zone

    @property
    def voice(self) -> Voice:
        clocks = clocks_of(self.speaker, now=self.now)
        return Voice(self.speaker.locale, self.speaker.zone, self.by_text, clocks)

    @property
    def date_order(self) -> Order:
        """How 3/12 is meant where the phone is from, or the clock that the person lives by."""
        number = self.address.external_id if self.by_text else ""
        return date_order(self.speaker.locale, territory(number, self.speaker.zone))

    @property
    def text(self) -> str:
        """What was typed, where nothing can be tapped."""
        heard = self.event.heard
        return heard.text if self.by_text and isinstance(heard, Said) else ""


def in_confidence(event: Event, address: Address) -> bool:
    """Whether a confidential form is open there, or is what the event is about."""
    pressed = event.heard.data if isinstance(event.heard, Tapped | Submitted) else ""
    return is_confidential(pressed) or is_confidential(str((address.asking or {}).get("data", "")))
