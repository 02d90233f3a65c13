"""How long a text to many may be by SMS: whoever gets the longest is found among all of them."""

from dataclasses import dataclass, field

import pytest

from bot.admin.campaign_costs import MOST_DRAWN, MOST_PARTS, TooManyParts, require_short
from bot.campaigns import letter_to
from bot.channels.sms.draws import draw
from bot.channels.sms.limits import size
from bot.dialogue.turn import Studio
from domain.campaigns.model import Campaign
from domain.campaigns.ports import Known, Spot
from domain.campaigns.rules import Audience, Sorted
from domain.people.model import Channel
from tests.factories import NOON

STUDIO = Studio(name="Studio Demo", zone="Europe/London")
BY_TEXT = Spot(1, Channel.SMS, "sms", dead=False, stopped=False, act=None, consent_id=None)


@dataclass(frozen=True)
class Drawn:
    """As much of a scene as is asked for."""

    studio: Studio = field(default_factory=lambda: STUDIO)


def campaign(words: str, second: str | None = None) -> Campaign:
    made = Campaign(words=words, second_words=second, made_by=1, made_at=NOON)
    made.id = 1
    return made


def readers(*names: str) -> Audience:
    people = [
        Known(number, name, "es" if number % 2 else "en", "Europe/London", None, None, None, 3, 0, (BY_TEXT,))
        for number, name in enumerate(names)
    ]
    return Audience(now=[Sorted(each, BY_TEXT, NOON) for each in people])


def parts(made: Campaign, each: Sorted, words: str) -> int:
    drawn = letter_to(made, each.who, Channel.SMS, STUDIO.name, words)
    assert drawn
    return size(draw(drawn)).parts


@pytest.mark.parametrize("odd", ["Ελένη", "Wolfeschlegelsteinhausenbergerdorff" * 3, "Zoë" * 40])
def test_the_last_of_many_is_found_by_the_text_that_is_too_long_for_them_alone(odd: str) -> None:
    found = readers(*["Cleo"] * (MOST_DRAWN * 5), odd)
    last = found.now[-1]
    made = next(
        made
        for length in range(1, 900)
        if parts(made := campaign("{name} " + "a" * length), last, made.words) > MOST_PARTS
    )
    assert parts(made, found.now[0], made.words) <= MOST_PARTS
    with pytest.raises(TooManyParts) as refused:
        require_short(Drawn(), made, found)  # type: ignore[arg-type]
    assert refused.value.facts["name"] == odd
    found.now.pop()
    require_short(Drawn(), made, found)  # type: ignore[arg-type]


def test_both_texts_are_measured_whoever_gets_which() -> None:
    with pytest.raises(TooManyParts):
        require_short(Drawn(), campaign("Hi", "a" * 900), readers("Cleo"))  # type: ignore[arg-type]
