"""A phone as its owner reads it: the texts on its screen, and what each number and word there could mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.client.times import MoveTo, PickTime
from bot.dialogue.actions import unpack
from bot.dialogue.channel import FIRST, Sent, Try
from bot.dialogue.heard import Event
from bot.dialogue.menu import More
from bot.dialogue.screen import Screen
from bot.dialogue.typed import fold

LIST = timedelta(minutes=30)
NOTICE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of ours: what its numbers and words stand for. ``asked``: it answers one of theirs."""

    at: datetime
    asked: bool
    screen: Screen
    numbers: dict[int, str]
    words: dict[str, str]


def written(screen: Screen, at: datetime, *, asked: bool) -> Text:
    offered = [choice for choice in screen.all_choices() if choice.data]
    by_label = {choice.label: choice.data for choice in offered if not choice.word}
    by_word = {choice.word: choice.data for choice in offered if choice.word}
    assert len(by_word) == len({choice.data for choice in offered if choice.word}), "a word for each"
    words = {fold(word): by_word.get(word, More().pack()) for word, _label in screen.menu.worded}
    return Text(at, asked, screen, {int(n): by_label[label] for n, label in screen.menu.numbered}, words)


@dataclass(slots=True)
class Phone:
    """The other side of our port. A text can't be changed, so what would only redraw a card is not shown."""

    number: str
    lane: str
    now: datetime
    recalls: bool = True
    texts: list[Text] = field(default_factory=list)

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        return None if screen.is_silent else self._shown(event.place, screen, asked=True)

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        if card is not None and not screen.fresh:
            return Sent(place, card)
        return self._shown(place, screen, asked=False)

    async def retire(self, place: str, message_id: str) -> None:
        """A text has no buttons to take off."""

    def _shown(self, place: str, screen: Screen, *, asked: bool) -> Sent:
        if place == self.number:
            self.texts.append(written(screen, self.now, asked=asked))
        return Sent(place, f"m{len(self.texts)}")

    def of_number(self, number: int) -> set[str]:
        """What the latest list says, and the lists before that it goes on from; nothing of an old one. After
        "C 1 = …" a bare 1 is for that.
        """
        if spelled := self._words_now().get(f"c {number}", set()) | self._words_now().get(
            f"drop {number}", set()
        ):
            return spelled
        below, until = 100, self.now
        for text in reversed(self.texts):
            if text.numbers and max(text.numbers) < below:
                if text.at + LIST <= until:
                    return set()
                if number in text.numbers:
                    return {text.numbers[number]}
                below, until = min(text.numbers), text.at
            if below == 1:
                break
        return set()

    def of_word(self, word: str) -> set[str]:
        """What the last answer and the notices since say of it; empty where they do not offer the word."""
        return self._words_now().get(word, set())

    def asked_last(self) -> set[str]:
        """What a bare "yes" could answer: anything that an answer asks, and the first way of a notice."""
        if not self.texts:
            return set()
        last = self.texts[-1]
        if last.asked:
            return {*last.numbers.values(), *last.words.values()}
        return {each.data for each in last.screen.all_choices() if each.word and each.weight == "primary"}

    def _words_now(self) -> dict[str, set[str]]:
        offered: dict[str, list[str]] = {}
        until: datetime | None = None
        for text in self._last_said():
            if until is not None and text.at >= until:
                offered = {}
            until = text.at + (LIST if text.asked else NOTICE)
            for word, data in text.words.items():
                offered.setdefault(word, []).append(data)
        if until is None or self.now >= until:
            return {}
        return {word: latest(meant) for word, meant in offered.items()}

    def _last_said(self) -> list[Text]:
        answers = [at for at, text in enumerate(self.texts) if text.asked]
        return self.texts[answers[-1] if answers else 0 :]


def latest(offered: Iterable[str]) -> set[str]:
    """Without those that a later one says anew: the same thing to do, with the same booking or time."""
    return set({_what(data): data for data in offered}.values())


def _what(data: str) -> tuple[object, ...]:
    match unpack(data):
        case PickTime():
            return (data,)
        case MoveTo(booking, _, starts):
            return MoveTo, booking, starts
    return tuple(data.split("_")[:2])
