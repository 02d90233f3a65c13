"""Which function makes the screen of which kind of notification."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.dialogue.menu import with_words
from bot.dialogue.screen import Screen
from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, speaking, voice
from bot.notices.mailed import by_mail, is_worth_a_mail
from bot.notices.wording import in_their_words
from domain.family.service import speak_for
from domain.notifications.model import Notification
from domain.people.model import Address, Channel, Person
from domain.people.trips import clocks_of
from domain.work import Work


@dataclass(slots=True)
class Notice:
    """What is told, to whom, and a unit of work to read how it stands now. A scene, like a Turn.

    ``person`` is whom it concerns: whose address it is, or somebody for whom that one speaks.
    """

    work: Work
    notification: Notification
    address: Address
    now: datetime
    studio: Studio
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        whom = self.notification.data.get("whom")
        self.person = self.work.people.person(whom) if whom else self.address.person

    @property
    def subject_id(self) -> int:
        """The id of what this is about. Raises ValueError where it is about nothing."""
        if self.notification.subject_id is None:
            raise ValueError(f"{self.notification.kind} has no subject")
        return self.notification.subject_id

    def of(self, row: Notification) -> "Notice":
        """Of another message to the same address."""
        return Notice(self.work, row, self.address, self.now, self.studio)


Tells = Callable[[Notice], Screen | None]


class Notices:
    """The notices of a deployment, by kind."""

    def __init__(self) -> None:
        self._tells: dict[str, Tells] = {}

    def notice(self, *kinds: str) -> Callable[[Tells], Tells]:
        """Declares what makes the screen of these kinds: None where it is no longer true. It only reads."""

        def register(tells: Tells) -> Tells:
            for kind in kinds:
                if kind in self._tells:
                    raise ValueError(f"Two notices for {kind!r}")
                self._tells[kind] = tells
            return tells

        return register

    def missing(self, kinds: Iterable[str]) -> list[str]:
        """Those of the kinds that nothing here can tell."""
        return sorted(set(kinds) - self._tells.keys())

    def draw(
        self, work: Work, row: Notification, address: Address, now: datetime, studio: Studio
    ) -> Screen | None:
        """The screen in the language and zone of whose address it is, under the name of whom else it is for.
        Raises KeyError for a kind that is unknown, NotYours where they speak for them no longer, and NoValue
        where its words name something that has no value.
        """
        by_text, by_post = address.channel is Channel.SMS, address.channel is Channel.MAIL
        if by_post and not is_worth_a_mail(row):
            return None
        clocks = clocks_of(address.person, now=now)
        with speaking(Voice(address.person.locale, address.person.zone, by_text, clocks)):
            told_of = Notice(work, row, address, now, studio)
            screen = self.say(told_of)
            if screen and by_post:
                return by_mail(screen, told_of)
            return with_words(screen) if screen and by_text else screen

    def say(self, told_of: Notice) -> Screen | None:
        """The screen before any channel has a say, in the language that is being spoken."""
        with speaking(replace(voice(), instead=in_their_words(told_of))):
            screen = self._tells[told_of.notification.kind](told_of)
            if screen is None or told_of.person.id == told_of.address.person_id:
                return screen
            speak_for(told_of.work, told_of.address.person, told_of.person.id, now=told_of.now)
            return screen.of(told_of.person.first_name)


NOTICES = Notices()
notice = NOTICES.notice
