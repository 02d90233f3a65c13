"""What is told of campaigns: the campaign itself, its card to admins, and a test of it."""

from dataclasses import replace
from datetime import date, timedelta

from bot.admin.campaign_actions import OpenCampaign, OpenCampaigns, OpenStats
from bot.admin.campaign_cards import campaign_card, titled
from bot.admin.campaign_views import called
from bot.admin.trial_views import choice_said
from bot.campaigns import letter, letter_to
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.words import _, day
from bot.notices.registry import Notice, notice
from domain.campaigns.captions import MOST_BESIDE, units
from domain.campaigns.model import Campaign, Status
from domain.campaigns.ports import Stats
from domain.campaigns.service import audience
from domain.campaigns.trial import text_to
from domain.campaigns.weekly import did, week_before
from domain.people.model import Channel

MOST_NAMED = 20  # of a week


@notice("client_campaign")
def to_somebody(told_of: Notice) -> Screen | None:
    """Nothing where a field of it would be empty by now."""
    campaign = told_of.work.campaigns.campaign(told_of.subject_id)
    who = told_of.work.campaigns.person(told_of.address.person_id, now=told_of.now)
    words = text_to(
        told_of.work, campaign, told_of.work.campaigns.recipient(told_of.notification.data["recipient"])
    )
    return letter(campaign, who, told_of.studio.name, words)


@notice("admin_campaign")
def on_its_way(told_of: Notice) -> Screen:
    return campaign_card(told_of, told_of.work.campaigns.campaign(told_of.subject_id))


@notice("admin_campaign_ask")
def asked(told_of: Notice) -> Screen | None:
    """Nothing where another admin has answered meanwhile."""
    campaign = told_of.work.campaigns.campaign(told_of.subject_id)
    if campaign.status is not Status.AWAITING:
        return None
    return replace(campaign_card(told_of, campaign), fresh=True)


@notice("admin_campaign_chosen")
def chosen(told_of: Notice) -> Screen | None:
    """Which text did better, and by how much."""
    campaign = told_of.work.campaigns.campaign(told_of.subject_id)
    taken = told_of.work.campaigns.choice(campaign.id)
    if taken is None:
        return None
    said = choice_said(told_of, taken)
    look = (choice(_("Open"), OpenCampaign(campaign.id)), choice(_("How it went"), OpenStats(campaign.id)))
    return Screen(title=called(campaign), text=said, choices=(look,), fresh=True)


@notice("admin_campaign_week")
def of_the_week(told_of: Notice) -> Screen | None:
    """What each of them did until now, with the way to all of it."""
    monday = date.fromisoformat(str(told_of.notification.data["monday"]))
    known = did(told_of.work, week_before(monday, told_of.studio.zone))
    if not known:
        return None
    return Screen(
        title=_("Campaigns of the week to {day}", day=day(monday - timedelta(days=1))),
        text=lines(
            *(_week_line(told_of, each, came) for each, came in known[:MOST_NAMED]),
            _("+ {n} more", n=len(known) - MOST_NAMED) if len(known) > MOST_NAMED else "",
        ),
        choices=((choice(_("Campaigns"), OpenCampaigns()),),),
        fresh=True,
    )


def _week_line(told_of: Notice, campaign: Campaign, came: Stats) -> str:
    return _(
        "{name}: {sent} sent, {failed} failed, {out} opted out, {booked} booked",
        name=titled(told_of, campaign),
        sent=came.sent,
        failed=came.failed,
        out=came.opted_out,
        booked=came.booked,
    )


@notice("admin_campaign_test")
def tested(told_of: Notice) -> Screen | None:
    """As the first of its people would get it, without what their buttons do."""
    campaign = told_of.work.campaigns.campaign(told_of.subject_id)
    found = audience(told_of.work, campaign, most=told_of.studio.most_a_week, now=told_of.now)
    seeing = [each for each in found.told if each.spot and each.spot.channel is not Channel.SMS]
    first = next(iter([*(seeing if campaign.picture else ()), *found.told]), None)
    text = int(told_of.notification.data.get("text", 0))
    drawn = (
        letter_to(campaign, first.who, first.spot.channel, told_of.studio.name, campaign.texts[text])
        if first and first.spot
        else None
    )
    if first is None or drawn is None:
        return Screen(text=_("Nobody would get “{name}” now.", name=titled(told_of, campaign)), fresh=True)
    step = titled(told_of, campaign) if campaign.follows else ""
    which = (_("First text"), _("Second text"))[text] if campaign.second_words else ""
    asked = _("A test, as {name} would read it:", name=first.who.name)
    said = lines(step, which, asked, drawn.text)
    if drawn.picture and units(said) > MOST_BESIDE:
        said = drawn.text
    return Screen(text=said, picture=drawn.picture, fresh=True)
