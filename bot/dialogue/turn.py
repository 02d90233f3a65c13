"""A turn: one thing heard, with everything that answering it needs."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue.actions import Action
from bot.dialogue.heard import Event
from bot.dialogue.words import Voice
from domain.people.model import Address, Person
from domain.work import Work


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


@dataclass(slots=True)
class Turn:
    """Handed to every handler: the open unit of work, who acts, and the business time of this turn."""

    work: Work
    event: Event
    now: datetime
    studio: Studio
    address: Address
    person: Person = field(init=False)
    yes: str = field(init=False, default="")
    """The packed action that a bare "yes" means: what the screen before this turn asked."""

    def __post_init__(self) -> None:
        self.person = self.address.person
        talk = dict(self.address.talk or {})
        if yes := talk.pop("yes", ""):
            self.yes, self.address.talk = yes, talk

    def may_answer_yes(self, action: Action) -> None:
        """A bare "yes" in the next turn, and only then, is a press of this."""
        self.address.talk = {**(self.address.talk or {}), "yes": action.pack()}

    @property
    def voice(self) -> Voice:
        return Voice(self.person.locale, self.person.zone)
