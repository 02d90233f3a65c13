"""A campaign as it reads: the text that one person gets, how far it is, and who is left out and why."""

from collections.abc import Collection
from dataclasses import replace

from bot.dialogue.actions import Action
from bot.dialogue.menu import with_words
from bot.dialogue.screen import Picture, Screen, choice, list_of
from bot.dialogue.words import Voice, _, day, ngettext, speaking
from domain.campaigns.fields import Field, fields_of, filled
from domain.campaigns.model import Campaign, Stage, Why
from domain.campaigns.ports import Known, Progress, Stats
from domain.campaigns.rules import Audience, lacks
from domain.people.model import Channel

_CELLS = 10  # of a bar


class FromCampaign(Action, code="zv", acts=True):
    """Book, out of a campaign's message."""

    campaign: int


class EndNews(Action, code="zw", acts=True):
    """No more of these, out of a campaign's message."""

    campaign: int


def letter(campaign: Campaign, who: Known, studio: str, words: str) -> Screen | None:
    """What somebody gets, for whoever is spoken to; None where a field of it would be empty."""
    wanted = fields_of(words)
    if any(lacks(who, each) for each in wanted):
        return None
    return Screen(
        picture=picture_of(campaign),
        text=filled(words, values_of(who, wanted, studio)),
        choices=(
            (
                choice(_("Book"), FromCampaign(campaign.id), "primary", word=_("BOOK")),
                choice(_("No more news"), EndNews(campaign.id), word="STOP NEWS"),
            ),
        ),
        fresh=True,
    )


def picture_of(campaign: Campaign) -> Picture | None:
    return Picture(campaign.picture, campaign.title) if campaign.picture else None


def letter_to(
    campaign: Campaign, who: Known, channel: Channel, studio: str, words: str = ""
) -> Screen | None:
    """The same in their language, as it comes on a channel. Without ``words``: what their half gets."""
    by_text = channel is Channel.SMS
    with speaking(Voice(who.locale, who.zone, by_text)):
        drawn = letter(campaign, who, studio, words or campaign.words_for(who.person_id))
        return replace(with_words(drawn), picture=None) if drawn and by_text else drawn


def values_of(who: Known, wanted: Collection[Field], studio: str) -> dict[Field, str]:
    """What the fields of a text say of somebody."""
    return {each: _value(who, each, studio) for each in wanted}


def _value(who: Known, field: Field, studio: str) -> str:
    match field:
        case Field.NAME:
            return who.name.split()[0]
        case Field.TRAINER:
            return who.trainer or ""
        case Field.STUDIO:
            return studio
        case Field.CREDITS:
            return str(who.credits)
        case Field.LAST_VISIT:
            return day(who.last_visit) if who.last_visit else ""


def left_out(why: Why, n: int) -> str:
    match why:
        case Why.UNREACHED:
            return ngettext("{n} not reached", "{n} not reached", n)
        case Why.OPTED_OUT:
            return ngettext("{n} opted out", "{n} opted out", n)
        case Why.NOT_ASKED:
            return ngettext("{n} never asked for news", "{n} never asked for news", n)
        case Why.BOOKED | Why.ANSWERED:
            return _done(why, n)
        case Why.OVER_BUDGET:
            return ngettext("{n} over budget", "{n} over budget", n)
        case Why.NO_VALUE:
            return ngettext("{n} with an empty field", "{n} with an empty field", n)
        case Why.NEVER_AWAKE:
            return ngettext("{n} quiet at those hours", "{n} quiet at those hours", n)


def _done(why: Why, n: int) -> str:
    """What was wanted of them, since the first message."""
    if why is Why.BOOKED:
        return ngettext("{n} booked", "{n} booked", n)
    return ngettext("{n} answered", "{n} answered", n)


def equation(found: Audience) -> str:
    """Such as “143 − 7 opted out − 12 over budget − 5 quiet (later) = 119”: each person once. Where
    all are told now, “124 people”.
    """
    parts = [left_out(why, n) for why, n in found.reasons()]
    best = sum(each.at_best for each in found.later)
    if quiet := len(found.later) - best:
        parts.append(ngettext("{n} quiet (later)", "{n} quiet (later)", quiet))
    if best:
        parts.append(ngettext("{n} at their hour (later)", "{n} at their hour (later)", best))
    if not parts:
        return ngettext("{n} person", "{n} people", found.size)
    return f"{' − '.join([str(found.size), *parts])} = {len(found.now)}"


def bar(done: int, total: int) -> str:
    """Such as “▓▓▓▓▓▓░░░░ 60 of 100”."""
    full = _CELLS * done // total if total else _CELLS
    return f"{'▓' * full}{'░' * (_CELLS - full)} " + _("{done} of {total}", done=done, total=total)


def progress_lines(found: Progress) -> list[str]:
    stages = found.stages
    done = stages[Stage.SENT] + stages[Stage.UNKNOWN] + stages[Stage.FAILED]
    total = done + stages[Stage.WAITING] + stages[Stage.QUEUED]
    failed, unknown = stages[Stage.FAILED], stages[Stage.UNKNOWN]
    troubles = [
        ngettext("{n} failed", "{n} failed", failed) if failed else "",
        ngettext("{n} perhaps not arrived", "{n} perhaps not arrived", unknown) if unknown else "",
    ]
    out = list_of([left_out(why, n) for why, n in found.out.items() if n])
    return [bar(done, total), list_of(troubles), _("Left out: {people}", people=out) if out else ""]


def results_said(came: Stats) -> list[str]:
    """What came of it, a number each."""
    return [
        _("Sent: {n}", n=came.sent),
        _("Failed: {n}", n=came.failed),
        _("Delivered: {n}", n=came.delivered),
        _("Tapped: {n}", n=came.tapped),
        _("Replied: {n}", n=came.replied),
        _("Opted out: {n}", n=came.opted_out),
        _("Booked within 7 days: {n}", n=came.booked),
    ]
