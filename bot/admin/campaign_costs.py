"""What a campaign takes by SMS: how many parts in all, and for nobody more than are allowed."""

import re
from collections.abc import Callable, Iterator

from bot.campaigns import letter_to, values_of
from bot.channels.sms.draws import draw
from bot.channels.sms.limits import size, transliterated
from bot.dialogue.scene import Scene
from bot.dialogue.words import Voice, _, ngettext, speaking
from domain.campaigns.captions import TooLongForAPicture, require_beside, units
from domain.campaigns.fields import fields_of, filled
from domain.campaigns.model import Campaign
from domain.campaigns.rules import Audience, Sorted
from domain.errors import Refusal
from domain.people.model import Channel

MOST_PARTS = 4  # of one text to many
MOST_DRAWN = 200  # texts whose parts are counted one by one; of more, about
_FIELD = re.compile(r"\{[^{}]*\}")


class TooManyParts(Refusal):
    """By SMS {name} would get it in {parts} texts, with the words that end news, and {most} is the most.
    Write less, or leave emoji out.
    """


def cost_said(scene: Scene, campaign: Campaign, found: Audience) -> str:
    """How many go by SMS, and in how many parts; "" where none does."""
    texted = _at(found, Channel.SMS)
    if not texted:
        return ""
    parts = sum(_parts(scene, campaign, each, "") for each in texted[:MOST_DRAWN])
    n, about = len(texted), len(texted) > MOST_DRAWN
    parts = parts * n // MOST_DRAWN if about else parts
    said = ngettext("{n} part", "{n} parts", parts)
    if about:
        return _("By SMS: {n}, in about {parts}", n=n, parts=said)
    return _("By SMS: {n}, in {parts}", n=n, parts=said)


def require_short(scene: Scene, campaign: Campaign, found: Audience) -> None:
    """Of all of them, whichever text they get. Raises TooManyParts, TooLongForAPicture."""
    for each, words in _longest(scene, campaign, _at(found, Channel.SMS), _on_the_air):
        parts = _parts(scene, campaign, each, words)
        if parts > MOST_PARTS:
            raise TooManyParts(name=each.who.name, parts=parts, most=MOST_PARTS)
    beside = _at(found, Channel.TELEGRAM) if campaign.picture else []
    for each, words in _longest(scene, campaign, beside, _in_a_caption):
        drawn = letter_to(campaign, each.who, Channel.TELEGRAM, scene.studio.name, words)
        require_beside(drawn.text if drawn else "")


def why_too_long(scene: Scene, campaign: Campaign, found: Audience) -> str:
    """Why it can't be sent as it is; "" where it can."""
    try:
        require_short(scene, campaign, found)
    except (TooManyParts, TooLongForAPicture) as refusal:
        return _(refusal.message).format(**refusal.facts)
    return ""


def _on_the_air(own: str) -> tuple[str, int]:
    measured = size(transliterated(own))
    return measured.encoding, measured.units


def _in_a_caption(own: str) -> tuple[str, int]:
    return "", units(own)


def _longest(
    scene: Scene, campaign: Campaign, people: list[Sorted], measure: Callable[[str], tuple[str, int]]
) -> Iterator[tuple[Sorted, str]]:
    """Who gets the longest of each text, in each language and alphabet: what is said besides is the same for
    all of these, so no other takes more parts. Ten thousand are looked at in the time in which a hundred
    are drawn.
    """
    for words in dict.fromkeys(campaign.texts):
        longest: dict[tuple[str, str], tuple[int, Sorted]] = {}
        wanted, fields = fields_of(words), "".join(_FIELD.findall(words))
        for each in people:
            with speaking(Voice(each.who.locale, each.who.zone, True)):
                own = filled(fields, values_of(each.who, wanted, scene.studio.name))
            alphabet, length = measure(own)
            key = (each.who.locale, alphabet)
            if key not in longest or length > longest[key][0]:
                longest[key] = length, each
        yield from ((each, words) for _length, each in longest.values())


def _parts(scene: Scene, campaign: Campaign, each: Sorted, words: str) -> int:
    """Without ``words``: of the text that their half gets."""
    drawn = letter_to(campaign, each.who, Channel.SMS, scene.studio.name, words)
    return size(draw(drawn)).parts if drawn else 0


def _at(found: Audience, channel: Channel) -> list[Sorted]:
    return [each for each in found.told if each.spot and each.spot.channel is channel]
