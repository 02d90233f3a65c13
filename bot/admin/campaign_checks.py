"""Looking at a campaign: real people's texts, a test, a rehearsal, and later what came of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.admin.campaign_actions import OpenCampaign, OpenStats, Preview, Rehearse, TestToMe
from bot.admin.campaign_cards import at_most, comes, step_called, titled
from bot.admin.campaign_costs import cost_said
from bot.admin.campaign_views import called, found_for, picture_said
from bot.admin.campaigns import card_of
from bot.admin.trial_views import compared
from bot.campaigns import equation, left_out, letter_to, picture_of, progress_lines, results_said
from bot.channels.sms.draws import draw
from bot.channels.sms.limits import size
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, ngettext, when
from domain.access import require_admin
from domain.base import Role
from domain.campaigns import tells
from domain.campaigns.captions import MOST_BESIDE, units
from domain.campaigns.follow_ups import reached_at_most
from domain.campaigns.model import Campaign
from domain.campaigns.rules import Audience, Sorted
from domain.campaigns.sequence import after, steps_of
from domain.campaigns.service import NoWords
from domain.people.model import Channel

SHOWN, NAMED = 4, 5
A_SECOND = {Channel.TELEGRAM: 24.0, Channel.SMS: 0.8}  # four fifths of what their lanes may take


@on(Preview, who=Role.ADMIN)
def preview(turn: Turn, wanted: Preview) -> Screen:
    """For some of those who would get it, from every channel."""
    campaign, found = _looked_at(turn, wanted.campaign)
    first = {each.spot.channel: each for each in reversed(found.told) if each.spot}
    others = [each for each in found.told if each not in first.values()]
    title = _("As they read it: {name}", name=called(campaign))
    text = lines(equation(found), cost_said(turn, campaign, found))
    read = [_read(turn, campaign, each) for each in [*first.values(), *others][:SHOWN]]
    follow_ups = [*_follow_ups_read(turn, campaign, found)]
    shown = _beside(campaign, f"{title}{text}", [*read[:1], *follow_ups, *read[1:]])
    return Screen(
        title=title,
        picture=picture_of(campaign),
        text=text,
        sections=tuple(
            sorted(shown, key=follow_ups.__contains__)
        ),  # each person's first text before any step
        choices=((choice(_("Back"), OpenCampaign(campaign.id)),),),
        private=True,
        fresh=True,
    )


def _beside(campaign: Campaign, above: str, read: list[Section]) -> Iterator[Section]:
    """As many as a picture leaves room for, one at least."""
    left = MOST_BESIDE - units(above)
    for number, each in enumerate(read):
        left -= units(each.text) + len("\n\n")
        if number and left < 0 and campaign.picture:
            return
        yield each


def _follow_ups_read(turn: Turn, campaign: Campaign, found: Audience) -> Iterator[Section]:
    """What follows, as the first of them would read it."""
    steps = after(turn.work, campaign)
    for n, each in enumerate(steps, 2):
        one = next(iter(reached_at_most(found, each).told), None)
        if one is not None:
            title = step_called(n, len(steps) + 1)
            yield replace(_read(turn, each, one), title=title)


def _looked_at(turn: Turn, campaign_id: int) -> tuple[Campaign, Audience]:
    campaign = turn.work.campaigns.campaign(campaign_id)
    if not campaign.words:
        raise NoWords
    return campaign, found_for(turn, campaign)


def _read(turn: Turn, campaign: Campaign, each: Sorted) -> Section:
    channel = each.spot.channel if each.spot else Channel.TELEGRAM
    drawn = letter_to(campaign, each.who, channel, turn.studio.name)
    if drawn is None:
        return Section()
    if channel is not Channel.SMS:
        return Section(lines(list_of([each.who.name, channel.value.capitalize()]), drawn.text))
    text = draw(drawn)
    parts, encoding = size(text).parts, size(text).encoding
    said = ngettext("SMS, {n} part, {encoding}", "SMS, {n} parts, {encoding}", parts, encoding=encoding)
    return Section(lines(list_of([each.who.name, said]), text))


@on(TestToMe, who=Role.ADMIN)
def test_to_me(turn: Turn, wanted: TestToMe) -> Screen:
    campaign, _found = _looked_at(turn, wanted.campaign)
    for each in steps_of(turn.work, campaign):
        tells.test(turn.work, turn.person, each, now=turn.now)
    return card_of(turn, campaign.id).with_toast(_("It comes to you in a moment."))


@on(Rehearse, who=Role.ADMIN)
def rehearse(turn: Turn, wanted: Rehearse) -> Screen:
    """Everybody's text is made and everybody's time found; nothing is sent or written."""
    campaign, found = _looked_at(turn, wanted.campaign)
    made = [
        letter_to(campaign, each.who, each.spot.channel, turn.studio.name) for each in found.told if each.spot
    ]
    ready = sum(each is not None for each in made)
    last = max((each.due for each in found.later if each.due), default=None)
    return Screen(
        title=_("Rehearsed: {name}", name=called(campaign)),
        picture=picture_of(campaign),
        text=lines(
            equation(found),
            picture_said(campaign),
            ngettext("{n} text is ready, nothing was sent.", "{n} texts are ready, nothing was sent.", ready),
            *_by_channel(found),
            cost_said(turn, campaign, found),
            _("The last of those who are quiet now get it {time}.", time=when(last)) if last else "",
            *_follow_ups_made(turn, campaign, found),
            *_who_is_out(found),
        ),
        choices=((choice(_("Back"), OpenCampaign(campaign.id)),),),
        private=True,
        fresh=True,
    )


def _follow_ups_made(turn: Turn, campaign: Campaign, found: Audience) -> Iterator[str]:
    """What follows, at most: who books, answers or leaves meanwhile gets none of it."""
    steps = after(turn.work, campaign)
    for n, each in enumerate(steps, 2):
        yield f"{step_called(n, len(steps) + 1)}: {comes(each, n)}. {at_most(turn, each, found)}"


def _by_channel(found: Audience) -> list[str]:
    """How many on each channel, and how long that takes."""
    said = []
    for channel in Channel:
        n = sum(each.spot is not None and each.spot.channel is channel for each in found.told)
        minutes = max(1, round(timedelta(seconds=n / A_SECOND.get(channel, 0.8)) / timedelta(minutes=1)))
        if n:
            took = ngettext("in about {n} minute", "in about {n} minutes", minutes)
            name = "SMS" if channel is Channel.SMS else channel.value.capitalize()
            said.append(f"{name}: {n}, {took}")
    return said


def _who_is_out(found: Audience) -> list[str]:
    """By reason, some of them by name."""
    said = []
    for why, n in found.reasons():
        names = [each.who.name for each in found.out if each.why is why][:NAMED]
        more = f" + {n - len(names)}" if n > len(names) else ""
        said.append(f"{left_out(why, n)}: {', '.join(names)}{more}")
    return said


@on(OpenStats, who=Role.ADMIN)
def stats(turn: Turn, wanted: OpenStats) -> Screen:
    """Of those to whom it was handed off, within seven days of that."""
    require_admin(turn.person)
    campaign = turn.work.campaigns.campaign(wanted.campaign)
    came = turn.work.campaigns.stats(campaign.id)
    shown = Screen(
        title=_("How it went: {name}", name=titled(turn, campaign)),
        text=lines(
            *progress_lines(turn.work.campaigns.progress(campaign.id)),
            *results_said(came),
            *compared(turn, campaign),
        ),
        choices=(
            (choice(_("Look again"), OpenStats(campaign.id)), choice(_("Back"), OpenCampaign(campaign.id))),
        ),
        private=True,
    )
    return replace(shown, fresh=not turn.event.is_press)
